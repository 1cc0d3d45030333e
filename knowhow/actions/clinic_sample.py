"""The sample clinic of knowhow/samples/, written into the database."""

import datetime
import tomllib
import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from bansou.text.markdown import excerpt, render
from bansou.text.normalise import clean_line, clean_text
from knowhow.actions.aliases import alias_in, next_number_in, number_apart
from knowhow.actions.clinics import TEXTS, body_of
from knowhow.actions.counters import count_anew
from knowhow.actions.samples import SAMPLES
from knowhow.models import Clinic, Reply, Topic, TopicKind
from knowhow.models.clinic import ASKING_DAYS, CLINIC_DAYS, OPENER_ALIAS, clinic_board
from knowhow.models.topic import EXCERPT_MAX

_KEY = uuid.UUID("c1a0c5d2-3a52-5d1e-8a7e-2f0b64c1f0aa")


@transaction.atomic
def load_clinic_sample(*, authors: dict[str, User]) -> None:
    """Write the sample clinic in the middle of its first round. What is there already stays as it is."""
    if Topic.objects.filter(submission_key=_KEY).exists():
        return
    sample = tomllib.loads((SAMPLES / "clinic-successor.toml").read_text(encoding="utf-8"))
    texts = {name: clean_text(sample[name]) for name in TEXTS}
    body, opened_on = body_of(texts), timezone.localdate() - datetime.timedelta(days=sample["days_ago"])
    topic = Topic.objects.create(
        pk=number_apart(),
        board=clinic_board(),
        kind=TopicKind.CLINIC,
        title=clean_line(sample["title"]),
        body=body,
        body_html=render(body),
        excerpt=excerpt(body, EXCERPT_MAX),
        author=authors[sample["author"]],
        alias=OPENER_ALIAS,
        created_at=_days_ago(sample["days_ago"]),
        is_sample=True,
        submission_key=_KEY,
    )
    Clinic.objects.create(
        topic=topic,
        views_on=opened_on + datetime.timedelta(days=ASKING_DAYS),
        ends_on=opened_on + datetime.timedelta(days=CLINIC_DAYS - 1),
        **texts,
    )
    for number, reply in enumerate(sample["replies"]):
        author, text = authors[reply["author"]], clean_text(reply["body"])
        alias = alias_in(topic, author)
        Reply.objects.create(
            pk=next_number_in(topic),
            topic=topic,
            body=text,
            body_html=render(text),
            author=author,
            alias=alias,
            created_at=_days_ago(reply["days_ago"]),
            submission_key=uuid.uuid5(_KEY, str(number)),
        )
    count_anew(topic)


def _days_ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)
