"""Case clinics: opening one, letting views be said, ending it, what becomes of it, and who stands behind its aliases."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from bansou.moderation.actions import record_decision
from bansou.moderation.limits import check_limit
from bansou.notifications.actions import tell
from cases.actions import start_case
from cases.models import Case
from knowhow.actions.editing import edit_topic
from knowhow.actions.posting import post_topic
from knowhow.actions.telling import thread_of
from knowhow.models import Clinic, Reply, Topic, TopicKind
from knowhow.models.clinic import AFTERWARDS_DAYS, ASKING_DAYS, CLINIC_DAYS, OPENER_ALIAS, clinic_board
from knowhow.permissions import (
    check_can_close,
    check_can_open_clinic,
    check_can_open_views,
    check_can_put_away,
    check_can_see_writers,
    check_is_own_clinic,
)

#: The four texts, in the order in which they are read.
TEXTS = ("situation", "hesitation", "tried", "asked")
#: Makes the key of the case that comes of a clinic, so that a second press finds the first one's case. No row ties the two together.
_CASE_KEYS = uuid.UUID("0d3c1c0e-6f7b-5a55-9a0e-0b9a3f2d7c61")
_PUT_AWAY = "相談が終わったため"


@transaction.atomic
def open_clinic(*, by: User, title: str, texts: dict[str, str], submission_key: uuid.UUID) -> Topic:
    """Open a clinic with the four texts. The same key again gives the one that the first press made."""
    check_can_open_clinic(by)
    topic = post_topic(
        by=by, board=clinic_board(), kind=TopicKind.CLINIC, title=title, body=body_of(texts), submission_key=submission_key,
        alias=OPENER_ALIAS,
    )  # fmt: skip
    today = timezone.localdate()
    Clinic.objects.get_or_create(
        topic=topic,
        defaults={
            **{name: texts[name] for name in TEXTS},
            "views_on": today + datetime.timedelta(days=ASKING_DAYS),
            "ends_on": today + datetime.timedelta(days=CLINIC_DAYS - 1),
        },
    )
    return topic


@transaction.atomic
def edit_clinic(*, by: User, topic: Topic, title: str, texts: dict[str, str], edit_version: int) -> Topic:
    """Save new texts; raises EditConflict as `edit_topic`."""
    saved = edit_topic(by=by, topic=topic, title=title, body=body_of(texts), edit_version=edit_version)
    Clinic.objects.filter(topic=saved).update(**{name: texts[name] for name in TEXTS})
    return saved


def body_of(texts: dict[str, str]) -> str:
    """The four texts as the one text of the topic, which lists, search and excerpts know."""
    return "\n\n".join(f"■ {Clinic._meta.get_field(name).verbose_name}\n{texts[name]}" for name in TEXTS)  # type: ignore[union-attr]


@transaction.atomic
def open_views(*, by: User, topic: Topic) -> None:
    """Views may be said from now on."""
    clinic = _locked(topic)
    check_can_open_views(by, clinic)
    check_limit(by, "clinic")
    clinic.views_on = timezone.localdate()
    clinic.save(update_fields=["views_on"])


@transaction.atomic
def close_clinic(*, by: User, topic: Topic, next_step: str) -> None:
    """End the clinic with the author's next step. Those who took part are told."""
    clinic = _locked(topic)
    check_can_close(by, clinic)
    check_limit(by, "clinic")
    clinic.next_step, clinic.closed_at = next_step, timezone.now()
    clinic.save(update_fields=["next_step", "closed_at"])
    writers = Reply.objects.shown().filter(topic=topic).exclude(author=by).values("author")
    tell("clinic_closed", target_id=topic.pk, thread=thread_of(topic), to=User.objects.filter(pk__in=writers))


@transaction.atomic
def put_clinic_away(*, by: User, topic: Topic) -> None:
    """Take a closed clinic out of everybody's sight but the author's and staff's."""
    clinic = _locked(topic)
    check_can_put_away(by, clinic)
    check_limit(by, "clinic")
    _put_away(clinic)


@transaction.atomic
def case_from_clinic(*, by: User, topic: Topic) -> Case:
    """A draft of a case with what the clinic says, by the author under his own name; the same again for a second press.

    The clinic is put away: a case tells supporters who wrote it, and beside it the clinic would tell whose alias that was.
    """
    clinic = _locked(topic)
    check_is_own_clinic(by, clinic)
    check_can_put_away(by, clinic)
    case = start_case(by=by, answers=_answers(clinic), rows={}, submission_key=case_key(topic))
    _put_away(clinic)
    return case


def case_key(topic: Topic) -> uuid.UUID:
    """The submission key of the case that comes of the clinic."""
    return uuid.uuid5(_CASE_KEYS, str(topic.submission_key))


def _answers(clinic: Clinic) -> dict[str, str]:
    """Where the words of a clinic belong in the record of a case."""
    return {
        "title": clinic.topic.title[: _case_title_max()].rstrip(),
        "situation_before": f"{clinic.situation}\n\nしてみたこと\n{clinic.tried}",
        "hesitated": "\n\n".join((clinic.hesitation, clinic.asked)),
        "next_time": clinic.next_step,
    }


def _case_title_max() -> int:
    return int(Case._meta.get_field("title").max_length or 0)  # type: ignore[union-attr]


@transaction.atomic
def writers_of(*, by: User, topic: Topic, reason: str) -> list[tuple[str, User]]:
    """Who stands behind each alias of a clinic, for staff, once; who looked and why stands in the record of decisions."""
    check_can_see_writers(by)
    record_decision(by=by, target=topic, verb="クリニックの投稿者を確かめた", reason=reason)
    replies = Reply.objects.filter(topic=topic).exclude(author=topic.author_id).in_order()
    people = {topic.alias: topic.author} | {reply.alias: reply.author for reply in replies}
    return list(people.items())


def end_clinics(*, today: datetime.date | None = None) -> None:
    """Close those whose days are over and tell their authors; put away those that were closed long enough ago. For the daily run.

    Samples stay.
    """
    today = today or timezone.localdate()
    due = Clinic.objects.filter(closed_at=None, ends_on__lt=today)
    read_since = timezone.now() - datetime.timedelta(days=AFTERWARDS_DAYS)
    left = Clinic.objects.filter(closed_at__lt=read_since, topic__hidden_at=None)
    for pk in list(due.filter(topic__is_sample=False).values_list("pk", flat=True)):
        _end(pk)
    for pk in list(left.filter(topic__is_sample=False).values_list("pk", flat=True)):
        _put_away_by_time(pk)


@transaction.atomic
def _end(pk: int) -> None:
    clinic = Clinic.objects.select_for_update(of=("self",)).select_related("topic__author").get(pk=pk)
    if clinic.closed_at is None:
        clinic.closed_at = timezone.now()
        clinic.save(update_fields=["closed_at"])
        tell("clinic_ended", target_id=clinic.pk, thread=thread_of(clinic.topic), to=[clinic.topic.author])


@transaction.atomic
def _put_away_by_time(pk: int) -> None:
    _put_away(Clinic.objects.select_for_update(of=("self",)).select_related("topic").get(pk=pk))


def _put_away(clinic: Clinic) -> None:
    """As staff would hide it, but in the author's name: every list, search and count already leaves out what is hidden. Twice is once."""
    Topic.objects.filter(pk=clinic.topic_id, hidden_at=None).update(
        hidden_at=timezone.now(), hidden_by=clinic.topic.author_id, hidden_reason=_PUT_AWAY
    )


def _locked(topic: Topic) -> Clinic:
    return Clinic.objects.select_for_update(of=("self",)).select_related("topic__author").get(pk=topic.pk)
