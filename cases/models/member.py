"""Who supported the company together."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.organisation_types import OrganisationType
from accounts.shown_organisation import shows_kind
from cases.models.case import Case
from cases.vocabularies import TeamRole


class CaseMember(models.Model):
    """One of the team besides the author (field 10): a person of the site, or a name. The public sees the type of body alone."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="members", verbose_name="事例")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="case_memberships",
        verbose_name="利用者",
    )
    name = models.CharField("名前", max_length=40, blank=True, help_text="このサイトの利用者でない方だけ。")
    organisation_type = models.CharField("所属の種類", max_length=24, choices=OrganisationType)
    role = models.CharField("役割", max_length=12, choices=TeamRole)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    user_id: int | None
    case_id: int

    class Meta:
        verbose_name = "チームの人"
        verbose_name_plural = "支援チーム"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("case", "user"), name="each_person_once_per_team"),
            models.UniqueConstraint(fields=("case", "name"), condition=~Q(name=""), name="each_name_once_per_team"),
            models.CheckConstraint(condition=Q(user=None) ^ Q(name=""), name="member_is_user_or_name"),
            models.CheckConstraint(
                condition=Q(organisation_type__in=OrganisationType.values), name="known_member_organisation_type"
            ),
            models.CheckConstraint(condition=Q(role__in=TeamRole.values), name="known_member_role"),
        )

    def __str__(self) -> str:
        return str(self.user or self.name)

    @property
    def shown_kind(self) -> str:
        """The kind of the body in words; "" where the person lets nobody see it. `user` is fetched already."""
        return str(self.get_organisation_type_display()) if shows_kind(self.user) else ""
