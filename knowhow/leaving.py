"""What becomes of somebody's posts and of what he kept for himself when he leaves."""

from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.leaving import LEFT_REASON, LeavingRules, register_leaving
from accounts.models import User
from cases.models import QuestionCard
from knowhow.actions.counters import count_anew, index_topic
from knowhow.models import (
    AllRead,
    Bookmark,
    Clinic,
    Follow,
    Mention,
    PostPicture,
    PostVersion,
    QuestionReport,
    ReadingMark,
    Reply,
    Topic,
    Trial,
)

#: What stands in place of a withdrawn text once the days are over. As long as a text must be at least.
_TAKEN_BACK = "（退会した方が取り下げました）"
_CLINIC_TEXTS = ("situation", "hesitation", "tried", "asked")
_TAKEN_BACK_HTML = f"<p>{_TAKEN_BACK}</p>"


@transaction.atomic
def withdraw(person: User) -> None:
    """Replies, lines and topics out of sight. A topic that others answered stays: the answers are theirs."""
    hidden = {"hidden_at": timezone.now(), "hidden_reason": LEFT_REASON}
    of_post = hidden | {"hidden_by": person, "held_at": None, "held_for": "", "held_reason": ""}
    replies = Reply.objects.filter(author=person, hidden_at=None)
    touched = set(replies.values_list("topic_id", flat=True))
    replies.update(**of_post)
    answered = Reply.objects.exclude(author=person).filter(hidden_at=None)
    topics = Topic.objects.filter(author=person, hidden_at=None, merged_into=None).exclude(pk__in=answered.values("topic"))
    touched |= set(topics.values_list("pk", flat=True))
    topics.update(**of_post)
    _count_anew(touched)
    _hide_lines(Trial.objects.filter(author=person, hidden_at=None), hidden)
    _hide_lines(QuestionReport.objects.filter(author=person, hidden_at=None), hidden)


@transaction.atomic
def bring_back(person: User) -> None:
    """Everything that leaving took out of sight is back."""
    shown: dict[str, Any] = {"hidden_at": None, "hidden_reason": ""}
    own = {"author": person, "hidden_reason": LEFT_REASON}
    replies, topics = Reply.objects.filter(**own), Topic.objects.filter(**own)
    touched = set(replies.values_list("topic_id", flat=True)) | set(topics.values_list("pk", flat=True))
    replies.update(**shown, hidden_by=None)
    topics.update(**shown, hidden_by=None)
    _count_anew(touched)
    _show_lines(Trial.objects.filter(**own), shown)
    _show_lines(QuestionReport.objects.filter(**own), shown)


@transaction.atomic
def erase(person: User, _address: str) -> None:
    """Withdrawn texts lose their words; what he kept for himself goes, and who followed him follows nobody."""
    own = {"author": person, "hidden_reason": LEFT_REASON}
    replies, topics = Reply.objects.filter(**own), Topic.objects.filter(**own)
    for posts, place in ((replies, "reply"), (topics, "topic")):
        numbers = list(posts.values_list("pk", flat=True))
        PostVersion.objects.filter(**{f"{place}__in": numbers}).delete()
        for picture in PostPicture.objects.filter(**{f"{place}__in": numbers}).select_related("picture"):
            picture.picture.delete()
    touched = set(replies.values_list("topic_id", flat=True)) | set(topics.values_list("pk", flat=True))
    replies.update(body=_TAKEN_BACK, body_html=_TAKEN_BACK_HTML, thanks="")
    topics.update(title=_TAKEN_BACK, excerpt=_TAKEN_BACK, body=_TAKEN_BACK, body_html=_TAKEN_BACK_HTML)
    for number in touched:
        index_topic(number)
    Clinic.objects.filter(topic__in=topics).update(**dict.fromkeys(_CLINIC_TEXTS, _TAKEN_BACK), next_step="")
    Trial.objects.filter(**own).update(text=_TAKEN_BACK)
    QuestionReport.objects.filter(**own).update(text=_TAKEN_BACK)
    for model in (Follow, Bookmark, ReadingMark, AllRead, Mention):
        model._default_manager.filter(person=person).delete()
    Follow.objects.filter(writer=person).delete()


def connect() -> None:
    """Called once when the app is ready."""
    register_leaving(LeavingRules(withdraw=withdraw, bring_back=bring_back, erase=erase))


def _count_anew(numbers: set[int]) -> None:
    for topic in Topic.objects.filter(pk__in=numbers).order_by("pk"):
        count_anew(topic)


def _hide_lines(lines: "QuerySet[Any]", hidden: dict[str, Any]) -> None:
    for line in lines:
        _count(line, -1)
    lines.update(**hidden)


def _show_lines(lines: "QuerySet[Any]", shown: dict[str, Any]) -> None:
    for line in lines:
        _count(line, 1)
    lines.update(**shown)


def _count(line: Trial | QuestionReport, difference: int) -> None:
    """One line more or less where it stands."""
    if isinstance(line, QuestionReport):
        QuestionCard.objects.filter(pk=line.card_id).update(report_count=F("report_count") + difference)
    else:
        type(line.post)._default_manager.filter(pk=line.post.pk).update(tried_count=F("tried_count") + difference)
