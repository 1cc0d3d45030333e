"""Every write of a case: start, edit, submit, recall, return, approve, withdraw."""

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState

from accounts.models import User
from accounts.refusals import Refused
from bansou.images.models import SitePicture
from bansou.moderation.actions import record_decision
from bansou.moderation.limits import check_limit
from bansou.notifications.actions import tell
from cases.answers import Rows, write_answers
from cases.conflicts import Difference, differences, is_written_already
from cases.layers import readable_rows
from cases.models import Case, CaseFigure, CaseMember, TakenWish, WantedCase
from cases.permissions import (
    check_can_edit,
    check_can_recall,
    check_can_review,
    check_can_submit,
    check_can_withdraw,
    check_can_write,
    check_did_not_write,
)
from cases.review_actions import release_claim, tell_reviewers, write_comments
from cases.statuses import ReviewStep


class EditConflict(Exception):  # noqa: N818 - an answer for the person, not an error
    """Somebody wrote in the same part since the form was opened. `theirs` is that version, `differences` are the texts to choose from."""

    def __init__(self, theirs: Case, found: list[Difference]) -> None:
        super().__init__("another version was saved")
        self.theirs = theirs
        self.differences = found


def latest_version(case: Case) -> Case:
    """The case as last written, published or not: what its team edits and staff review."""
    version: Case = case.get_latest_revision_as_object()
    return version


def version_numbered(case: Case, number: int) -> Case | None:
    """The case as it was in the version; None where it has no such version."""
    revision = case.revisions.filter(pk=number).first()
    return revision.as_object() if revision else None


def start_case(
    *,
    by: User,
    answers: dict[str, Any],
    rows: Rows,
    submission_key: uuid.UUID,
    carried_from: Case | None = None,
    wish: WantedCase | None = None,
) -> Case:
    """Store a new draft. The same `submission_key` again gives the case that the first press made.

    `answers` and `rows`: any part of the record, see answers.write_answers. `carried_from`: a case of his own whose listed team it takes over.
    `wish`: what the case is written in answer to; its theme is the first that was asked about.
    """
    check_can_write(by)
    try:
        with transaction.atomic():
            case = Case(author=by, organisation=by.organisation, live=False, submission_key=submission_key)
            if wish and wish.theme and wish.theme.is_active:
                answers = {"first_themes": [wish.theme]} | answers
            write_answers(case, answers, rows, by=by)
            case.save()
            case.save_revision(user=by, changed=True)
            if carried_from:
                _list_team_of(carried_from, case, by=by)
            if wish:
                TakenWish.objects.create(wish=wish, case=case)
            check_limit(by, "case")
    except IntegrityError:
        made_before = Case.objects.written_by(by).filter(submission_key=submission_key).first()
        if made_before is None:
            raise
        return made_before
    return case


@transaction.atomic
def edit_case(*, case: Case, by: User, answers: dict[str, Any], rows: Rows, based_on: int) -> Case:
    """Store a new version of the case; of a published one the public sees nothing until it is approved.

    `answers` and `rows`: any part of the record; the rest stays as it was. `based_on` is the version's number that
    the form was filled from. Raises EditConflict where a newer one differs in these parts. Where all of it is written already
    (a second press of the button, a step that was only read), there is no new version.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_edit(by, case)
    version = latest_version(case)
    if case.latest_revision_id != based_on:
        found = differences(version_numbered(case, based_on), version, answers, rows)
        if found:
            raise EditConflict(version, found)
    if is_written_already(version, answers, rows):
        return version
    check_limit(by, "case_edit")
    write_answers(version, answers, rows, by=by)
    if not case.live:
        version.save()
    version.save_revision(user=by, changed=True)
    version.forget_status()
    return version


def _list_team_of(before: Case, case: Case, *, by: User) -> None:
    """Those who are listed by name. Who has an account joins by an invitation, as to every case."""
    if not before.is_author(by):
        raise Refused("引き継げるのは、自分が書いた事例だけです。")
    CaseMember.objects.bulk_create(
        CaseMember(case=case, name=member.name, organisation_type=member.organisation_type, role=member.role)
        for member in before.members.filter(user=None)
    )


@transaction.atomic
def submit_case(*, case: Case, by: User) -> None:
    """Hand the latest version to staff; again after a return. The reviewers are told."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_submit(by, latest_version(case))
    state = case.current_workflow_state
    if state is not None:
        _go_on(state, by=by)
    else:
        case.get_workflow().start(case, by)
    case.forget_status()
    tell_reviewers("case_submitted", case, by=by)


def _go_on(state: WorkflowState, *, by: User) -> None:
    """A return that is answered: the same review goes on with the new version, from its first step, wherever it was returned."""
    state.current_task_state, state.status = None, WorkflowState.STATUS_IN_PROGRESS
    state.save()
    state.update(user=by, next_task=state.workflow.tasks.first())


@transaction.atomic
def recall_case(*, case: Case, by: User) -> None:
    """Take a submitted case back into the team's hands."""
    check_can_recall(by, case)
    case.current_workflow_state.cancel(user=by)
    case.forget_status()


