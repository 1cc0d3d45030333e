"""An invitation into the team of a case: a link that opens once, for the person of one address, for ninety days."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.audiences import Person
from accounts.link_tokens import LinkTokens
from accounts.models.by_link import ByLink, ByLinkQuerySet
from cases.models.case import Case
from cases.statuses import InvitationStatus
from cases.vocabularies import TeamRole

#: The tokens of these links.
TOKENS = LinkTokens("cases.invitation")


class TeamInvitationQuerySet(ByLinkQuerySet["TeamInvitation"]):
    """Reads of invitations."""

    tokens = TOKENS

    def addressed_to(self, user: Person) -> Self:
        """With what their pages show of the case."""
        return super().addressed_to(user).select_related("case__author")


class TeamInvitation(ByLink):
    """That the author asked the person of an address into the team."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="invitations", verbose_name="事例")
    role = models.CharField("役割", max_length=12, choices=TeamRole)
    status = models.CharField("状態", max_length=10, choices=InvitationStatus, default=InvitationStatus.SENT)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="招待した人"
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="参加した人"
    )
    submission_key = models.UUIDField(editable=False)
    #: When its last mail was sent.
    created_at = models.DateTimeField("招待した日時", default=timezone.now, editable=False)
    answered_at = models.DateTimeField("参加・取り消しの日時", null=True, blank=True)

    case_id: int
    accepted_by_id: int | None

    objects = TeamInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "チームへの招待"
        verbose_name_plural = "チームへの招待"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("invited_by", "submission_key"), name="one_invitation_per_press"),
            models.UniqueConstraint(
                fields=("case", "email"), condition=Q(status=InvitationStatus.SENT), name="one_open_invitation_per_address"
            ),
            models.CheckConstraint(condition=Q(status__in=InvitationStatus.values), name="known_invitation_status"),
            models.CheckConstraint(condition=Q(role__in=TeamRole.values), name="known_invitation_role"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invited_address_in_lower_case"),
            models.CheckConstraint(
                condition=Q(status=InvitationStatus.ACCEPTED, accepted_by__isnull=False)
                | (~Q(status=InvitationStatus.ACCEPTED) & Q(accepted_by=None)),
                name="accepted_invitation_names_the_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email}（{self.case}）"

    @property
    def sent_at(self) -> datetime.datetime:  # type: ignore[override]
        """When the last mail was sent: `created_at` moves with it."""
        return self.created_at
