"""What waits to be indexed."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.db import models
from django.db.models import Max, Q
from django.db.models.functions import Now

#: Minutes after which a thing that could not be indexed is tried again; the last for every further try.
RETRY_MINUTES = (1, 5, 30, 120)


class Thing(NamedTuple):
    """A row that is indexed. model: the label of its table's model ("cases.case", "wagtailcore.page"); key: its primary key as text."""

    model: str
    key: str


class TopTransaction(models.Func):
    """The number of the running transaction, the same in all its savepoints."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class WaitingQuerySet(models.QuerySet["Waiting"]):
    """Reads of what waits."""

    def due(self) -> "WaitingQuerySet":
        """What may be written now: without those that failed a moment ago."""
        return self.filter(due_at__lte=Now())

    def of(self, things: Iterable[Thing]) -> "WaitingQuerySet":
        """The notes of the things."""
        keys: dict[str, list[str]] = {}
        for thing in things:
            keys.setdefault(thing.model, []).append(thing.key)
        found = Q(pk=None)
        for model, of_model in keys.items():
            found |= Q(model=model, key__in=of_model)
        return self.filter(found)

    def noted_here(self) -> "WaitingQuerySet":
        """Those that the running transaction noted itself."""
        return self.filter(transaction=TopTransaction())

    def note(self, things: Iterable[Thing]) -> None:
        """Have the things indexed: for what no trigger sees, such as new words in the dictionary."""
        self.bulk_create([Waiting(model=thing.model, key=thing.key) for thing in things])

    def put_off(self, thing: Thing) -> None:
        """Try the thing again later, and later each time."""
        notes = self.of([thing])
        failed = (notes.aggregate(most=Max("attempts"))["most"] or 0) + 1
        minutes = RETRY_MINUTES[min(failed, len(RETRY_MINUTES)) - 1]
        notes.update(attempts=failed, due_at=Now() + datetime.timedelta(minutes=minutes))


class Waiting(models.Model):
    """A note that a thing has changed since it was indexed.

    Triggers write it in the transaction of the change, whoever changes what (`bansou.search.noting`). It goes in the transaction that
    writes the entry, so that nothing which dies between the two loses a change. Several notes of one thing are one piece of work; no
    two writers ever wait for each other over one.
    """

    model = models.CharField("モデル", max_length=100)
    key = models.CharField("番号", max_length=50)
    noted_at = models.DateTimeField("気づいた日時", db_default=Now())
    due_at = models.DateTimeField("書き込む日時", db_default=Now())
    attempts = models.PositiveSmallIntegerField("失敗の数", db_default=0)
    transaction = models.BigIntegerField("トランザクション", db_default=TopTransaction())

    objects = WaitingQuerySet.as_manager()

    class Meta:
        verbose_name = "検索の索引を待つもの"
        verbose_name_plural = "検索の索引を待つもの"
        db_table = "search_waiting"
        indexes = (models.Index(fields=("model", "key"), name="search_waiting_thing"),)

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
