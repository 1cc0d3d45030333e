"""Any field of a case or of its rows in words, as a person reads it: for the review desk, exports, lists."""

import datetime
import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Model

from accounts.audiences import Audience
from bansou.text.templatetags.bansou_text import month_ja
from cases.layers import LAYERS
from cases.models import Case


def field_label(model: type[Model], name: str) -> str:
    """The field's name in words, with a mark where only supporters read it."""
    field: Any = model._meta.get_field(name)
    hidden = LAYERS[str(model._meta.model_name)].get(field.name) == Audience.SUPPORTER
    return f"{field.verbose_name}（支援者だけが読めます）" if hidden else str(field.verbose_name)


def field_words(row: Model, name: str) -> str:
    """The field's value in words; "" where nothing is said. A picture is its title, a pointer the number of its dialogue."""
    field: Any = row._meta.get_field(name)
    if isinstance(field, models.ManyToManyField):
        return "、".join(str(thing) for thing in getattr(row, name).all())
    value = getattr(row, field.name)
    if isinstance(field, ArrayField):
        labels = dict(field.base_field.flatchoices)
        return "、".join(str(labels.get(code, code)) for code in value)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")() or "")
    if isinstance(row, Case) and isinstance(value, uuid.UUID):
        return episode_number(row, value)
    return _plain_words(value)


def _plain_words(value: Any) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "はい"
        case datetime.date():
            return month_ja(value)
        case _:
            return str(value)


def episode_number(case: Case, key: uuid.UUID) -> str:
    """「対話3」 for the dialogue with the key; "" where the case has none."""
    keys = [episode.key for episode in case.episodes.all()]
    return f"対話{keys.index(key) + 1}" if key in keys else ""
