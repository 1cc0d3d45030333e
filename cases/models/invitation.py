"""An invitation into the team of a case: a link that opens once, for the person of one address, for ninety days."""

import datetime
import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.audiences import Person
from accounts.models.invitation import INVITATION_DAYS
from cases.models.case import Case
from cases.statuses import InvitationStatus
from cases.vocabularies import TeamRole

_SIGNER = signing.Signer(salt="cases.invitation", sep=".")


def new_token() -> str:
    """A token for a link: random and signed, so that a made-up one is told from ours without asking the database."""
    return _SIGNER.sign(secrets.token_urlsafe(24))


def hash_of(token: str) -> str:
    """What we keep of a token: with the database alone nobody can open an invitation."""
    return hashlib.sha256(token.encode()).hexdigest()


class TeamInvitationQuerySet(models.QuerySet["TeamInvitation"]):
    """Reads of invitations."""

    def by_token(self, token: str) -> "TeamInvitation | None":
        """The invitation that the link belongs to, whatever became of it; None for a token that is not ours."""
        try:
            _SIGNER.unsign(token)
        except signing.BadSignature:
            return None
        return self.filter(token_hash=hash_of(token)).first()

    def addressed_to(self, user: Person) -> "TeamInvitationQuerySet":
        """Invitations to one of the person's confirmed addresses."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(email__in=user.addresses()).select_related("invited_by", "case__author")

    def unanswered(self) -> "TeamInvitationQuerySet":
        """Those that nobody accepted or revoked; some may have expired."""
        return self.filter(status=InvitationStatus.SENT)


class TeamInvitation(models.Model):
    """That the author asked the person of an address into the team."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="invitations", verbose_name="事例")
    email = models.EmailField("メールアドレス", max_length=254)
    role = models.CharField("役割", max_length=12, choices=TeamRole)
    status = models.CharField("状態", max_length=10, choices=InvitationStatus, default=InvitationStatus.SENT)
    token_hash = models.CharField("リンクの要約値", max_length=64, unique=True, editable=False)
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
    def expires_at(self) -> datetime.datetime:
        """From then on the link is dead."""
        return self.created_at + datetime.timedelta(days=INVITATION_DAYS)

    @property
    def is_expired(self) -> bool:
        """Whether nobody answered in time."""
        return self.status == InvitationStatus.SENT and timezone.now() >= self.expires_at

    @property
    def is_open(self) -> bool:
        """Whether the link still lets somebody in."""
        return self.status == InvitationStatus.SENT and not self.is_expired
