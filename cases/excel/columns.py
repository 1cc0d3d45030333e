"""The columns of the sheets, made from the record's fields: one list for the export, the intake sheet and the codebook.

The layout follows the government's rules for machine-readable tables: one header row, one value a cell, codes beside words, units in
the header. So a field of a vocabulary is two columns, a choice of several is one column an option, themes are three pairs.
"""

import datetime
import enum
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Model
from django.utils import timezone

from accounts.shown_organisation import shows_kind
from cases.limits import THEMES_AT_MOST
from cases.models import Case, CaseMember, Episode, Theme
from cases.record import EPISODE_POINTERS

#: The columns that tie the sheets together: in an export the case's number, in an intake sheet the number on the sender's own list.
CASE_NUMBER, RECEIPT_NUMBER = "事例番号", "受付番号"
#: Which of its case's dialogues a row is; 気づき and 腹落ち point to it.
EPISODE_NUMBER = "対話番号"
#: Intake: whose draft it becomes.
SUPPORTER = "支援者のメールアドレス"

#: Units of numbers; they stand in the header.
UNITS = {"meetings_count": "回"}


class Shape(enum.StrEnum):
    """How a cell of the column looks; the value is the codebook's word for it."""

    TEXT = "文字"
    NUMBER = "整数"
    MONTH = "年月（例 2024-04）"
    DATE = "日付"
    YES = "1か空（1は、はい）"
    WORDS = "ことば（符号一覧のとおり）"
    CODE = "コード（符号一覧のとおり）"
    TICK = "1か空（1は、あてはまる）"


@dataclass(frozen=True)
class Lookups:
    """What cells need besides their row, fetched once for a whole file."""

    #: Themes of each case, by field and the case's number.
    themes: dict[tuple[str, int], list[Theme]] = field(default_factory=dict)
    #: Which dialogue of its case an Episode is, from 1; by the case's number and the Episode's key.
    episode_numbers: dict[tuple[int, uuid.UUID], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """One column. `name` is the field of the record whose layer decides who sees it; "" for the columns of the intake alone."""

    header: str
    name: str
    shape: Shape
    meaning: str
    read: Callable[[Any, Lookups], Any] = lambda _row, _lookups: None
    unit: str = ""
    #: The vocabulary: codes with their words.
    vocabulary: tuple[tuple[str, str], ...] = ()
    #: Of a TICK: the option that the column stands for.
    option: str = ""


def columns_of(model: type[Model], meanings: dict[str, str], themes: Iterable[Theme]) -> tuple[Column, ...]:
    """The columns of a model's fields in the order of `meanings`, which says of each field what it means."""
    theme_choices = tuple((theme.slug, theme.name) for theme in themes)
    return tuple(column for name, meaning in meanings.items() for column in _columns(model, name, meaning, theme_choices))


def _columns(model: type[Model], name: str, meaning: str, themes: tuple[tuple[str, str], ...]) -> list[Column]:
    model_field: Any = model._meta.get_field(name)
    label = str(model_field.verbose_name)
    if isinstance(model_field, ArrayField):
        return _ticks(name, label, meaning, _choices(model_field.base_field))
    if isinstance(model_field, models.ManyToManyField):
        return _theme_columns(name, label, meaning, themes)
    if model_field.choices:
        columns = _words_and_code(name, label, meaning, _choices(model_field))
        return [_unless_hidden(column) for column in columns] if model is CaseMember and name == "organisation_type" else columns
    return [_key_column(model, name, meaning) or _value_column(model, name, meaning)]


def _key_column(model: type[Model], name: str, meaning: str) -> Column | None:
    """The column that ties the sheets together or numbers the dialogues, if the field is one."""
    if name == "id":
        return Column(CASE_NUMBER, name, Shape.NUMBER, meaning, lambda row, _: row.pk)
    if name == "case":
        return Column(CASE_NUMBER, name, Shape.NUMBER, meaning, lambda row, _: row.case_id)
    if name == "key" and model is Episode:
        return Column(EPISODE_NUMBER, name, Shape.NUMBER, meaning, _own_number)
    return None


def _value_column(model: type[Model], name: str, meaning: str) -> Column:
    model_field: Any = model._meta.get_field(name)
    label, unit, shape = str(model_field.verbose_name), UNITS.get(name, ""), _shape(model_field)
    if name in EPISODE_POINTERS:
        return Column(f"{label}の{EPISODE_NUMBER}", name, shape, meaning, _pointer(name))
    if model is CaseMember and name == "name":
        return Column(label, name, shape, meaning, lambda row, _: str(row))
    if model is Case and name == "organisation":
        return Column(label, name, shape, meaning, lambda row, _: row.author_organisation or None)
    return Column(f"{label}（{unit}）" if unit else label, name, shape, meaning, _READERS.get(shape, _plain)(name), unit=unit)


def _choices(model_field: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), str(words)) for code, words in model_field.flatchoices)


