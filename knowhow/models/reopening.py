"""What somebody asks for when a topic that he wants to go on with is archived."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from knowhow.models.topic import Topic

#: Characters of the line on why.
REASON_MAX = 200


class ReopeningRequest(models.Model):
    """Somebody asks to open an archived topic again. It is gone once the topic is open."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="reopening_requests", verbose_name="話題")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="お願いした人")
    reason = models.CharField("続けたいこと", max_length=REASON_MAX)
    created_at = models.DateTimeField("お願いした日時", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "再開のお願い"
        verbose_name_plural = "再開のお願い"
        ordering = ("created_at", "pk")
        constraints = (models.UniqueConstraint(fields=("topic", "author"), name="one_reopening_request_per_person"),)

    def __str__(self) -> str:
        return self.reason
