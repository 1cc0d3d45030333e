"""How often somebody did something lately."""

from django.conf import settings
from django.db import models


class LimitCounter(models.Model):
    """How often a person did one kind of thing since `started_at`, in one window. Written by bansou.moderation.limits alone."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者")
    name = models.CharField("何を", max_length=20)
    window_seconds = models.PositiveIntegerField("区切りの長さ（秒）")
    started_at = models.DateTimeField("数え始め")
    count = models.PositiveIntegerField("回数")

    class Meta:
        verbose_name = "回数の記録"
        verbose_name_plural = "回数の記録"
        constraints = (
            models.UniqueConstraint(fields=("person", "name", "window_seconds"), name="one_counter_per_person_and_window"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.name}/{self.window_seconds}: {self.count}"

    person_id: int
