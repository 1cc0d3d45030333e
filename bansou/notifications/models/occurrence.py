"""Something happened that is worth telling."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    """Reads of occurrences."""

    def unspread(self) -> "OccurrenceQuerySet":
        """Those of which not everybody has been told yet."""
        return self.filter(spread_at=None)


class Occurrence(models.Model):
    """One event that happened, written in the transaction of what happened. Whom it concerns are its notices.

    What it is about is a number of the room that tells it (`target_id`); no word of it is copied here, so nothing can be read here that was
    taken back there. `detail` holds numbers and codes only.
    """

    event = models.CharField("できごと", max_length=40)
    target_id = models.PositiveBigIntegerField("対象の番号")
    #: Several of one thread are one line of the inbox and one mail: 「topic:12」.
    thread = models.CharField("まとまり", max_length=60, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="行った人"
    )
    detail = models.JSONField("詳細", default=dict, blank=True)
    happened_at = models.DateTimeField("日時", default=timezone.now)
    #: The number of the last person whom the worker told; it goes on from there after a crash.
    spread_until = models.PositiveBigIntegerField("ここまで知らせた", default=0)
    spread_at = models.DateTimeField("知らせ終えた日時", null=True, blank=True)

    by_id: int | None
    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = "できごと"
        verbose_name_plural = "できごと"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("happened_at",), condition=models.Q(spread_at=None), name="occurrence_unspread"),)

    def __str__(self) -> str:
        return f"{self.event} {self.target_id}"

    def detail_of(self, name: str) -> Any:
        """A number or code that was written with it, None where there is none."""
        return self.detail.get(name)
