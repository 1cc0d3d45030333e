"""Organisations that support companies, and who belongs to them."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.organisation_types import OrganisationType
from accounts.prefectures import Prefecture


class Organisation(models.Model):
    """A supporting body. Only a verified one makes its people supporters."""

    name = models.CharField("名称", max_length=80)
    organisation_type = models.CharField("種別", max_length=24, choices=OrganisationType)
    prefecture = models.CharField("都道府県", max_length=2, choices=Prefecture)
    is_verified = models.BooleanField(
        "確認済み", default=False, help_text="事務局が実在を確認した組織です。所属する人は支援者として投稿できます。"
    )
    created_at = models.DateTimeField("登録日時", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "支援機関"
        verbose_name_plural = "支援機関"
        ordering = ("prefecture", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("name", "prefecture"),
                name="one_organisation_per_name_and_prefecture",
                violation_error_message="同じ名称の支援機関が、この都道府県に登録済みです。",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation_type__in=OrganisationType.values), name="known_organisation_type"
            ),
            models.CheckConstraint(condition=models.Q(prefecture__in=Prefecture.values), name="known_organisation_prefecture"),
        )

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads of memberships."""

    def living(self) -> "MembershipQuerySet":
        """Those that have not ended."""
        return self.filter(ended_at=None)


class Membership(models.Model):
    """That a person belongs, or belonged, to an organisation. Confirmed by staff (other proofs: issue of its own)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name="利用者"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships", verbose_name="支援機関")
    confirmed_at = models.DateTimeField("所属を確認した日時", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="確認した人"
    )
    ended_at = models.DateTimeField("所属が終わった日時", null=True, blank=True)

    user_id: int
    organisation_id: int

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "所属"
        verbose_name_plural = "所属"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("user",),
                condition=models.Q(ended_at=None),
                name="one_living_membership_per_person",
                violation_error_message="この方には、すでに現在の所属があります。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}"

    @property
    def makes_supporter(self) -> bool:
        """Whether it makes the person a verified supporter."""
        return self.ended_at is None and self.confirmed_at is not None and self.organisation.is_verified
