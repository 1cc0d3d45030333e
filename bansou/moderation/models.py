"""Two tables: how often somebody did something lately, and what staff decided and why."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone


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


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Reads of the record."""

    def about(self, target: models.Model) -> "DecisionQuerySet":
        """What was decided about one thing, the latest first."""
        return self.filter(content_type=ContentType.objects.get_for_model(target), object_id=target.pk).order_by("-pk")


class Decision(models.Model):
    """What a member of staff decided about something, and why. Append-only: the database refuses changes and deletion."""

    at = models.DateTimeField("日時", default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="決めた人")
    verb = models.CharField("したこと", max_length=40)
    reason = models.CharField("理由", max_length=1000)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+", verbose_name="種類")
    object_id = models.PositiveBigIntegerField("番号")
    #: What the thing was called then; it may be gone or renamed later.
    target_name = models.CharField("対象", max_length=200)
    target = GenericForeignKey("content_type", "object_id")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "運営の記録"
        verbose_name_plural = "運営の記録"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("content_type", "object_id", "-id"), name="decision_about"),)
        constraints = (models.CheckConstraint(condition=~Q(verb="") & ~Q(reason=""), name="decision_has_verb_and_reason"),)

    def __str__(self) -> str:
        return f"{self.target_name}：{self.verb}"
