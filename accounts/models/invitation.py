"""An invitation: a link that opens once, for the person of one address, for ninety days."""

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

#: How long an invitation stays open, counted from the last mail.
INVITATION_DAYS = 90
#: How long an address that led to nothing is kept after that.
KEPT_AFTERWARDS_DAYS = 30

_SIGNER = signing.Signer(salt="accounts.invitation", sep=".")


def new_token() -> str:
    """A token for a link: random and signed, so that a made-up one is told from ours without asking the database."""
    return _SIGNER.sign(secrets.token_urlsafe(24))


def hash_of(token: str) -> str:
    """What we keep of a token: with the database alone nobody can open an invitation."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationStatus(models.TextChoices):
    """What became of an invitation. That its time is over is not stored: it follows from the date."""

    SENT = "sent", "返事を待っています"
    ACCEPTED = "accepted", "参加しました"
    DECLINED = "declined", "断りました"
    REVOKED = "revoked", "取り消しました"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reads of invitations."""

    def by_token(self, token: str) -> "Invitation | None":
        """The invitation that the link belongs to, whatever became of it; None for a token that is not ours or was replaced."""
        try:
            _SIGNER.unsign(token)
        except signing.BadSignature:
            return None
        return self.filter(token_hash=hash_of(token)).select_related("invited_by").first()

    def unanswered(self) -> "InvitationQuerySet":
        """Those that nobody accepted, declined or revoked; some may have expired."""
        return self.filter(status=InvitationStatus.SENT)

    def open(self) -> "InvitationQuerySet":
        """Those whose link still lets somebody in."""
        return self.unanswered().filter(sent_at__gt=timezone.now() - datetime.timedelta(days=INVITATION_DAYS))

    def sent_by(self, user: Person) -> "InvitationQuerySet":
        """What the person sent to single addresses; lists of staff have a page of their own."""
        return self.filter(invited_by_id=user.pk, is_from_list=False) if user.is_authenticated else self.none()

    def addressed_to(self, user: Person) -> "InvitationQuerySet":
        """Invitations to one of the person's confirmed addresses."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(email__in=user.addresses()).select_related("invited_by")

    def of_no_more_use(self) -> "InvitationQuerySet":
        """Those that led to nothing, a while after their time: the address is then no longer ours to keep."""
        past = timezone.now() - datetime.timedelta(days=INVITATION_DAYS + KEPT_AFTERWARDS_DAYS)
        return self.exclude(status=InvitationStatus.ACCEPTED).filter(sent_at__lte=past)


class Invitation(models.Model):
    """That the person of an address was asked in. What into, the kind knows (accounts.invitations); a room above may own the kind."""

    email = models.EmailField("メールアドレス", max_length=254)
    name = models.CharField("宛名", max_length=40, blank=True)
    kind = models.CharField("招待先の種類", max_length=20)
    #: The row of the kind; 0 for a kind without rows.
    target_id = models.BigIntegerField("招待先", default=0)
    status = models.CharField("状態", max_length=10, choices=InvitationStatus, default=InvitationStatus.SENT)
    token_hash = models.CharField("リンクの要約値", max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="招待した人"
    )
    is_from_list = models.BooleanField("支援機関の名簿から", default=False, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="参加した人"
    )
    submission_key = models.UUIDField(editable=False)
    created_at = models.DateTimeField("招待した日時", default=timezone.now, editable=False)
    sent_at = models.DateTimeField("最後に送った日時", default=timezone.now, editable=False)
    answered_at = models.DateTimeField("返事・取り消しの日時", null=True, blank=True, editable=False)

    invited_by_id: int
    accepted_by_id: int | None

    objects = InvitationQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "招待"
        verbose_name_plural = "招待"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("email",), condition=Q(status="sent"), name="invitation_waiting"),)
        constraints = (
            models.UniqueConstraint(fields=("invited_by", "submission_key"), name="one_site_invitation_per_press"),
            models.UniqueConstraint(
                fields=("kind", "target_id", "email", "invited_by"),
                condition=Q(status=InvitationStatus.SENT),
                name="one_open_invitation_per_address_and_inviter",
            ),
            models.CheckConstraint(condition=Q(status__in=InvitationStatus.values), name="known_site_invitation_status"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="site_invitation_in_lower_case"),
            models.CheckConstraint(
                condition=Q(status=InvitationStatus.ACCEPTED, accepted_by__isnull=False)
                | (~Q(status=InvitationStatus.ACCEPTED) & Q(accepted_by=None)),
                name="accepted_site_invitation_names_the_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email}（{self.kind}）"

    @property
    def expires_at(self) -> datetime.datetime:
        """From then on the link is dead."""
        return self.sent_at + datetime.timedelta(days=INVITATION_DAYS)

    @property
    def is_expired(self) -> bool:
        """Whether nobody answered in time."""
        return self.status == InvitationStatus.SENT and timezone.now() >= self.expires_at

    @property
    def is_open(self) -> bool:
        """Whether the link still lets somebody in."""
        return self.status == InvitationStatus.SENT and not self.is_expired

    @property
    def inviter(self) -> str:
        """Who asks, in words for the invited: the colleague, or staff for a list of an organisation."""
        if self.is_from_list:
            return "伴走の運営事務局"
        organisation = self.invited_by.organisation
        return f"{self.invited_by.display_name} さん" + (f"（{organisation}）" if organisation else "")
