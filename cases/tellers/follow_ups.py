"""What happens to an answer about the time after the support, for the author of the case."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from bansou.notifications.events import Event, Section
from bansou.notifications.models import Occurrence
from bansou.notifications.row_teller import RowTeller
from cases.models import Case, FollowUp
from cases.statuses import FollowUpStatus
from cases.tellers.authors import reason_of


class _FollowUpTeller(RowTeller[FollowUp]):
    """About a follow-up of a published case of the person's own."""

    def __init__(self, event: Event, sentence: str, **state: Any) -> None:
        """`sentence` has places for title and time; `state`: what the row must be, so that nobody is told what is no longer so."""
        super().__init__(event)
        self.sentence, self.state = sentence, state

    def rows(self, person: User) -> QuerySet[FollowUp]:
        own = Case.objects.written_by(person).published().order_by()
        return FollowUp.objects.filter(case__in=own.values("pk"), **self.state).select_related("case")

    def words(self, row: FollowUp) -> str:
        return self.sentence.format(row.case.title, row.get_months_display())

    def address(self, row: FollowUp) -> str:
        return row.get_absolute_url()

    def context(self, occurrence: Occurrence, about: FollowUp) -> dict[str, Any]:
        reason = reason_of(occurrence) if occurrence.detail_of("decision") else ""
        return {"case": about.case, "follow_up": about, "time": about.get_months_display(), "reason": reason}


def _event(name: str, words: str) -> Event:
    return Event(name=name, section=Section.CASES, words=words, told="公開中の事例を書いた方", letter=name)


TELLERS = (
    _FollowUpTeller(
        _event("follow_up_asked", "支援のその後のようすをお聞きするとき"), "「{}」のその後のようす（{}）をお聞かせください",
        status=FollowUpStatus.DRAFT, published_at=None,
    ),
    _FollowUpTeller(
        _event("follow_up_returned", "その後のようすに、直してほしいところがあるとき"),
        "「{}」のその後のようす（{}）について、直してほしいところをお知らせします",
        status=FollowUpStatus.RETURNED,
    ),
    _FollowUpTeller(
        _event("follow_up_published", "その後のようすを公開したとき"), "「{}」のその後のようす（{}）を公開しました",
        published_at__isnull=False,
    ),
    _FollowUpTeller(
        _event("follow_up_withdrawn", "事務局が、その後のようすの公開を止めたとき"),
        "「{}」のその後のようす（{}）の公開を、事務局が止めました",
        published_at=None,
    ),
)  # fmt: skip
