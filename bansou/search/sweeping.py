"""Walks through the whole index, a batch at a time, while people search: to look whether it is right, or to write it anew."""

import hashlib
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import BigIntegerField, Model
from django.db.models.functions import Cast
from django.utils import timezone
from modelsearch.backends.database.postgres.postgres import IndexEntry
from modelsearch.utils import get_descendants_content_types_pks

from bansou.search.backend import JapaneseIndexer, SearchBackend
from bansou.search.entries import narrow_row
from bansou.search.indexing import hold_free, index_waiting, roots, rows_of, write
from bansou.search.models import SearchEntry, Sweep, SweepKind, Thing, Waiting

#: Things of one batch: so many are held at a moment, and cut into words between two statements of one transaction.
BATCH = 20
#: Modules that decide how a text becomes words.
_CUTTING = {"words", "characters", "readings", "terms", "lexemes", "entries", "eras"}


@cache
def analysis() -> str:
    """A fingerprint of how words are cut and written: of the dictionary, and of the code that reads it."""
    parts = [version("sudachipy").encode(), version("sudachidict-core").encode()]
    parts += [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")) if path.stem in _CUTTING]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def begin(kind: SweepKind, *, does_mend: bool = False, is_afresh: bool = False) -> Sweep:
    """The walk of the kind that was stopped, or a new one. is_afresh: a new one whatever was begun."""
    if is_afresh:
        Sweep.objects.filter(kind=kind, ended_at=None).delete()
    found = Sweep.objects.running(kind)
    if found is not None and found.analysis == analysis():
        return found
    if found is not None:
        found.delete()  # a walk begun by an older version of the site has written what this one would not
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (oldest_open,) = cursor.fetchone()
    return Sweep.objects.create(kind=kind, does_mend=does_mend, analysis=analysis(), begun_before=oldest_open)


def is_out_of_date() -> bool:
    """Whether words are cut otherwise than when the whole index was written: at the last rebuild, or when the site was new."""
    written = Sweep.objects.last(SweepKind.REBUILD) or Sweep.objects.order_by("pk").first()
    return written is not None and written.analysis != analysis()


def is_bare() -> bool:
    """Whether the index is of a version before there were narrow rows, without which nothing is found."""
    return IndexEntry.objects.exists() and not SearchEntry.objects.exists()


def walk(sweep: Sweep, *, seconds: float | None = None) -> Iterator[Sweep]:
    """Go on with the walk until its end, or for so long, one batch at least; gives it after every batch."""
    last_moment = None if seconds is None else time.monotonic() + seconds
    while sweep.ended_at is None:
        with transaction.atomic():
            # Another process may have gone on with it meanwhile.
            sweep = Sweep.objects.select_for_update().get(pk=sweep.pk)
            if sweep.ended_at is None:
                _step(sweep)
                sweep.save()
        yield sweep
        if last_moment is not None and time.monotonic() > last_moment:
            return


def _step(sweep: Sweep) -> None:
    root = _root_of(sweep)
    keys = _keys_after(root, sweep.after)
    if keys:
        things = [Thing(root._meta.label_lower, str(key)) for key in keys]
        if sweep.kind == SweepKind.REBUILD:
            write(hold_free(things))  # who holds one writes it himself
        else:
            _look(sweep, root, things)
        sweep.seen += len(keys)
        sweep.model, sweep.after = root._meta.label_lower, str(keys[-1])
        return
    _look_for_orphans(sweep, root)
    later = [model for model in roots() if model._meta.label_lower > root._meta.label_lower]
    if later:
        sweep.model, sweep.after = later[0]._meta.label_lower, ""
        return
    sweep.ended_at = timezone.now()
    if sweep.kind == SweepKind.REBUILD:
        # What was committed before the walk began is written. A note's number says nothing of that, its transaction's does.
        Waiting.objects.filter(transaction__lt=sweep.begun_before, attempts=0).delete()


def _root_of(sweep: Sweep) -> type[Model]:
    return apps.get_model(sweep.model) if sweep.model else roots()[0]


def _keys_after(root: type[Model], after: str) -> list[Any]:
    rows = root._default_manager.order_by("pk")
    if after:
        rows = rows.filter(pk__gt=root._meta.pk.to_python(after))
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _look(sweep: Sweep, root: type[Model], things: Sequence[Thing]) -> None:
    """Compare the things with their entries. What is noted already is no finding; whoever looks twice is not fooled by a save between."""
    missing, stale = _differing(root, things)
    if missing or stale:
        missing, stale = _differing(root, sorted(missing | stale))
    sweep.missing += len(missing)
    sweep.stale += len(stale)
    if sweep.does_mend:
        Waiting.objects.note(missing | stale)


def _differing(root: type[Model], things: Collection[Thing]) -> tuple[set[Thing], set[Thing]]:
    """Those without an entry, and those whose entry was made of something else than they are now."""
    keys = [thing.key for thing in things]
    entries = _entries_of(root, keys)
    rows = rows_of(root, keys)
    waiting = {Thing(*note) for note in Waiting.objects.of(things).values_list("model", "key")}
    missing, stale = set(), set()
    for row in rows:
        thing = Thing(root._meta.label_lower, str(row.pk))
        if thing in waiting:
            continue
        entry = entries.get(thing.key)
        if entry is None:
            missing.add(thing)
        elif entry != _made_of(row):
            stale.add(thing)
    return missing, stale


@dataclass(frozen=True)
class _Made:
    """What an entry is made of. narrow: the kind, standing and facets of its narrow row, where it has one."""

    content_type: int
    title: str
    text: str
    narrow: tuple[str, int, frozenset[str]] | None


def _entries_of(root: type[Model], keys: Collection[str]) -> dict[str, _Made]:
    """What the entries of the root's rows were made of, by key."""
    rows = IndexEntry.objects.filter(content_type__in=get_descendants_content_types_pks(root), object_id__in=keys)
    found = {pk: rest for pk, *rest in rows.values_list("pk", "object_id", "content_type_id", "title_text", "body_text")}
    narrow = {entry.pk: _narrow(entry) for entry in SearchEntry.objects.filter(pk__in=found)}
    return {key: _Made(content_type, title, text, narrow.get(pk)) for pk, (key, content_type, title, text) in found.items()}


def _made_of(row: Any) -> _Made:
    """What the row's entry would be made of now. Reading the words is quick; it is cutting them that takes time."""
    indexer = JapaneseIndexer(row, SearchBackend({}))
    narrow = _narrow(narrow_row(type(row), row))
    return _Made(ContentType.objects.get_for_model(type(row)).pk, indexer.title_text, indexer.body_text, narrow)


def _narrow(entry: SearchEntry | None) -> tuple[str, int, frozenset[str]] | None:
    return (entry.kind, entry.standing, frozenset(entry.facets)) if entry is not None else None


def _look_for_orphans(sweep: Sweep, root: type[Model]) -> None:
    """Entries whose row is gone."""
    types = get_descendants_content_types_pks(root)
    known = Cast("object_id", BigIntegerField())
    orphans = IndexEntry.objects.filter(content_type__in=types).alias(row=known)
    orphans = orphans.exclude(row__in=root._default_manager.order_by().values("pk"))
    things = {Thing(root._meta.label_lower, key) for key in orphans.values_list("object_id", flat=True)}
    things -= {Thing(*note) for note in Waiting.objects.of(things).values_list("model", "key")}
    sweep.orphaned += len(things)
    if sweep.does_mend or sweep.kind == SweepKind.REBUILD:
        Waiting.objects.note(things)


def mend() -> int:
    """Write all that waits, and give how much that was."""
    return sum(iter(index_waiting, 0))
