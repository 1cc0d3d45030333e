"""Invitations into teams, among those that wait for a person (accounts.invitations)."""

from django.urls import reverse

from accounts.invitations import Waiting, register_waiting
from accounts.models import User
from cases.models import TeamInvitation


def waiting_teams(user: User) -> list[Waiting]:
    """The open invitations to one of the person's addresses. Whose case it is, the page behind the link tells."""
    found = TeamInvitation.objects.unanswered().addressed_to(user)
    return [
        Waiting(
            place="支援事例の支援チーム",
            inviter=f"{invitation.invited_by.display_name} さん",
            expires_at=invitation.expires_at,
            url=reverse("cases:invitation_own", args=[invitation.pk]),
        )
        for invitation in found
        if invitation.is_open
    ]


def connect() -> None:
    """Registers the teams."""
    register_waiting(waiting_teams)
