"""Who of staff looked at something private of a person, when and why."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Look(models.Model):
    """One look. Nobody changes or deletes it; the person finds it among his data, without the name of who looked."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="見た人")
    at = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="looks", verbose_name="見られた人")
    what = models.CharField("見たもの", max_length=40)
    reason = models.CharField("理由", max_length=200)
    looked_at = models.DateTimeField("日時", default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "個人情報の閲覧"
        verbose_name_plural = "個人情報の閲覧"
        ordering = ("-pk",)
        default_permissions = ("view",)
        constraints = (models.CheckConstraint(condition=~models.Q(reason=""), name="look_says_why"),)

    def __str__(self) -> str:
        return f"{self.what}：{self.reason}"
