"""What waits for staff who review. A duty that is done, or that somebody else took, is told to nobody any more."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from bansou.notifications.events import Event, Section
from bansou.notifications.models import Occurrence
from bansou.notifications.row_teller import RowTeller
from cases.models import Case, FollowUp, ReviewRound
from cases.statuses import FollowUpStatus


def _is_reviewer(person: User) -> bool:
    return User.objects.filter(pk=person.pk, is_active=True, groups__casereviewtask__isnull=False).exists()


class _Waiting(RowTeller[ReviewRound]):
    """A round of the review that is still open, of a case of somebody else's team."""

    sentence = "審査を待つ事例があります：「{}」"

    def rows(self, person: User) -> QuerySet[ReviewRound]:
        if not _is_reviewer(person):
            return ReviewRound.objects.none()
        own = Case.objects.of_team(person).order_by()
        return ReviewRound.objects.open().exclude(case__in=own.values("pk")).select_related("case__latest_revision", "claimed_by")

    def words(self, row: ReviewRound) -> str:
        return self.sentence.format(row.case.latest_title)

    def address(self, row: ReviewRound) -> str:
        return reverse("wagtailsnippets_cases_case:edit", args=[row.case_id])

    def context(self, occurrence: Occurrence, about: ReviewRound) -> dict[str, Any]:
        return {"case": about.case, "title": about.case.latest_title}


class _SecondLook(_Waiting):
    """A named case waits for somebody who took no first look."""

    sentence = "二人目の確認を待つ事例があります：「{}」"

    def rows(self, person: User) -> QuerySet[ReviewRound]:
        rounds = super().rows(person)
        return rounds.exclude(pk__in=ReviewRound.objects.open().approved_by(person).values("pk"))


class _WaitingLong(_Waiting):
    """Still undecided after some business days; `days` of its detail says how many."""

    sentence = "審査を待っている事例があります：「{}」"

    def rows(self, person: User) -> QuerySet[ReviewRound]:
        """His own claims, and what nobody has in hand."""
        theirs = ReviewRound.objects.open().claimed().exclude(claimed_by=person)
        return super().rows(person).exclude(pk__in=theirs.values("pk"))

    def context(self, occurrence: Occurrence, about: ReviewRound) -> dict[str, Any]:
        """Whether he has it in hand is asked now: only his own claim is told of."""
        claimed = {"days": occurrence.detail_of("days"), "is_claimed": about.claimant is not None}
        return super().context(occurrence, about) | claimed


class _FollowUpWaiting(RowTeller[FollowUp]):
    """An answer about the time afterwards that nobody decided yet."""

    def rows(self, person: User) -> QuerySet[FollowUp]:
        if not _is_reviewer(person):
            return FollowUp.objects.none()
        published = Case.objects.published().order_by()
        sent = FollowUp.objects.filter(Q(case__in=published.values("pk")), status=FollowUpStatus.SUBMITTED)
        return sent.exclude(case__in=Case.objects.of_team(person).order_by().values("pk")).select_related("case")

    def words(self, row: FollowUp) -> str:
        return f"確認を待つ「その後」があります：「{row.case.title}」（{row.get_months_display()}）"

    def address(self, row: FollowUp) -> str:
        return reverse("follow-ups:edit", args=[row.pk])

    def context(self, occurrence: Occurrence, about: FollowUp) -> dict[str, Any]:
        return {"follow_up": about}


def _event(name: str, words: str, told: str = "担当の地域の審査担当") -> Event:
    return Event(name=name, section=Section.DUTIES, words=words, told=told, letter=name)


TELLERS = (
    _Waiting(_event("case_submitted", "事例が審査に出されたとき")),
    _SecondLook(_event("case_second_review", "実名の事例が、二人目の確認を待つとき", "一人目ではない審査担当")),
    _WaitingLong(
        _event("case_waiting", "事例の審査が1営業日、2営業日待ったとき", "担当した審査担当（担当がいないときは、地域の審査担当）")
    ),
    _FollowUpWaiting(_event("follow_up_submitted", "その後のようすが届いたとき")),
)