@transaction.atomic
def approve_case(*, case: Case, by: User, keywords: list[str] | None = None, step: int | None = None) -> None:
    """Approve the step of the review in which the case stands; after the last one the version under review is published.

    `keywords`: those that staff give along with it; None leaves them. `step`: the number of the task state that the page showed; where
    the case stands in another one by now, somebody else decided, and this one is refused.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_review(by, case)
    check_did_not_write(by, case)
    _check_is_same_step(case, step)
    if keywords is not None:
        _write_keywords(case, by=by, keywords=keywords)
    state = case.current_workflow_task_state
    task = state.task.specific
    task.on_action(state, by, "approve")
    case.refresh_from_db()
    case.forget_status()
    record_decision(by=by, target=case, verb=f"{task.get_step_display()}を終えた", reason=_version_words(state.revision_id))
    if case.review_step is None:
        record_decision(by=by, target=case, verb="公開した", reason=_version_words(state.revision_id))
    elif case.review_step == ReviewStep.SECOND:
        release_claim(case)
        tell_reviewers("case_second_review", case, by=by)


@transaction.atomic
def give_keywords(*, case: Case, by: User, keywords: list[str]) -> None:
    """Save the keywords that staff give while they read."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_review(by, case)
    _write_keywords(case, by=by, keywords=keywords)


def _write_keywords(case: Case, *, by: User, keywords: list[str]) -> None:
    """A version with these keywords, where they are others; its words stay the team's."""
    version = latest_version(case)
    if sorted(keywords) == sorted(keyword.name for keyword in version.keywords.all()):
        return
    version.keywords.set(keywords)
    if not case.live:
        version.save()
    version.save_revision(user=by, changed=True)


def _check_is_same_step(case: Case, step: int | None) -> None:
    if step is not None and case.current_workflow_task_state.pk != step:
        raise Refused("この段階の判断は、ほかの審査担当がもう済ませました。いまの状態を確かめてください。")


def _version_words(number: int) -> str:
    return f"版{number}を読んだ"


@transaction.atomic
def return_case(
    *,
    case: Case,
    by: User,
    comment: str,
    field_comments: Mapping[str, str] = MappingProxyType({}),
    labels: Mapping[str, str] = MappingProxyType({}),
    step: int | None = None,
) -> None:
    """Give the case back with what to change: `comment` about the whole, `field_comments` by place with the `labels` of the places.

    `step`: as in approve_case.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_review(by, case)
    _check_is_same_step(case, step)
    write_comments(case, by=by, texts=field_comments, labels=labels)
    state = case.current_workflow_task_state
    state.task.specific.on_action(state, by, "reject", comment=comment)
    case.forget_status()
    record_decision(by=by, target=case, verb="差し戻した", reason=comment[:1000])


@transaction.atomic
def withdraw_case(*, case: Case, by: User, reason: str) -> None:
    """Take a published case out of sight everywhere at once. It can be brought back for some days (withdrawal_actions), then it is erased."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_withdraw(by, case)
    take_out_of_sight(case, by=by)
    decision = record_decision(by=by, target=case, verb="公開をやめた", reason=reason)
    tell("case_withdrawn", target_id=case.pk, thread=case.thread, by=by, to=[case.author], detail={"decision": decision.pk})


def take_out_of_sight(case: Case, *, by: User | None) -> None:
    """Withdraw the locked case: its review ends, nothing of it is planned any more. What readers knew stays in its row, to be restored.

    Not Wagtail's own unpublishing, which forgets the version that was public.
    """
    state = case.current_workflow_state
    if state is not None:
        state.cancel(user=by)
    case.revisions.update(approved_go_live_at=None)
    case.live, case.withdrawn_at = False, timezone.now()
    case.save(update_fields=["live", "withdrawn_at"])
    case.forget_status()


def tell_of_return(case: Case, rejected: TaskState) -> None:
    """Tell the author what the reviewer asks, and the others of the team where he asks at fields. The round is ended already."""
    review = case.review_rounds.decided()[0]
    told = {"target_id": review.pk, "thread": case.thread, "by": rejected.finished_by, "detail": {"state": rejected.pk}}
    tell("case_returned", to=[case.author], **told)
    if review.comments.exists():
        tell("case_commented", to=[member.user for member in case.team_members if member.user], **told)


def tell_of_publication(case: Case) -> None:
    """Tell the author that his case is read."""
    tell("case_published", target_id=case.pk, thread=case.thread, to=[case.author])


def picture_is_shown(user: Any, picture: SitePicture) -> bool:
    """Whether a case that the person may read, or writes, shows the picture to him (rule for bansou.images)."""
    readable = Case.objects.visible_to(user)
    if readable.filter(picture=picture).exists() or _is_in_latest_version(user, picture):
        return True
    return bool(readable_rows(CaseFigure.objects.filter(picture=picture, case__in=readable.order_by().values("pk")), user))


def _is_in_latest_version(user: Any, picture: SitePicture) -> bool:
    """Whether a case of the person's team has the picture as last written: also one that nobody else sees yet."""
    latest = Case.objects.of_team(user).order_by().values("latest_revision_id")
    shows = Q(content__picture=picture.pk) | Q(content__figures__contains=[{"picture": picture.pk}])
    return bool(Revision.objects.filter(shows, pk__in=latest).exists())


def previous_version(case: Case) -> Revision | None:
    """The version that staff read last before the latest one: that of the last round they decided, else the published one, else None.

    A version that its author took back may have been read by nobody, so it does not count.
    """
    decided = case.review_rounds.decided().select_related("revision").first()
    if decided and decided.revision:
        return decided.revision
    return case.live_revision if case.live_revision_id != case.latest_revision_id else None
