"""An invitation: a link that opens once, for the person of one address, for ninety days."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.audiences import Person
from accounts.link_tokens import LinkTokens
from accounts.models.by_link import INVITATION_DAYS, SENT, ByLink, ByLinkQuerySet

#: How long an address that led to nothing is kept after that.
KEPT_AFTERWARDS_DAYS = 30

#: The tokens of these links.
TOKENS = LinkTokens("accounts.invitation")


class InvitationStatus(models.TextChoices):
    """What became of an invitation. That its time is over is not stored: it follows from the date."""

    SENT = SENT, "返事を待っています"
    ACCEPTED = "accepted", "参加しました"
    DECLINED = "declined", "断りました"
    REVOKED = "revoked", "取り消しました"


class InvitationQuerySet(ByLinkQuerySet["Invitation"]):
    """Reads of invitations."""

    tokens = TOKENS

    def open(self) -> "InvitationQuerySet":
        """Those whose link still lets somebody in."""
        return self.unanswered().filter(sent_at__gt=timezone.now() - datetime.timedelta(days=INVITATION_DAYS))

    def sent_by(self, user: Person) -> "InvitationQuerySet":
        """What the person sent to single addresses; lists of staff have a page of their own."""
        return self.filter(invited_by_id=user.pk, is_from_list=False) if user.is_authenticated else self.none()

    def of_no_more_use(self) -> "InvitationQuerySet":
        """Those that led to nothing, a while after their time: the address is then no longer ours to keep."""
        past = timezone.now() - datetime.timedelta(days=INVITATION_DAYS + KEPT_AFTERWARDS_DAYS)
        return self.exclude(status=InvitationStatus.ACCEPTED).filter(sent_at__lte=past)


class Invitation(ByLink):
    """That the person of an address was asked in. What into, the kind knows (accounts.invitations); a room above may own the kind."""

    name = models.CharField("宛名", max_length=40, blank=True)
    kind = models.CharField("招待先の種類", max_length=20)
    #: The row of the kind; 0 for a kind without rows.
    target_id = models.BigIntegerField("招待先", default=0)
    status = models.CharField("状態", max_length=10, choices=InvitationStatus, default=InvitationStatus.SENT)
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
    def inviter(self) -> str:
        """Who asks, in words for the invited: the colleague, or staff for a list of an organisation."""
        if self.is_from_list:
            return "伴走の運営事務局"
        organisation = self.invited_by.organisation
        return f"{self.invited_by.display_name} さん" + (f"（{organisation}）" if organisation else "")
