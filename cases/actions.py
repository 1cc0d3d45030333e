"""Every write of a case: start, edit, submit, recall, return, approve, withdraw."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Revision

from accounts.models import User
from bansou.images.actions import picture_from_upload
from bansou.images.models import SitePicture
from bansou.moderation.actions import record_decision
from bansou.moderation.limits import check_limit
from bansou.notifications.actions import send_letter
from cases.models import Case, CaseWall, Episode
from cases.permissions import (
    check_can_edit,
    check_can_recall,
    check_can_review,
    check_can_submit,
    check_can_withdraw,
    check_can_write,
)

#: What the form asks, without rows and picture.
PLAIN_FIELDS = (
    "title", "summary", "disclosure", "display_name", "industry", "industry_note", "area", "employee_band", "founded_decade",
    "support_started", "support_ended", "meetings_count", "support_format", "trigger", "first_request", "situation_before",
    "real_issue",
)  # fmt: skip


class EditConflict(Exception):  # noqa: N818 - an answer for the person, not an error
    """Somebody saved another version since the form was opened. `theirs` is that version."""

    def __init__(self, theirs: Case) -> None:
        super().__init__("another version was saved")
        self.theirs = theirs


def latest_version(case: Case) -> Case:
    """The case as last written, published or not: what its team edits and staff review."""
    version: Case = case.get_latest_revision_as_object()
    return version


def start_case(*, by: User, answers: dict[str, Any], episodes: list[dict[str, Any]], submission_key: uuid.UUID) -> Case:
    """Store a new draft. The same `submission_key` again gives the case that the first press made.

    `answers` are the form's cleaned values (PLAIN_FIELDS, walls, first_themes, real_themes, picture_upload, picture_alt).
    """
    check_can_write(by)
    try:
        with transaction.atomic():
            case = Case(author=by, organisation=by.organisation, live=False, submission_key=submission_key)
            _fill(case, answers, episodes, by=by)
            case.save()
            case.save_revision(user=by, changed=True)
            check_limit(by, "case")
    except IntegrityError:
        made_before = Case.objects.written_by(by).filter(submission_key=submission_key).first()
        if made_before is None:
            raise
        return made_before
    return case


@transaction.atomic
def edit_case(*, case: Case, by: User, answers: dict[str, Any], episodes: list[dict[str, Any]], based_on: int) -> Case:
    """Store a new version of the case; of a published one the public sees nothing until it is approved.

    `based_on` is the version's number that the form was filled from. Raises EditConflict where there is a newer one.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_edit(by, case)
    version = latest_version(case)
    if case.latest_revision_id != based_on:
        raise EditConflict(version)
    check_limit(by, "case_edit")
    _fill(version, answers, episodes, by=by)
    if not case.live:
        version.save()
    version.save_revision(user=by, changed=True)
    version.forget_status()
    return version


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
    for reviewer in User.objects.filter(groups__casereviewtask__isnull=False, is_active=True).exclude(pk=by.pk).distinct():
        send_letter(to=reviewer, template="case_submitted", context={"case": case, "title": latest_version(case).title})


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
    """Take a published case out of sight everywhere at once; it becomes a draft of its team again."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_withdraw(by, case)
    state = case.current_workflow_state
    if state is not None:
        state.cancel(user=by)
    # Wagtail asks its policy, which lets nobody publish or unpublish by hand; ours asked above.
    UnpublishAction(case, user=by).execute(skip_permission_checks=True)
    record_decision(by=by, target=case, verb="公開をやめた", reason=reason)
    if by.pk != case.author_id:
        send_letter(to=case.author, template="case_withdrawn", context={"case": case, "reason": reason})


def tell_author_of_return(case: Case, *, comment: str) -> None:
    """The letter with the reviewer's words."""
    version = latest_version(case)
    send_letter(to=case.author, template="case_returned", context={"case": case, "title": version.title, "comment": comment})


def tell_author_of_publication(case: Case) -> None:
    """The letter with the address of the page."""
    send_letter(to=case.author, template="case_published", context={"case": case, "title": case.title})


def _fill(case: Case, answers: dict[str, Any], episodes: list[dict[str, Any]], *, by: User) -> None:
    """Put the form's values into the case in memory."""
    for name in PLAIN_FIELDS:
        setattr(case, name, answers[name])
    case.first_themes = answers["first_themes"]
    case.real_themes = answers["real_themes"]
    _fill_walls(case, answers["walls"])
    _fill_episodes(case, episodes)
    _fill_picture(case, answers, by=by)


def _fill_walls(case: Case, walls: list[str]) -> None:
    known = {row.wall: row for row in case.walls.all()}
    case.walls = [known.get(wall) or CaseWall(wall=wall) for wall in walls]


def _fill_episodes(case: Case, episodes: list[dict[str, Any]]) -> None:
    """Rows keep their numbers, so that versions can be compared; a number that is not the case's own is not taken."""
    own = {row.pk for row in case.episodes.all() if row.pk}
    rows = []
    for position, values in enumerate(episodes):
        number = values.pop("row", None)
        rows.append(Episode(pk=number if number in own else None, sort_order=position, **values))
    case.episodes = rows


def _fill_picture(case: Case, answers: dict[str, Any], *, by: User) -> None:
    upload = answers.get("picture_upload")
    if upload:
        check_limit(by, "upload")
        case.picture = picture_from_upload(upload, title=case.title, description=answers["picture_alt"], by=by)
    elif answers.get("picture_remove"):
        case.picture = None
    case.picture_alt = answers["picture_alt"] if case.picture_id else ""


def picture_is_shown(user: Any, picture: SitePicture) -> bool:
    """Whether a case that the person may read shows the picture (rule for bansou.images)."""
    return Case.objects.visible_to(user).filter(picture=picture).exists()


def previous_version(case: Case) -> Revision | None:
    """The version that staff saw before the latest one: the last returned one, else the published one, else None."""
    seen = case.revisions.filter(task_states__isnull=False).exclude(pk=case.latest_revision_id).order_by("-created_at", "-pk")
    return seen.first() or (case.live_revision if case.live_revision_id != case.latest_revision_id else None)
