"""Leaving: what is kept of somebody for some days, so that it can be undone, and the letter to those who have not come for years."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

#: What pages show instead of the name of somebody who left. It takes the name's place in the row itself, so no page can forget it.
LEFT_NAME = "退会した参加者"
#: Days after which nothing of the person is left.
KEPT_DAYS = 30


class ClosingQuerySet(models.QuerySet["Closing"]):
    """Reads of those who left."""

    def due(self, now: datetime.datetime) -> "ClosingQuerySet":
        """Those whose days are over."""
        return self.filter(user__closed_at__lte=now - datetime.timedelta(days=KEPT_DAYS))


class Closing(models.Model):
    """Somebody left some days ago. Holds what his own row no longer says, and goes with the rest of his personal data."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="closing", verbose_name="利用者", primary_key=True
    )
    kept_name = models.CharField("表示名", max_length=40)
    kept_address = models.EmailField("メールアドレス", max_length=254)
    kept_organisation_shown = models.CharField("所属の見せ方", max_length=6)
    is_withdrawn = models.BooleanField("書いたものも取り下げた", default=False)

    user_id: int

    objects = ClosingQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "退会"
        verbose_name_plural = "退会"
        ordering = ("-user__closed_at",)
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return f"退会{self.user_id}"

    @property
    def erased_on(self) -> datetime.date:
        """The day on which the rest goes; until then it can be undone."""
        left = self.user.closed_at or timezone.now()
        return timezone.localdate(left + datetime.timedelta(days=KEPT_DAYS))


class DormancyLetter(models.Model):
    """That somebody who has not signed in for two years was told. Void once he signed in again."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者", primary_key=True
    )
    sent_at = models.DateTimeField("知らせた日時")

    class Meta:
        verbose_name = "休眠のお知らせ"
        verbose_name_plural = "休眠のお知らせ"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id}：{self.sent_at:%Y-%m-%d}"
