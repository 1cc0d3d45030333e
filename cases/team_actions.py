"""Every write of a case's team: invite, list, revoke, join, remove. The team is no part of a version: it changes at once."""

import uuid

from django.db import transaction
from django.utils import timezone

from accounts.link_tokens import hash_of
from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.limits import check_limit
from bansou.notifications.actions import send_letter_to_address, tell
from cases.limits import TEAM_AT_MOST
from cases.models import Case, CaseMember, TeamInvitation
from cases.models.invitation import TOKENS
from cases.permissions import check_can_change_team, check_can_join
from cases.statuses import InvitationStatus


@transaction.atomic
def invite(*, case: Case, by: User, email: str, role: str, submission_key: uuid.UUID) -> TeamInvitation:
    """Mail a link to the address. The same `submission_key` again gives the invitation of the first press, without a second mail.

    Whether somebody has an account with the address is neither asked nor said.
    """
    case = _locked(case)
    check_can_change_team(by, case)
    sent_before = TeamInvitation.objects.filter(invited_by=by, submission_key=submission_key).first()
    if sent_before:
        return sent_before
    email = email.strip().lower()
    _check_is_new(case, email)
    _check_there_is_room(case)
    token = TOKENS.new()
    invitation = TeamInvitation.objects.create(
        case=case, email=email, role=role, invited_by=by, token_hash=hash_of(token), submission_key=submission_key
    )
    check_limit(by, "team_invite")
    _mail(invitation, token)
    return invitation


@transaction.atomic
def resend_team_invitation(*, invitation: TeamInvitation, by: User) -> None:
    """Mail a new link, good for its days from now; the link of the earlier mail is dead."""
    invitation = TeamInvitation.objects.select_for_update(of=("self",)).select_related("invited_by").get(pk=invitation.pk)
    check_can_change_team(by, invitation.case)
    if invitation.status != InvitationStatus.SENT:
        raise Refused("この招待は、もう終わっています。必要なときは、新しく招待してください。")
    token = TOKENS.new()
    invitation.token_hash, invitation.created_at = hash_of(token), timezone.now()
    invitation.save(update_fields=["token_hash", "created_at"])
    check_limit(by, "team_invite")
    _mail(invitation, token)


@transaction.atomic
def list_by_name(*, case: Case, by: User, name: str, organisation_type: str, role: str) -> CaseMember:
    """Name somebody without an account as one of the team; he gets no access. The same again changes nothing."""
    case = _locked(case)
    check_can_change_team(by, case)
    listed = CaseMember.objects.filter(case=case, name=name).first()
    if listed and (listed.organisation_type, listed.role) == (organisation_type, role):
        return listed
    if listed:
        raise Refused(f"「{name}」さんは、もう載っています。変えるときは、一度外してください。")
    _check_there_is_room(case)
    check_limit(by, "team")
    return CaseMember.objects.create(case=case, name=name, organisation_type=organisation_type, role=role)


@transaction.atomic
def revoke_invitation(*, invitation: TeamInvitation, by: User) -> None:
    """The link is dead from now on. Once more changes nothing."""
    invitation = TeamInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    check_can_change_team(by, invitation.case)
    if invitation.status == InvitationStatus.ACCEPTED:
        raise Refused("この方は、もう参加しています。外すときは、「チームの人」から外してください。")
    if invitation.status == InvitationStatus.SENT:
        check_limit(by, "team")
        _answer(invitation, InvitationStatus.REVOKED)


@transaction.atomic
def join_team(*, invitation: TeamInvitation, by: User) -> CaseMember:
    """Accept: the person is of the team from now on, the link is used up, the author is told. Once more changes nothing."""
    invitation = TeamInvitation.objects.select_for_update(of=("self",)).select_related("case__author").get(pk=invitation.pk)
    joined = CaseMember.objects.filter(case=invitation.case_id, user=by).first()
    if joined and invitation.accepted_by_id == by.pk:
        return joined
    check_can_join(by, invitation)
    assert by.organisation is not None  # a supporter belongs somewhere
    member = CaseMember.objects.create(
        case=invitation.case, user=by, role=invitation.role, organisation_type=by.organisation.organisation_type
    )
    invitation.accepted_by = by
    _answer(invitation, InvitationStatus.ACCEPTED)
    check_limit(by, "team")
    tell("team_joined", target_id=member.pk, thread=invitation.case.thread, by=by, to=[invitation.case.author])
    return member


@transaction.atomic
def remove_from_team(*, member: CaseMember, by: User) -> None:
    """The person sees nothing more of the case's drafts from now on, and is told; a listed name just goes."""
    case = _locked(member.case)
    check_can_change_team(by, case)
    gone, _ = CaseMember.objects.filter(pk=member.pk).delete()
    if not gone:
        return  # the second press of a double click
    check_limit(by, "team")
    if member.user:
        detail = {"version": case.latest_revision_id}
        tell("team_removed", target_id=case.pk, thread=case.thread, by=by, to=[member.user], detail=detail)


def _locked(case: Case) -> Case:
    """One change of a team at a time."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def _mail(invitation: TeamInvitation, token: str) -> None:
    context = {"invitation": invitation, "inviter": invitation.invited_by, "token": token}
    send_letter_to_address(invitation.email, template="team_invitation", context=context)


def _check_is_new(case: Case, email: str) -> None:
    """Raise Refused for somebody of the team, or an address whose invitation is still open; an expired one is closed."""
    if case.author.has_address(email):
        raise Refused("ご自身のメールアドレスです。招待する方のアドレスを入力してください。")
    if any(member.user and member.user.has_address(email) for member in case.team_members):
        raise Refused("この方は、もうチームに入っています。")
    unanswered = TeamInvitation.objects.unanswered().filter(case=case, email=email).first()
    if unanswered and unanswered.is_open:
        raise Refused("この方には、もう招待を送ってあります。送り直すときは、先に取り消してください。")
    if unanswered:
        _answer(unanswered, InvitationStatus.REVOKED)


def _check_there_is_room(case: Case) -> None:
    waiting = sum(invitation.is_open for invitation in TeamInvitation.objects.unanswered().filter(case=case))
    if len(case.team_members) + waiting >= TEAM_AT_MOST:
        raise Refused(f"チームに入れられるのは、招待中の方も合わせて{TEAM_AT_MOST}人までです。")


def _answer(invitation: TeamInvitation, status: InvitationStatus) -> None:
    invitation.status = status
    invitation.answered_at = timezone.now()
    invitation.save(update_fields=["status", "answered_at", "accepted_by"])
