"""The one row of this room: that something is wrong, and since when."""

from django.db import models
from django.utils import timezone


class Alarm(models.Model):
    """A finding of the watchdog (bansou.operations.watchdog) that holds now; when it is over, the row goes. It keeps the mails to owners few."""

    name = models.CharField("名前", max_length=80, primary_key=True)
    words = models.CharField("内容", max_length=300)
    since = models.DateTimeField("はじまり", default=timezone.now)
    told_at = models.DateTimeField("管理者に知らせた日時", null=True, blank=True)

    class Meta:
        verbose_name = "見張りの気づき"
        verbose_name_plural = "見張りの気づき"

    def __str__(self) -> str:
        return self.words
