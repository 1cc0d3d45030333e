"""Whether a person may see what the index finds, asked for a row of the index at a time: what he may see is never listed first."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from accounts.audiences import Person, Reader
from bansou.lists.prepared import OneOf, PreparedRead
from bansou.search.registry import Searchable, searchables

_ASKED = "SELECT query FROM unnest(%s::text[]) AS asked (query) WHERE {finds}"
#: OFFSET 0: the rows that match are few, those that may be seen are not.
_FINDS = """
EXISTS (
    SELECT 1 FROM (
        SELECT id FROM wagtailsearch_indexentry AS entry WHERE (entry.title || entry.body) @@ asked.query::tsquery OFFSET 0
    ) AS entry JOIN search_entry AS narrow ON narrow.entry_id = entry.id
    WHERE {visible}
)
"""
#: And alone: to wake further processes of the server takes longer than any of these queries.
_BY_INDEX = {"enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off", "max_parallel_workers_per_gather": "0"}


@contextmanager
def by_index_alone() -> Iterator[CursorWrapper]:
    """A transaction in which PostgreSQL asks its indexes.

    It believes that comparing a vector costs next to nothing, and would rather compare those of all rows.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL {name} = {value}" for name, value in _BY_INDEX.items()))
        yield cursor
        cursor.execute("; ".join(f"SET LOCAL {name} = DEFAULT" for name in _BY_INDEX))


@dataclass(frozen=True)
class Room:
    """A kind of things. is_visible: the SQL that says whether the person may see the row `narrow` of search_entry; values: of its places."""

    searchable: Searchable
    is_visible: str
    values: tuple[Any, ...]


def rooms_for(user: Person) -> Sequence[Room]:
    """The kinds of which the person may see something. The same for all of his audiences, all day long: the SQL is not written anew."""
    return _rooms(tuple(searchables()), Reader.like(user), timezone.localdate())


@lru_cache(maxsize=8)
def _rooms(kinds: Sequence[Searchable], reader: Reader, _day: datetime.date) -> Sequence[Room]:
    return tuple(room for searchable in kinds if (room := _room(searchable, reader)) is not None)


def _room(searchable: Searchable, reader: Reader) -> Room | None:
    rows = searchable.visible_to(cast("Person", reader)).order_by().filter(pk=RawSQL("narrow.key", ())).values("pk")
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    # OFFSET 0: PostgreSQL asks for each candidate by its key, and does not first list all that the person may see.
    return Room(searchable, f"EXISTS ({sql} OFFSET 0)", tuple(values))


def rows_at(searchable: Searchable, user: Person, keys: list[int], *, for_cards: bool) -> list[Any]:
    """Those of the rows that the person may see, with what their cards show or with their names alone. One query."""
    return _rows_of(searchable, Reader.like(user), for_cards)(keys=keys)


@lru_cache(maxsize=64)
def _rows_of(searchable: Searchable, reader: Reader, for_cards: bool) -> PreparedRead:
    def build(keys: list[int]) -> QuerySet[Any]:
        rows = searchable.visible_to(cast("Person", reader)).filter(OneOf("pk", keys))
        return searchable.with_card_rows(rows) if for_cards else rows

    return PreparedRead(build)


def queries_that_find(queries: Sequence[str], rooms: Sequence[Room]) -> set[str]:
    """Of the written queries those that find something in the rooms, for whom they are. One query."""
    asked = [query for query in queries if query]
    if not asked or not rooms:
        return set()
    finds = _FINDS.format(visible=" OR ".join(f"(narrow.kind = %s AND {room.is_visible})" for room in rooms))
    values = [value for room in rooms for value in (room.searchable.kind, *room.values)]
    with by_index_alone() as cursor:
        cursor.execute(_ASKED.format(finds=finds), [asked, *values])
        return {query for (query,) in cursor.fetchall()}
