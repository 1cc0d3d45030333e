"""Writes the search index of very many rows: a process a core, and PostgreSQL's large indexes built once at the end."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import batched
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from modelsearch.backends.database.postgres.postgres import IndexEntry
from modelsearch.index import get_indexed_models

from bansou.operations.bulk_processes import MANY, processes
from bansou.operations.bulk_words import SENTENCES
from bansou.search.backend import JapaneseIndex, SearchBackend
from bansou.search.words import remembering

#: Rows read and written at once.
BATCH = 200
#: Related rows that entries are made of, read for a batch at once.
_RELATED = {
    "case": (
        "episodes", "walls", "actions", "points", "sources", "numbers", "figures", "first_themes", "real_themes", "keywords", "follow_ups",
    ),
    "topic": ("board",),
}  # fmt: skip
_TABLE = IndexEntry._meta.db_table

#: A model and the keys of some of its rows.
Part = tuple[Any, Sequence[int]]


def write_index() -> None:
    """Writes an entry for every row of every indexed model."""
    parts = [
        (model, keys)
        for model in get_indexed_models()
        for keys in batched(model.get_indexed_objects().order_by("pk").values_list("pk", flat=True), BATCH)
    ]
    if sum(len(keys) for _, keys in parts) < MANY:
        _write(parts)
    else:
        _write_many(parts)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE search_waiting")  # notes of what was just written, a million of them


def _write_many(parts: Sequence[Part]) -> None:
    cores = os.cpu_count() or 1
    with _without_large_indexes(), processes(cores) as executor:
        list(executor.map(_write, [parts[number::cores] for number in range(cores)]))


def _write(parts: Sequence[Part]) -> None:
    index = JapaneseIndex(SearchBackend({}))
    with remembering(3 * SENTENCES):
        for model, keys in parts:
            related = _RELATED.get(model._meta.model_name, ())
            with transaction.atomic(), connection.cursor() as cursor:
                _without_limits(cursor)
                index.add_items(model, list(model.get_indexed_objects().filter(pk__in=keys).prefetch_related(*related)))


def _without_limits(cursor: CursorWrapper) -> None:
    """For this transaction: what pages may wait for is too short for so many rows at once."""
    for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        cursor.execute(f"SET LOCAL {limit} = 0")


@contextmanager
def _without_large_indexes() -> Iterator[None]:
    """Within the block the entries have no GIN index: built at once they cost a third of what row by row they would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef LIKE '%%USING gin%%'", [_TABLE]
        )
        indexes = dict(cursor.fetchall())
        for name in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    try:
        yield
    finally:
        for definition in indexes.values():
            with transaction.atomic(), connection.cursor() as cursor:
                _without_limits(cursor)
                cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
                cursor.execute(definition)
