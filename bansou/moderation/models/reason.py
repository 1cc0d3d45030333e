"""Reasons as data: what a report may be about, and what staff decide for. Staff add their own and set old ones aside."""

from django.db import models
from django.db.models import Q


class ReasonUse(models.TextChoices):
    """Where a reason is offered."""

    REPORT = "report", "通報するとき"
    DECISION = "decision", "事務局が判断するとき"


class ReasonQuerySet(models.QuerySet["Reason"]):
    """Reads of reasons."""

    def offered(self, use: ReasonUse) -> "ReasonQuerySet":
        """Those that somebody may choose now, in staff's order."""
        return self.filter(use=use, is_active=True)


class Reason(models.Model):
    """One reason. Its words are chosen; its explanation is what the author of a post reads."""

    use = models.CharField("どこで選ぶか", max_length=10, choices=ReasonUse)
    words = models.CharField("理由", max_length=60)
    explanation = models.CharField(
        "説明", max_length=160, blank=True, help_text="事務局の判断では、書いた方にこのまま伝わります。です・ます調で書きます。"
    )
    position = models.PositiveSmallIntegerField("並び順", default=0)
    is_active = models.BooleanField("使う", default=True, help_text="外すと、選べなくなります。今までの記録は残ります。")

    objects = ReasonQuerySet.as_manager()

    class Meta:
        verbose_name = "通報と判断の理由"
        verbose_name_plural = "通報と判断の理由"
        ordering = ("use", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("use", "words"), name="one_reason_of_these_words"),
            models.CheckConstraint(condition=Q(use__in=ReasonUse.values), name="known_reason_use"),
        )

    def __str__(self) -> str:
        return self.words
