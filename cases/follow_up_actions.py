"""Every write about the time after the support: ask, answer, recall, publish, return, withdraw."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.actions import record_decision
from bansou.moderation.limits import check_limit
from bansou.notifications.actions import tell
from cases.limits import FOLLOW_UP_DAYS
from cases.models import Case, FollowUp
from cases.models.follow_up import months_after
from cases.permissions import (
    check_can_recall_follow_up,
    check_can_review_follow_up,
    check_can_send_follow_up,
    check_can_withdraw_follow_up,
    check_can_write_follow_up,
)
from cases.review_actions import reviewers_to_tell
from cases.statuses import FollowUpStatus, Verb

#: A question is asked until the next one is due, the last one for a year: who publishes late is asked once, not four times.
ASKED_UNTIL: dict[int, int] = {3: 6, 6: 12, 12: 24, 24: 36}


class FollowUpConflict(Exception):  # noqa: N818 - an answer for the person, not an error
    """Somebody of the team saved another answer since the form was opened. `theirs` is the row as it is now."""

    def __init__(self, theirs: FollowUp) -> None:
        super().__init__("another answer was saved")
        self.theirs = theirs


def ask_for_follow_ups(*, today: datetime.date | None = None) -> int:
    """Ask the authors of published cases what is due; returns how many were asked. Once more on the same day asks nobody twice."""
    today = today or timezone.localdate()
    this_month = today.replace(day=1)
    asked = 0
    for months, until in ASKED_UNTIL.items():
        due = Case.objects.published().filter(
            is_sample=False, author__is_active=True,
            support_ended__lt=months_after(this_month, 1 - months), support_ended__gte=months_after(this_month, 1 - until),
        ).exclude(follow_ups__months=months)  # fmt: skip
        asked += sum(_ask(case, months, today) for case in due.select_related("author").iterator(chunk_size=200))
    return asked


@transaction.atomic
def _ask(case: Case, months: int, today: datetime.date) -> bool:
    """Make the row and the letter together; False where another run was quicker."""
    due_on = today + datetime.timedelta(days=FOLLOW_UP_DAYS)
    follow_up, is_new = FollowUp.objects.get_or_create(case=case, months=months, defaults={"asked_on": today, "due_on": due_on})
    if is_new:
        _tell_author("follow_up_asked", follow_up)
    return is_new


@transaction.atomic
def answer_follow_up(
    *, follow_up: FollowUp, by: User, text: str, self_running: str, based_on: datetime.datetime | None, send: bool
) -> FollowUp:
    """Keep the answer as a draft, or send it to staff. What readers see stays until staff publish the new answer.

    `based_on` is `edited_at` of the row that the form was filled from. Raises FollowUpConflict where it was saved since.
    The same answer once more changes nothing.
    """
    follow_up = _locked(follow_up)
    is_same = (follow_up.draft_text, follow_up.draft_self_running) == (text, self_running)
    if is_same and (not send or follow_up.status == FollowUpStatus.SUBMITTED):
        return follow_up  # the second press of a double click
    check = check_can_send_follow_up if send else check_can_write_follow_up
    check(by, follow_up)
    if follow_up.edited_at != based_on:
        raise FollowUpConflict(follow_up)
    check_limit(by, "follow_up")
    follow_up.step(Verb.EDIT)
    follow_up.draft_text, follow_up.draft_self_running = text, self_running
    follow_up.edited_at = timezone.now()
    if send:
        _send(follow_up, by)
    follow_up.save()
    if send:
        to = reviewers_to_tell(follow_up.case)
        tell("follow_up_submitted", target_id=follow_up.pk, thread=follow_up.thread, by=by, to=to)
    return follow_up


def _send(follow_up: FollowUp, by: User) -> None:
    if not (follow_up.draft_text and follow_up.draft_self_running):
        raise Refused("送るには、自走化の状態と、いまのようすの両方が必要です。")
    follow_up.step(Verb.SUBMIT)
    follow_up.author, follow_up.submitted_at, follow_up.comment = by, timezone.now(), ""


@transaction.atomic
def recall_follow_up(*, follow_up: FollowUp, by: User) -> None:
    """Take the answer back from staff, to write on."""
    follow_up = _locked(follow_up)
    check_can_recall_follow_up(by, follow_up)
    follow_up.step(Verb.RECALL)
    follow_up.save()


@transaction.atomic
def publish_follow_up(*, follow_up: FollowUp, by: User, seen: datetime.datetime) -> None:
    """Show the answer that staff read: `seen` is its `submitted_at`. It tells of the month in which it was sent."""
    follow_up = _locked(follow_up)
    check_can_review_follow_up(by, follow_up)
    _check_is_what_was_read(follow_up, seen)
    follow_up.step(Verb.APPROVE)
    follow_up.text, follow_up.self_running = follow_up.draft_text, follow_up.draft_self_running
    follow_up.month = timezone.localdate(seen).replace(day=1)
    follow_up.published_at = timezone.now()
    follow_up.save()
    _tell_author("follow_up_published", follow_up, by=by)
    record_decision(by=by, target=follow_up, verb="公開した", reason="送られた文章を読んだ")


@transaction.atomic
def return_follow_up(*, follow_up: FollowUp, by: User, seen: datetime.datetime, comment: str) -> None:
    """Give the answer back with what to change."""
    follow_up = _locked(follow_up)
    check_can_review_follow_up(by, follow_up)
    _check_is_what_was_read(follow_up, seen)
    follow_up.step(Verb.RETURN)
    follow_up.comment = comment
    follow_up.save()
    _tell_author("follow_up_returned", follow_up, by=by)
    record_decision(by=by, target=follow_up, verb="差し戻した", reason=comment[:1000])


@transaction.atomic
def withdraw_follow_up(*, follow_up: FollowUp, by: User, reason: str) -> None:
    """Take the published answer out of sight at once; its words stay with the team. Staff's reason is recorded and mailed."""
    follow_up = _locked(follow_up)
    check_can_withdraw_follow_up(by, follow_up)
    if follow_up.status == FollowUpStatus.PUBLISHED:
        follow_up.step(Verb.WITHDRAW)
        follow_up.draft_text, follow_up.draft_self_running = follow_up.text, follow_up.self_running
    follow_up.text, follow_up.self_running, follow_up.month, follow_up.published_at = "", "", None, None
    follow_up.edited_at = timezone.now()
    follow_up.save()
    if not follow_up.case.is_author(by):
        decision = record_decision(by=by, target=follow_up, verb="公開をやめた", reason=reason)
        _tell_author("follow_up_withdrawn", follow_up, by=by, detail={"decision": decision.pk})


def _tell_author(name: str, follow_up: FollowUp, *, by: User | None = None, detail: dict[str, int] | None = None) -> None:
    tell(name, target_id=follow_up.pk, thread=follow_up.thread, by=by, to=[follow_up.case.author], detail=detail)


def _locked(follow_up: FollowUp) -> FollowUp:
    return FollowUp.objects.select_for_update(of=("self",)).select_related("case__author").get(pk=follow_up.pk)


def _check_is_what_was_read(follow_up: FollowUp, seen: datetime.datetime) -> None:
    if follow_up.submitted_at != seen:
        raise Refused("この画面を開いたあとで、書いた方が送り直しました。内容をもう一度確かめてください。")
