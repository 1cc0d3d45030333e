"""What the pages of clinics show: plain values, so that a template never asks the database."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.audiences import Person
from accounts.refusals import reason_against
from bansou.text.markdown import excerpt, render
from cases.models import Case
from knowhow.actions.clinics import case_key
from knowhow.models import Clinic, Topic, TopicKind
from knowhow.models.clinic import Round
from knowhow.models.topic import EXCERPT_MAX
from knowhow.permissions import check_can_close, check_can_open_views, check_can_put_away


@dataclass(frozen=True)
class ClinicCard:
    """A clinic in the list of those that take replies."""

    url: str
    title: str
    excerpt: str
    round_words: str
    is_asking: bool
    days_left: int
    reply_count: int
    is_sample: bool

    @classmethod
    def of(cls, topic: Topic) -> "ClinicCard":
        """The card of a topic with its clinic."""
        clinic = topic.clinic
        return cls(
            url=topic.get_absolute_url(),
            title=topic.title,
            excerpt=excerpt(clinic.situation, EXCERPT_MAX),
            round_words="いまは問いかけだけ" if clinic.round == Round.QUESTIONS else "考えも言える時間",
            is_asking=clinic.round == Round.QUESTIONS,
            days_left=clinic.days_left,
            reply_count=topic.reply_count,
            is_sample=topic.is_sample,
        )


@dataclass(frozen=True)
class ReplyWords:
    """How the form for a reply is introduced."""

    heading: str
    label: str
    hint: str
    button: str


_OWN = ReplyWords(
    "返信する", "返信", "受け取った問いかけに、いま思うことを返します。すぐに答えが出なくてもかまいません。", "返信を投稿する"
)
_VIEWS = ReplyWords(
    "考えを返す",
    "返信",
    "だめ出しはしません。「私なら」「似たことがありました」から始めてみませんか。問いかけのままでもかまいません。",
    "返信を投稿する",
)


def _asking(views_on: datetime.date) -> ReplyWords:
    return ReplyWords(
        "問いかけを返す",
        "問いかけ",
        f"いまは、問いかけだけの時間です。相手が自分で考え始めるような問いを、一つか二つ。考えや助言は、{_day(views_on)}から書けます。",
        "問いかけを投稿する",
    )


@dataclass(frozen=True)
class ClinicPanel:
    """What stands above the text of a clinic, the same for every reader of a day."""

    steps: list[dict[str, str]]
    is_over: bool
    days_left: int
    ends_on: datetime.date
    next_step: SafeString | None
    readable_until: datetime.date | None

    @classmethod
    def of(cls, clinic: Clinic) -> "ClinicPanel":
        """The clinic as it stands today."""
        return cls(
            steps=_steps(clinic),
            is_over=clinic.is_over,
            days_left=clinic.days_left,
            ends_on=clinic.ends_on,
            next_step=render(clinic.next_step) if clinic.next_step else None,
            readable_until=clinic.readable_until,
        )


@dataclass(frozen=True)
class ClinicHands:
    """What its author may do with a clinic."""

    may_open_views: bool
    may_close: bool
    may_put_away: bool
    is_put_away: bool
    #: The draft that came of it, if it still is there.
    case: Case | None


def clinic_context(topic: Topic, reader: Person) -> dict[str, Any]:
    """What the page of a topic needs besides if it is a clinic; nothing for all others."""
    if topic.kind != TopicKind.CLINIC:
        return {}
    clinic = topic.clinic
    clinic.topic = topic
    is_own = topic.is_by(reader)
    words = _OWN if is_own else _VIEWS if clinic.round == Round.VIEWS else _asking(clinic.views_on)
    return {"clinic": ClinicPanel.of(clinic), "hands": _hands(clinic, reader) if is_own else None, "reply_words": words}


def _hands(clinic: Clinic, author: Person) -> ClinicHands:
    return ClinicHands(
        may_open_views=not reason_against(check_can_open_views, author, clinic),
        may_close=not reason_against(check_can_close, author, clinic),
        may_put_away=not reason_against(check_can_put_away, author, clinic),
        is_put_away=clinic.topic.is_put_away,
        case=Case.objects.written_by(author).filter(submission_key=case_key(clinic.topic)).first() if clinic.closed_at else None,
    )


def _steps(clinic: Clinic) -> list[dict[str, str]]:
    asking = not clinic.is_over and clinic.round == Round.QUESTIONS
    viewing = not clinic.is_over and clinic.round == Round.VIEWS
    last_of_asking = min(clinic.views_on - datetime.timedelta(days=1), clinic.ends_on)
    return [
        {
            "label": "問いかける",
            "state": "current" if asking else "done",
            "note": f"（{_day(last_of_asking)}まで）" if asking else "",
        },
        {
            "label": "考えを言う",
            "state": "current" if viewing else "done" if clinic.is_over else "todo",
            "note": f"（{_day(clinic.ends_on)}まで）" if viewing else f"{_day(clinic.views_on)}から" if asking else "",
        },
        {"label": "次の一歩", "state": "done" if clinic.next_step else "current" if clinic.is_over else "todo", "note": ""},
    ]


def _day(day: datetime.date) -> str:
    today = timezone.localdate()
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"
