"""Writes around the review: rounds, claims, comments at fields, reminders. The decisions themselves are in actions.py."""

import datetime
import statistics
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import TaskState

from accounts.models import User
from bansou.notifications.actions import tell
from cases.business_time import business_hours
from cases.limits import REMINDED_AFTER
from cases.models import Case, CaseMember, FieldComment, ReviewRound
from cases.permissions import check_can_answer_comments, check_can_claim, check_can_release
from cases.statuses import RoundOutcome

#: Of so many rounds the usual wait is told, and of how few it is not.
_ROUNDS_COUNTED, _ROUNDS_NEEDED = 30, 3


# -- rounds: called by receivers, wherever the review was moved --------------------------------------------------------
def open_round(case: Case, first: TaskState) -> None:
    """A review begins, or begins anew after a return. Nothing where a round is going on: the next step of the same one begins."""
    ReviewRound.objects.get_or_create(
        case_id=case.pk, ended_at=None, defaults={"revision_id": first.revision_id, "submitted_at": first.started_at}
    )


def end_round(case: Case, outcome: RoundOutcome) -> None:
    """The review ended, for now or for good. What was claimed is free."""
    ReviewRound.objects.open().filter(case_id=case.pk).update(ended_at=timezone.now(), outcome=outcome)


def usual_wait() -> int | None:
    """Business days that authors waited lately until staff decided (the median, rounded up); None while there is too little to say so."""
    rounds = ReviewRound.objects.decided().filter(case__is_sample=False)[:_ROUNDS_COUNTED]
    hours = [business_hours(done.submitted_at, done.ended_at) for done in rounds if done.ended_at]
    if len(hours) < _ROUNDS_NEEDED:
        return None
    return max(1, -int(-statistics.median(hours) // 24))


# -- claims ------------------------------------------------------------------------------------------------------------
@transaction.atomic
def claim_case(*, case: Case, by: User) -> None:
    """Take the case in hand for some days, so that no two read the same one. Once more renews nothing."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_claim(by, case)
    review = case.open_round
    if review is not None and review.claimant != by:
        review.claimed_by, review.claimed_at = by, timezone.now()
        review.save(update_fields=["claimed_by", "claimed_at"])


@transaction.atomic
def release_case(*, case: Case, by: User) -> None:
    """Give the case back to the queue."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_release(by, case)
    release_claim(case)


def release_claim(case: Case) -> None:
    """Free what somebody claimed, without asking: the next step is not his."""
    ReviewRound.objects.open().filter(case_id=case.pk).update(claimed_by=None, claimed_at=None)


# -- who is told -------------------------------------------------------------------------------------------------------
def reviewers_of(case: Case) -> QuerySet[User]:
    """The staff who may decide about the case: whoever reviews and is not of its team."""
    reviewers = User.objects.filter(groups__casereviewtask__isnull=False, is_active=True).distinct()
    return reviewers.exclude(pk=case.author_id).exclude(
        pk__in=CaseMember.objects.filter(case=case, user__isnull=False).values("user")
    )


def reviewers_to_tell(case: Case) -> QuerySet[User]:
    """Those of them who look after the region of the case, or after all; everybody where nobody does."""
    reviewers = reviewers_of(case)
    regional = reviewers.filter(Q(review_regions=None) | Q(review_regions__blocks__contains=[case.block]))
    return regional if regional.exists() else reviewers


def tell_reviewers(name: str, case: Case, *, by: User) -> None:
    """Tell them that the case waits for them, in this round of its review."""
    review = ReviewRound.objects.open().get(case_id=case.pk)
    tell(name, target_id=review.pk, thread=review.thread, by=by, to=reviewers_to_tell(case))


def remind_of_waiting(*, now: datetime.datetime | None = None) -> int:
    """Tell of cases that have waited 24 and 48 business hours: to whoever claimed it, else to the reviewers of the region.

    Returns how many cases were told of. Each is told of once an hour mark, whoever starts the run and how often; after a pause of the
    worker only the later mark is told.
    """
    now = now or timezone.now()
    waiting = ReviewRound.objects.open().filter(case__is_sample=False, reminded_hours__lt=max(REMINDED_AFTER))
    return sum(_remind(number, now) for number in waiting.values_list("pk", flat=True))


@transaction.atomic
def _remind(number: int, now: datetime.datetime) -> bool:
    review = ReviewRound.objects.open().select_for_update(skip_locked=True, of=("self",)).filter(pk=number).first()
    if review is None:
        return False  # decided meanwhile, or another run is at it
    hours = business_hours(review.submitted_at, now)
    mark = max((mark for mark in REMINDED_AFTER if mark <= hours), default=0)
    if mark <= review.reminded_hours:
        return False
    review.reminded_hours = mark
    review.save(update_fields=["reminded_hours"])
    told: Iterable[User] = [review.claimant] if review.claimant else reviewers_to_tell(review.case)
    tell("case_waiting", target_id=review.pk, thread=review.thread, to=told, detail={"days": mark // 24})
    return True


# -- comments at fields ------------------------------------------------------------------------------------------------
def write_comments(case: Case, *, by: User, texts: Mapping[str, str], labels: Mapping[str, str]) -> None:
    """Keep what the reviewer asks at fields, for the return that follows in the same transaction. By place (comparison.Row.place)."""
    review = case.open_round
    FieldComment.objects.bulk_create(
        FieldComment(round=review, place=place, label=labels[place], text=text, written_by=by) for place, text in texts.items()
    )


def comments_of_last_return(case: Case) -> list[FieldComment]:
    """What staff asked when they last returned the case, with the answers; [] where they asked nothing or published since."""
    last = case.review_rounds.decided().first()
    if last is None or last.outcome != RoundOutcome.RETURNED:
        return []
    return list(last.comments.all())


@transaction.atomic
def answer_comments(*, case: Case, by: User, answers: Mapping[int, tuple[str, bool]]) -> None:
    """The team's words to the comments, by the comment's number: text, and whether it is settled."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_answer_comments(by, case)
    for comment in comments_of_last_return(case):
        told = answers.get(comment.pk)
        if told and told != (comment.answer, comment.is_settled):
            comment.answer, comment.is_settled = told
            comment.save(update_fields=["answer", "is_settled"])
