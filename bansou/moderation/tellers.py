"""The lines of the table of events that this room writes: decisions and reports, and what waits for staff."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from bansou.moderation.models import Notice, Origin, Report, ReportState
from bansou.notifications.events import Event, Line, Mail, Section, Teller, register
from bansou.notifications.models import Occurrence
from bansou.notifications.row_teller import RowTeller


class DecisionTeller(RowTeller[Notice]):
    """A decision about what is the person's, with the page where he reads why and answers. Rooms above give decisions of theirs a letter."""

    def rows(self, person: User) -> QuerySet[Notice]:
        """His own."""
        return Notice.objects.visible_to(person).select_related("decision")

    def words(self, row: Notice) -> str:
        """What was done with what. The names are the record's, as they were then."""
        return f"運営からの連絡：「{row.decision.target_name}」（{row.decision.verb}）"

    def address(self, row: Notice) -> str:
        """Its page."""
        return row.get_absolute_url()

    def context(self, occurrence: Occurrence, about: Notice) -> dict[str, Any]:
        """The notice and the decision."""
        return {"notice": about, "decision": about.decision}


class _Decided(RowTeller[Report]):
    """What the person sent was looked at. What became of somebody else is not told: the outcome in two words, and staff's answer."""

    def __init__(self, event: Event, origin: Origin, sentence: str) -> None:
        super().__init__(event)
        self.origin, self.sentence = origin, sentence

    def rows(self, person: User) -> QuerySet[Report]:
        done = Report.objects.filter(state=ReportState.DONE, origin=self.origin, reporter=person)
        return done.select_related("notice__decision")

    def words(self, row: Report) -> str:
        return self.sentence.format(row.get_outcome_display())

    def address(self, row: Report) -> str:
        """The page on which he wrote it, or the one that a receipt number opens."""
        return row.notice.get_absolute_url() if row.notice else f"{reverse('moderation:receipt')}?number={row.number}"

    def context(self, occurrence: Occurrence, about: Report) -> dict[str, Any]:
        return {"report": about, "address": self.address(about)}


class _QueueWaiting(Teller):
    """The queue has waited over night. Counted when it is read, so that an empty one is told to nobody."""

    event = Event(
        name="queue_waiting",
        section=Section.DUTIES,
        words="通報や返事などの確認待ちが、半日より長く待ったとき（1日に1回まで）",
        told="見守り担当",
        letter="queue_waiting",
    )

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Any]:
        """What waits now, for whoever may decide about it."""
        if not person.is_staff or not person.has_perm("moderation.change_report"):
            return {}
        waiting = Report.objects.filter(state=ReportState.WAITING).select_related("reason").order_by("pk")
        oldest = waiting.first()
        return dict.fromkeys((occurrence.pk for occurrence in occurrences), (waiting.count(), oldest)) if oldest else {}

    def line(self, occurrence: Occurrence, about: tuple[int, Report]) -> Line:
        """How many, and the queue."""
        return Line(f"確認待ちが{about[0]}件あります", reverse("reports:index"))

    def context(self, occurrence: Occurrence, about: tuple[int, Report]) -> dict[str, Any]:
        return {"count": about[0], "oldest": about[1]}


TELLERS: tuple[Teller, ...] = (
    DecisionTeller(
        Event(
            name="decision_told",
            section=Section.ACCOUNT,
            words="投稿や登録について、事務局が決めたことがあるとき",
            told="決定にかかわる方",
            letter="decision_told",
            choices=(Mail.AT_ONCE,),
        )
    ),
    _Decided(
        Event(
            name="report_decided",
            section=Section.ACCOUNT,
            words="あなたの通報を、事務局が確認したとき",
            told="ログインして通報した方",
            letter="report_decided",
        ),
        Origin.REPORT,
        "あなたの通報を、事務局が確認しました（{}）",
    ),
    _Decided(
        Event(
            name="answer_decided",
            section=Section.ACCOUNT,
            words="「運営からの連絡」へのあなたのお返事を、事務局が確認したとき",
            told="お返事を書いた方",
            letter="answer_decided",
        ),
        Origin.ANSWER,
        "あなたのお返事を、事務局が確認しました（{}）",
    ),
    _QueueWaiting(),
)


def connect() -> None:
    """Called once when the app is ready."""
    register(*TELLERS)
