"""Every write of a case: start, edit, submit, recall, return, approve, withdraw."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Revision

from accounts.models import User
from accounts.refusals import Refused
from bansou.images.models import SitePicture
from bansou.moderation.actions import record_decision
from bansou.moderation.limits import check_limit
from bansou.notifications.actions import send_letter
from cases.answers import Rows, write_answers
from cases.conflicts import Difference, differences, is_written_already
from cases.layers import readable_rows
from cases.models import Case, CaseFigure, CaseMember
from cases.permissions import (
    check_can_edit,
    check_can_recall,
    check_can_review,
    check_can_submit,
    check_can_withdraw,
    check_can_write,
)


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
    *, by: User, answers: dict[str, Any], rows: Rows, submission_key: uuid.UUID, carried_from: Case | None = None
) -> Case:
    """Store a new draft. The same `submission_key` again gives the case that the first press made.

    `answers` and `rows`: any part of the record, see answers.write_answers. `carried_from`: a case of his own whose listed team it takes over.
    """
    check_can_write(by)
    try:
        with transaction.atomic():
            case = Case(author=by, organisation=by.organisation, live=False, submission_key=submission_key)
            write_answers(case, answers, rows, by=by)
            case.save()
            case.save_revision(user=by, changed=True)
            if carried_from:
                _list_team_of(carried_from, case, by=by)
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
    """Hand the latest version to staff; again after a return. The reviewers get a letter."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_submit(by, latest_version(case))
    state = case.current_workflow_state
    if state is not None:
        # A return that is answered: the same review goes on, with the new version.
        state.resume(user=by)
    else:
        case.get_workflow().start(case, by)
    case.forget_status()
    for reviewer in reviewers_of(case):
        send_letter(to=reviewer, template="case_submitted", context={"case": case, "title": latest_version(case).title})


def reviewers_of(case: Case) -> QuerySet[User]:
    """The staff who may decide about the case: whoever reviews and is not of its team."""
    reviewers = User.objects.filter(groups__casereviewtask__isnull=False, is_active=True).distinct()
    return reviewers.exclude(pk=case.author_id).exclude(
        pk__in=CaseMember.objects.filter(case=case, user__isnull=False).values("user")
    )


@transaction.atomic
def recall_case(*, case: Case, by: User) -> None:
    """Take a submitted case back into the team's hands."""
    check_can_recall(by, case)
    case.current_workflow_state.cancel(user=by)
    case.forget_status()


@transaction.atomic
def approve_case(*, case: Case, by: User) -> None:
    """Publish the version under review."""
    check_can_review(by, case)
    state = case.current_workflow_task_state
    state.task.specific.on_action(state, by, "approve")
    case.refresh_from_db()
    case.forget_status()


@transaction.atomic
def return_case(*, case: Case, by: User, comment: str) -> None:
    """Give the case back with what to change."""
    check_can_review(by, case)
    state = case.current_workflow_task_state
    state.task.specific.on_action(state, by, "reject", comment=comment)
    case.forget_status()


@transaction.atomic
def withdraw_case(*, case: Case, by: User, reason: str) -> None:
    """Take a published case out of sight everywhere at once. It can be brought back for some days (withdrawal_actions), then it is erased."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_withdraw(by, case)
    take_out_of_sight(case, by=by)
    record_decision(by=by, target=case, verb="公開をやめた", reason=reason)
    if by.pk != case.author_id:
        send_letter(to=case.author, template="case_withdrawn", context={"case": case, "reason": reason})


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


def tell_author_of_return(case: Case, *, comment: str) -> None:
    """The letter with the reviewer's words."""
    version = latest_version(case)
    send_letter(to=case.author, template="case_returned", context={"case": case, "title": version.title, "comment": comment})


def tell_author_of_publication(case: Case) -> None:
    """The letter with the address of the page."""
    send_letter(to=case.author, template="case_published", context={"case": case, "title": case.title})


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
    """The version that staff saw before the latest one: the last returned one, else the published one, else None."""
    seen = case.revisions.filter(task_states__isnull=False).exclude(pk=case.latest_revision_id).order_by("-created_at", "-pk")
    return seen.first() or (case.live_revision if case.live_revision_id != case.latest_revision_id else None)
