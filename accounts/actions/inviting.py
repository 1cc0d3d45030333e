"""Every write of an invitation: send, send again, revoke, accept, decline; and letting go of those that led to nothing."""

import uuid
from contextlib import suppress

from django.db import transaction
from django.utils import timezone

from accounts.actions.belonging import greet_address
from accounts.invitation_permissions import check_can_accept, check_can_change
from accounts.invitations import destination_of, place_of
from accounts.link_tokens import hash_of
from accounts.models import Invitation, User
from accounts.models.invitation import TOKENS, InvitationStatus
from accounts.refusals import Refused
from accounts.rooms_above import check_limit, send_letter_to_address, tell_people


@transaction.atomic
def invite(*, by: User, email: str, kind: str, target_id: int, submission_key: uuid.UUID) -> Invitation:
    """Mail a link to the address. The same `submission_key` again gives the invitation of the first press, without a second mail.

    Whether somebody has an account with the address is neither asked nor said.
    """
    destination = destination_of(kind)
    if destination is None or not destination.is_visible_to(by, target_id):
        raise Refused("招待先が、なくなりました。")
    destination.check_can_invite(by, target_id)
    # One invitation of a person at a time, so that a double click finds the first.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=by.pk)
    sent_before = Invitation.objects.filter(invited_by=by, submission_key=submission_key).first()
    if sent_before:
        return sent_before
    email = email.strip().lower()
    _check_is_new(by, email, kind, target_id)
    invitation, token = _new(by=by, email=email, kind=kind, target_id=target_id, submission_key=submission_key)
    invitation.save()
    check_limit(by, "invite")
    _send(invitation, token)
    return invitation


def invite_from_list(*, by: User, email: str, name: str, kind: str, target_id: int) -> Invitation:
    """The same for a line of a list of staff, in the caller's transaction; the caller has checked that none is open."""
    invitation, token = _new(by=by, email=email, kind=kind, target_id=target_id, submission_key=uuid.uuid4())
    invitation.name, invitation.is_from_list = name, True
    Invitation.objects.unanswered().filter(email=email, kind=kind, target_id=target_id, invited_by=by).update(
        status=InvitationStatus.REVOKED, answered_at=timezone.now()
    )
    invitation.save()
    _send(invitation, token)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Mail a new link, good for ninety days from now; the link of the earlier mail is dead."""
    invitation = _locked(invitation)
    check_can_change(by, invitation)
    place = place_of(invitation)
    destination = destination_of(invitation.kind)
    if destination is None or not place:
        raise Refused("招待先が、なくなりました。")
    destination.check_can_invite(by, invitation.target_id)
    token = TOKENS.new()
    invitation.token_hash, invitation.sent_at = hash_of(token), timezone.now()
    invitation.save(update_fields=["token_hash", "sent_at"])
    check_limit(by, "invite")
    _send(invitation, token)
    return invitation


@transaction.atomic
def revoke_site_invitation(*, invitation: Invitation, by: User) -> None:
    """The link is dead from now on. Once more changes nothing."""
    invitation = _locked(invitation)
    if invitation.status == InvitationStatus.REVOKED and invitation.invited_by_id == by.pk:
        return
    check_can_change(by, invitation)
    _answer(invitation, InvitationStatus.REVOKED)
    check_limit(by, "invitation")


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User) -> str:
    """The person is in; returns the address to land at. Once more changes nothing. Refused leaves the invitation open."""
    invitation = _locked(invitation)
    destination = destination_of(invitation.kind)
    if destination and invitation.accepted_by_id == by.pk:
        return destination.landing(invitation.target_id)
    check_can_accept(by, invitation)
    assert destination is not None  # check_can_accept refuses it
    with suppress(Refused):  # whoever came by this link was spared the confirmation that else shows where he belongs
        greet_address(user=by, address=invitation.email)
    destination.arrive(by, invitation)
    invitation.accepted_by = by
    _answer(invitation, InvitationStatus.ACCEPTED)
    check_limit(by, "invitation")
    if not invitation.is_from_list:
        thread = f"invitation:{invitation.pk}"
        tell_people("invitation_accepted", to=[invitation.invited_by], target_id=invitation.pk, thread=thread, by=by)
    return destination.landing(invitation.target_id)


@transaction.atomic
def decline_invitation(*, invitation: Invitation, by: User) -> None:
    """The person does not want it; the inviter sees so in his list, and gets no mail."""
    invitation = _locked(invitation)
    if invitation.status == InvitationStatus.DECLINED:
        return
    check_can_accept(by, invitation)
    _answer(invitation, InvitationStatus.DECLINED)
    check_limit(by, "invitation")


def drop_old_invitations() -> None:
    """Let go of the addresses of people who did not come. Daily."""
    Invitation.objects.of_no_more_use().delete()


def _new(*, by: User, email: str, kind: str, target_id: int, submission_key: uuid.UUID) -> tuple[Invitation, str]:
    """An invitation that is not saved yet, with the token of its link."""
    token = TOKENS.new()
    invitation = Invitation(
        email=email, kind=kind, target_id=target_id, invited_by=by, token_hash=hash_of(token), submission_key=submission_key
    )
    return invitation, token


def _send(invitation: Invitation, token: str) -> None:
    context = {"invitation": invitation, "place": place_of(invitation), "token": token}
    send_letter_to_address(invitation.email, template="invitation", context=context)


def _check_is_new(by: User, email: str, kind: str, target_id: int) -> None:
    """Raise Refused for the person himself, or an address whose invitation is still open; an expired one is closed."""
    if by.has_address(email):
        raise Refused("ご自身のメールアドレスです。招待する方のアドレスを入力してください。")
    unanswered = Invitation.objects.unanswered().filter(email=email, kind=kind, target_id=target_id, invited_by=by).first()
    if unanswered and unanswered.is_open:
        raise Refused("この方には、もう招待を送ってあります。「招待」のページから、もう一度送れます。")
    if unanswered:
        _answer(unanswered, InvitationStatus.REVOKED)


def _locked(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update(of=("self",)).select_related("invited_by").get(pk=invitation.pk)


def _answer(invitation: Invitation, status: InvitationStatus) -> None:
    invitation.status = status
    invitation.answered_at = timezone.now()
    invitation.save(update_fields=["status", "answered_at", "accepted_by"])
