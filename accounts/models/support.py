"""Supported sessions: that a member of staff acts for somebody who cannot write himself, for half an hour, with his consent."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

#: How long one lasts. Long enough for a topic or a step of a case on the telephone; another may follow.
SUPPORT_MINUTES = 30


def _when_it_ends() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(minutes=SUPPORT_MINUTES)


class SupportedSessionQuerySet(models.QuerySet["SupportedSession"]):
    """Reads of supported sessions."""

    def living(self) -> "SupportedSessionQuerySet":
        """Those that neither the button nor the time has ended."""
        return self.filter(ended_at=None, ends_at__gt=timezone.now())

    def newest_first(self) -> "SupportedSessionQuerySet":
        """The latest first, with who is in them."""
        return self.select_related("by", "person").order_by("-pk")


class SupportedSession(models.Model):
    """`by` sees and writes the site as `person` does, until `ends_at` or until it was ended; `consent` says how the person agreed."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="代わりに操作した職員"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者")
    consent = models.CharField("本人の同意", max_length=200)
    started_at = models.DateTimeField("始めた日時", default=timezone.now, editable=False)
    ends_at = models.DateTimeField("終わる日時", default=_when_it_ends, editable=False)
    ended_at = models.DateTimeField("終えた日時", null=True, blank=True, editable=False)

    by_id: int
    person_id: int

    objects = SupportedSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "代わりの操作"
        verbose_name_plural = "代わりの操作"
        ordering = ("-pk",)
        default_permissions = ()
        # Each as 「noun：verb」, for the page of roles.
        permissions = (
            ("keep_people", "利用者の窓口：利用者を探して開く"),
            ("support_person", "利用者の窓口：本人の同意を得て、代わりに操作する"),
        )
        indexes = (models.Index(fields=("person", "-id"), name="support_of_person"),)
        constraints = (
            models.CheckConstraint(condition=~Q(consent=""), name="support_has_consent"),
            models.CheckConstraint(condition=~Q(by=F("person")), name="support_is_for_somebody_else"),
            models.CheckConstraint(
                condition=Q(
                    ends_at__gt=F("started_at"), ends_at__lte=F("started_at") + datetime.timedelta(minutes=SUPPORT_MINUTES + 1)
                ),
                name="support_lasts_half_an_hour",
            ),
            models.UniqueConstraint(fields=("by",), condition=Q(ended_at=None), name="one_support_at_a_time"),
        )

    def __str__(self) -> str:
        return f"{self.by} → {self.person}"

    @property
    def minutes_left(self) -> int:
        """Whole minutes until it ends by itself, rounded up."""
        return max(0, -int((timezone.now() - self.ends_at).total_seconds() // 60))


class SupportedAct(models.Model):
    """One thing that was written in a supported session: where, when, and what the site answered."""

    session = models.ForeignKey(SupportedSession, on_delete=models.CASCADE, related_name="acts", verbose_name="代わりの操作")
    at = models.DateTimeField("日時", default=timezone.now, editable=False)
    path = models.CharField("ページ", max_length=200)
    status = models.PositiveSmallIntegerField("結果")

    class Meta:
        verbose_name = "代わりに送信したもの"
        verbose_name_plural = "代わりに送信したもの"
        ordering = ("pk",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.path} {self.status}"
