"""Walks through everything that is indexed."""

from django.db import models
from django.utils import timezone


class SweepKind(models.TextChoices):
    """What a walk is for."""

    CHECK = "check", "点検"
    REBUILD = "rebuild", "作り直し"


class SweepQuerySet(models.QuerySet["Sweep"]):
    """Reads of walks."""

    def running(self, kind: SweepKind) -> "Sweep | None":
        """The walk of the kind that has not ended."""
        return self.filter(kind=kind, ended_at=None).order_by("-pk").first()

    def last(self, kind: SweepKind) -> "Sweep | None":  # type: ignore[override]
        """The walk of the kind that ended last."""
        return self.filter(kind=kind).exclude(ended_at=None).order_by("-ended_at").first()


class Sweep(models.Model):
    """A walk through all things, a batch at a time, with the place that it has reached: whoever is stopped goes on from there."""

    kind = models.CharField("種類", max_length=10, choices=SweepKind)
    #: Whether what was found wrong is written anew.
    does_mend = models.BooleanField("直す", default=False)
    #: How words were cut while it ran (`sweeping.analysis`).
    analysis = models.CharField("ことばの分け方", max_length=64)
    #: Every transaction with a lower number had ended when it began (`Waiting.transaction`).
    begun_before = models.BigIntegerField("はじめのトランザクション")
    #: The model that it is at, and the key behind which it goes on; "" before the first.
    model = models.CharField("モデル", max_length=100, blank=True)
    after = models.CharField("ここまで", max_length=50, blank=True)
    seen = models.PositiveIntegerField("見た数", default=0)
    missing = models.PositiveIntegerField("抜け", default=0)
    stale = models.PositiveIntegerField("古い", default=0)
    orphaned = models.PositiveIntegerField("余り", default=0)
    started_at = models.DateTimeField("始めた日時", default=timezone.now)
    ended_at = models.DateTimeField("終えた日時", null=True)

    objects = SweepQuerySet.as_manager()

    class Meta:
        verbose_name = "索引の点検"
        verbose_name_plural = "索引の点検"
        db_table = "search_sweep"
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=SweepKind.values), name="known_sweep_kind"),
            # Two that walk at once would only stand in each other's way.
            models.UniqueConstraint(fields=("kind",), condition=models.Q(ended_at=None), name="one_sweep_of_a_kind"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_clean(self) -> bool:
        """Whether the index was what it should be."""
        return not (self.missing or self.stale or self.orphaned)

    @property
    def in_words(self) -> str:
        """What was found, for staff."""
        found = f"{self.seen:,}件を見て、抜け{self.missing:,}、古い{self.stale:,}、余り{self.orphaned:,}"
        return f"{found}でした（直しました）。" if self.does_mend and not self.is_clean else f"{found}でした。"