def _shape(model_field: Any) -> Shape:
    match model_field:
        case models.BooleanField():
            return Shape.YES
        case models.DateTimeField():
            return Shape.DATE
        case models.DateField():
            return Shape.MONTH
        case models.IntegerField() | models.UUIDField():
            return Shape.NUMBER
        case _:
            return Shape.TEXT


def _words_and_code(name: str, label: str, meaning: str, choices: tuple[tuple[str, str], ...]) -> list[Column]:
    words_of = dict(choices)

    def code(row: Any, _lookups: Lookups) -> str | None:
        value = getattr(row, name)
        return None if value in (None, "") else str(value)

    def words(row: Any, lookups: Lookups) -> str | None:
        return words_of.get(code(row, lookups) or "")

    return [
        Column(label, name, Shape.WORDS, meaning, words, vocabulary=choices),
        Column(f"{label}コード", name, Shape.CODE, meaning, code, vocabulary=choices),
    ]


def _ticks(name: str, label: str, meaning: str, choices: tuple[tuple[str, str], ...]) -> list[Column]:
    def ticked(option: str) -> Callable[[Any, Lookups], Any]:
        return lambda row, _: 1 if option in getattr(row, name) else None

    return [
        Column(f"{label}：{words}", name, Shape.TICK, meaning, ticked(code), vocabulary=((code, words),), option=code)
        for code, words in choices
    ]


def _theme_columns(name: str, label: str, meaning: str, choices: tuple[tuple[str, str], ...]) -> list[Column]:
    def theme(place: int, attribute: str) -> Callable[[Any, Lookups], Any]:
        def read(row: Any, lookups: Lookups) -> Any:
            chosen = lookups.themes.get((name, row.pk), [])
            return getattr(chosen[place], attribute) if place < len(chosen) else None

        return read

    columns = []
    for place in range(THEMES_AT_MOST):
        numbered = f"{label}{place + 1}"
        columns += [
            Column(numbered, name, Shape.WORDS, meaning, theme(place, "name"), vocabulary=choices),
            Column(f"{numbered}コード", name, Shape.CODE, meaning, theme(place, "slug"), vocabulary=choices),
        ]
    return columns


def _unless_hidden(column: Column) -> Column:
    """Empty where the member of the team lets nobody see where he belongs."""
    return replace(column, read=lambda row, lookups: column.read(row, lookups) if shows_kind(row.user) else None)


def _plain(name: str) -> Callable[[Any, Lookups], Any]:
    """A number, or text; a person or an organisation by the name."""

    def read(row: Any, _lookups: Lookups) -> Any:
        value = getattr(row, name)
        return value if value is None or isinstance(value, int | str) else str(value)

    return read


def _yes(name: str) -> Callable[[Any, Lookups], Any]:
    return lambda row, _: 1 if getattr(row, name) else None


def _month(name: str) -> Callable[[Any, Lookups], Any]:
    """Text, not a date: the day was never said, and a spreadsheet would invent one."""

    def read(row: Any, _lookups: Lookups) -> Any:
        value: datetime.date | None = getattr(row, name)
        return f"{value:%Y-%m}" if value else None

    return read


def _date(name: str) -> Callable[[Any, Lookups], Any]:
    def read(row: Any, _lookups: Lookups) -> Any:
        value: datetime.datetime | None = getattr(row, name)
        return timezone.localtime(value).date() if value else None

    return read


def _pointer(name: str) -> Callable[[Any, Lookups], Any]:
    return lambda row, lookups: lookups.episode_numbers.get((row.pk, getattr(row, name)))


def _own_number(row: Any, lookups: Lookups) -> int | None:
    return lookups.episode_numbers.get((row.case_id, row.key))


_READERS: dict[Shape, Callable[[str], Callable[[Any, Lookups], Any]]] = {
    Shape.YES: _yes,
    Shape.MONTH: _month,
    Shape.DATE: _date,
}
