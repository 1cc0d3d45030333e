"""Who belongs, or belonged, where, and how that was proved."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.organisation import Organisation
from accounts.shown_organisation import OrganisationShown

#: How long a confirmation holds; then it is confirmed again by a mailed link.
CONFIRMED_DAYS = 365
#: Days before the end at which the person is told, the last of them once more.
TOLD_DAYS, TOLD_AGAIN_DAYS = 30, 7


class Proof(models.TextChoices):
    """What showed that the person belongs."""

    STAFF = "staff", "事務局の確認"
    DOMAIN = "domain", "職場のメールアドレス"
    COLLEAGUE = "colleague", "同じ所属の方からの招待"
    LIST = "list", "機関から届いた名簿"


class Ending(models.TextChoices):
    """Why a belonging is over."""

    LEFT = "left", "ご本人が離れました"
    MOVED = "moved", "別の支援機関に移りました"
    EXPIRED = "expired", "確認の期限が過ぎました"
    STAFF = "staff", "事務局が終えました"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads of memberships."""

    def living(self) -> "MembershipQuerySet":
        """Those that have not ended."""
        return self.filter(ended_at=None)

    def confirmed(self) -> "MembershipQuerySet":
        """Living ones that were proved."""
        return self.living().filter(confirmed_at__isnull=False)

    def shown_at(self, organisation: Organisation) -> "MembershipQuerySet":
        """Those of people who want to stand on the organisation's page, and show everywhere else where they belong."""
        people = {
            "user__is_active": True,
            "user__listed_at_organisation": True,
            "user__organisation_shown": OrganisationShown.FULL,
        }
        return self.confirmed().filter(organisation=organisation, **people).select_related("user")

    def to_be_told(self, today: datetime.date) -> "MembershipQuerySet":
        """Those whose confirmation ends soon and whose people were not told of it, or not a second time."""
        soon = Q(confirmed_until__lte=today + datetime.timedelta(TOLD_DAYS), told_on=None)
        very_soon = Q(
            confirmed_until__lte=today + datetime.timedelta(TOLD_AGAIN_DAYS),
            told_on__lt=models.F("confirmed_until") - datetime.timedelta(TOLD_AGAIN_DAYS),
        )
        return self.confirmed().filter(soon | very_soon)

    def run_out(self, today: datetime.date) -> "MembershipQuerySet":
        """Those whose term is over and whose people have known it for a week: nobody's belonging ends unannounced."""
        known_since = today - datetime.timedelta(TOLD_AGAIN_DAYS)
        return self.confirmed().filter(confirmed_until__lt=today, told_on__lte=known_since)


class Membership(models.Model):
    """That a person belongs, or belonged, to an organisation. Ended rows stay, so that what he wrote keeps its organisation."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name="利用者"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships", verbose_name="支援機関")
    confirmed_at = models.DateTimeField("所属を確認した日時", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="確認した人"
    )
    proof = models.CharField("確認の方法", max_length=10, choices=Proof, default=Proof.STAFF)
    #: The address in the organisation's domain, where one proved it: the yearly link goes there.
    address = models.EmailField("確認に使ったアドレス", max_length=254, blank=True)
    confirmed_until = models.DateField("確認の期限", null=True, blank=True)
    told_on = models.DateField("期限を知らせた日", null=True, blank=True)
    ended_at = models.DateTimeField("所属が終わった日時", null=True, blank=True)
    ended_because = models.CharField("終わった理由", max_length=10, choices=Ending, blank=True)
    #: Staff's words to the person.
    ended_reason = models.CharField("理由の説明", max_length=300, blank=True)

    user_id: int
    organisation_id: int

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "所属"
        verbose_name_plural = "所属"
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=("confirmed_until",),
                condition=Q(ended_at=None, confirmed_at__isnull=False),
                name="confirmations_by_their_end",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(ended_at=None),
                name="one_living_membership_per_person",
                violation_error_message="この方には、すでに現在の所属があります。",
            ),
            models.CheckConstraint(condition=Q(proof__in=Proof.values), name="known_membership_proof"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_until__isnull=False), name="confirmation_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(ended_because=""), name="living_membership_has_no_ending"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}"

    @property
    def makes_supporter(self) -> bool:
        """Whether it makes the person a verified supporter."""
        return self.ended_at is None and self.confirmed_at is not None and self.organisation.is_verified

    @property
    def is_to_be_renewed(self) -> bool:
        """Whether its term ends soon."""
        soon = timezone.localdate() + datetime.timedelta(TOLD_DAYS)
        return self.ended_at is None and self.confirmed_until is not None and self.confirmed_until <= soon
