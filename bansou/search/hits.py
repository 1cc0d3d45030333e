"""Which rows of the index a wish finds: their places in order, how many there are, and how they fall into kinds and conditions.

At 350,000 rows a common word is in most of them, and no page can rank them all. So three steps, each with a bound:

1. count: rows that match, by the index alone, of each kind until MOST_COUNTED; each asked whether the person may see it, in the same query.
2. choose: of these at most SHORTLIST, those with the words in the title first, then the newest. Where a kind went beyond the count, the
   newest rows of it are looked through too: the index hands rows out in no order that a reader would understand.
3. rank: the shortlist alone, by the whole formula.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models.expressions import RawSQL

from accounts.audiences import Person
from bansou.search.lexemes import condition_query, joined, scanned_apart
from bansou.search.models import SearchEntry
from bansou.search.ranking import Order, rank
from bansou.search.visible import Room, rooms_for

#: More than so many are not counted: 「10,000件以上」.
MOST_COUNTED = 10_000
#: So many are ranked, and so many can be paged through: who has read five hundred results needs another word.
SHORTLIST = 500
#: Of a kind with more rows than are counted so many of the newest are looked through for the words in their titles, and so many of these
#: and of the newest with the words anywhere are ranked.
NEWEST_LOOKED_THROUGH, NEWEST_WITH_TITLE, NEWEST_OF_ALL = 5_000, 300, 30

_DIGITS = 6
_MARK = re.compile(r"(?P<entry>[0-9]{1,18})\.(?P<rank>[0-9]{1,9}\.[0-9]{6})")


@dataclass(frozen=True)
class Wish:
    """What is asked of the index.

    matching: the tsquery that rows must match; ranking: the tsquery by which they are ordered (mostly the same), "" for conditions alone.
    kind: only rows of this kind, "" or an unknown one all; sort: "best" or "new"; after: where the page before ended (`Hits.next_after`), "" at the start.
    """

    matching: str
    ranking: str
    kind: str = ""
    sort: str = "best"
    after: str = ""
    size: int = 10
    #: By what rows are ranked; None: by the words of `ranking` as they are.
    order: Order | None = None


@dataclass(frozen=True)
class Place:
    """A row that was found."""

    kind: str
    key: Any
    rank: float


@dataclass(frozen=True)
class Hits:
    """What a wish finds for a person. counts: by kind, of all kinds, at most MOST_COUNTED; facets: counts by value by facet, of the chosen kind."""

    places: Sequence[Place] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    next_after: str = ""


@dataclass(frozen=True)
class _Counted:
    """Steps 1 and 2. entries: those to be put in order; beyond: the chosen kinds of which there are more than were counted."""

    counts: Mapping[str, int]
    facets: Mapping[str, Mapping[str, int]]
    entries: Sequence[int]
    beyond: Sequence[Room]


def hits(*, user: Person, wish: Wish) -> Hits:
    """The rows that the person may find, and nothing of others in any count. Two queries; a third where there are more than are counted."""
    rooms = rooms_for(user)
    if not wish.matching or not rooms:
        return Hits()
    chosen = [room for room in rooms if room.searchable.kind == wish.kind] or rooms
    counted = _count(wish, rooms, chosen)
    entries = counted.entries
    if counted.beyond:
        entries = _newest(wish, chosen) if _is_by_time(wish) else [*entries, *_newest_to_rank(wish, counted.beyond)]
    rows = _in_order(wish, entries)
    begin = 0 if _is_by_time(wish) else _place_after(wish.after, rows)
    shown = rows[begin : begin + wish.size]
    return Hits(
        places=[place for _, place in shown],
        counts=counted.counts,
        facets=counted.facets,
        next_after=_mark(*shown[-1]) if len(rows) > begin + wish.size else "",
    )


def _is_by_time(wish: Wish) -> bool:
    return wish.sort == "new" or not wish.ranking


# -- what the person may see ------------------------------------------------------------------------------------------
# -- step 1 and 2: count and choose -----------------------------------------------------------------------------------
_MATCHES = "(entry.title || entry.body) @@ %s::tsquery"
_TITLE_RANK = "ts_rank(entry.title, %s::tsquery)"
# PostgreSQL believes that comparing a vector costs next to nothing, and would rather compare those of all rows than ask its index. OFFSET 0
# keeps each step one of its own, and the settings below leave nothing but the indexes.
_MATCHING_OF_KIND = """
(SELECT narrow.entry_id, narrow.kind, narrow.key, narrow.shown_at, narrow.facets, entry.title_rank
FROM ({entries}) AS entry JOIN search_entry AS narrow ON narrow.entry_id = entry.id
WHERE narrow.kind = %s AND {visible}
LIMIT %s)
"""
_BY_INDEX = "SET LOCAL enable_seqscan = {0}; SET LOCAL enable_hashjoin = {0}; SET LOCAL enable_mergejoin = {0}"
_ENTRIES = f"(SELECT entry.id, {_TITLE_RANK} AS title_rank FROM wagtailsearch_indexentry AS entry WHERE {_MATCHES} OFFSET 0)"  # noqa: S608
_COUNT = """
WITH visible AS MATERIALIZED ({matching})
SELECT
    (SELECT jsonb_object_agg(kind, number) FROM (SELECT kind, count(*) AS number FROM visible GROUP BY kind) AS kinds),
    (SELECT jsonb_object_agg(facet, number) FROM (
        SELECT facet, count(*) AS number FROM visible CROSS JOIN unnest(facets) AS facet WHERE kind = ANY(%s) GROUP BY facet
    ) AS facets),
    ARRAY(SELECT entry_id FROM visible WHERE kind = ANY(%s) {after} ORDER BY {order} shown_at DESC, entry_id DESC LIMIT %s)
"""


def _count(wish: Wish, rooms: Sequence[Room], chosen: Sequence[Room]) -> _Counted:
    branches, values = [], []
    for room in rooms:
        kind = room.searchable.kind
        scans = scanned_apart(joined([wish.matching, condition_query(f"kind/{kind}")], "and"))
        branches.append(_MATCHING_OF_KIND.format(entries=" UNION ALL ".join([_ENTRIES] * len(scans)), visible=room.is_visible))
        values += [value for scan in scans for value in (wish.ranking, scan)] + [kind, *room.values, MOST_COUNTED]
    kinds = [room.searchable.kind for room in chosen]
    after, after_values = _after_by_time(wish)
    is_by_time = _is_by_time(wish)
    sql = _COUNT.format(matching=" UNION ALL ".join(branches), order="" if is_by_time else "title_rank DESC,", after=after)
    values += [kinds, kinds, *after_values, wish.size + 1 if is_by_time else SHORTLIST]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BY_INDEX.format("off"))
        cursor.execute(sql, values)
        counts, values_of_facets, entries = cursor.fetchone()
        cursor.execute(_BY_INDEX.format("DEFAULT"))
    counts = dict.fromkeys((room.searchable.kind for room in rooms), 0) | json.loads(counts or "{}")
    return _Counted(
        counts=counts,
        facets=_by_facet(json.loads(values_of_facets or "{}")),
        entries=entries,
        beyond=[room for room in chosen if counts[room.searchable.kind] >= MOST_COUNTED],
    )


def _by_facet(counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for condition, number in counts.items():
        name, _, value = condition.partition("/")
        found.setdefault(name, {})[value] = number
    return found


# -- where there are more than are counted ----------------------------------------------------------------------------
_ENTRY = "EXISTS (SELECT 1 FROM wagtailsearch_indexentry AS entry WHERE entry.id = narrow.entry_id AND {condition} OFFSET 0)"
_NEWEST = """
(SELECT narrow.entry_id FROM search_entry AS narrow
WHERE narrow.kind = %s {after} AND {matches} AND {visible}
ORDER BY narrow.shown_at DESC, narrow.entry_id DESC
LIMIT %s)
"""
_NEWEST_WITH_TITLE = """
(SELECT narrow.entry_id FROM (
    SELECT entry_id, key FROM search_entry WHERE kind = %s ORDER BY shown_at DESC, entry_id DESC LIMIT %s
) AS narrow
WHERE {matches} AND {visible}
LIMIT %s)
"""


def _newest(wish: Wish, rooms: Sequence[Room]) -> list[int]:
    """The next of each kind by time, as many as a page needs at most: a common word is met after a few steps back."""
    after, after_values = _after_by_time(wish)
    matches = _ENTRY.format(condition=_MATCHES)
    branches, values = [], []
    for room in rooms:
        branches.append(_NEWEST.format(after=after, matches=matches, visible=room.is_visible))
        values += [room.searchable.kind, *after_values, wish.matching, *room.values, wish.size + 1]
    return _entries(" UNION ALL ".join(branches), values)


def _newest_to_rank(wish: Wish, rooms: Sequence[Room]) -> list[int]:
    """Among the newest of each kind those with the words in the title, and the very newest with the words anywhere."""
    titles, bodies = _ENTRY.format(condition=f"entry.title @@ %s::tsquery AND {_MATCHES}"), _ENTRY.format(condition=_MATCHES)
    branches, values = [], []
    for room in rooms:
        branches.append(_NEWEST_WITH_TITLE.format(matches=titles, visible=room.is_visible))
        kind = room.searchable.kind
        values += [kind, NEWEST_LOOKED_THROUGH, wish.ranking, wish.matching, *room.values, NEWEST_WITH_TITLE]
        branches.append(_NEWEST.format(after="", matches=bodies, visible=room.is_visible))
        values += [kind, wish.matching, *room.values, NEWEST_OF_ALL]
    return _entries(" UNION ".join(branches), values)


def _entries(sql: str, values: Sequence[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [entry for (entry,) in cursor.fetchall()]


# -- step 3: the order, and where a page begins -----------------------------------------------------------------------
_RANKED = """
SELECT narrow.entry_id, narrow.kind, narrow.key, {rank}
FROM (
    SELECT narrow.entry_id, narrow.kind, narrow.key, narrow.shown_at, narrow.standing,
        entry.title || '' AS title, entry.body || '' AS body
    FROM search_entry AS narrow JOIN wagtailsearch_indexentry AS entry ON entry.id = narrow.entry_id
    WHERE narrow.entry_id = ANY(%s)
    OFFSET 0
) AS narrow
"""


def _in_order(wish: Wish, entries: Sequence[int]) -> list[tuple[int, Place]]:
    """The entries with their places, the first of the list on top."""
    if not entries:
        return []
    if _is_by_time(wish):
        newest = SearchEntry.objects.filter(pk__in=entries).order_by("-shown_at", "-pk")
        return [(entry, Place(kind, key, 0.0)) for entry, kind, key in newest.values_list("pk", "kind", "key")]
    # A rank asks for the vectors once for each word. `|| ''` takes them out of where PostgreSQL keeps long values, once a row.
    columns = {name: RawSQL(f"narrow.{name}", ()) for name in ("title", "body", "shown_at", "standing")}  # noqa: S611 (no values)
    query = SearchEntry.objects.all().query
    compiler = query.get_compiler(connection=connection)
    formula, values = compiler.compile(rank(wish, **columns).resolve_expression(query))
    with connection.cursor() as cursor:
        cursor.execute(_RANKED.format(rank=formula), [*values, list(entries)])
        rows = [(entry, Place(kind, key, round(found, _DIGITS))) for entry, kind, key, found in cursor.fetchall()]
    # Rounded as a mark has it, so that equals stay in the order in which the next page looks for them.
    return sorted(rows, key=lambda row: (-row[1].rank, -row[0]))


def _mark(entry: int, place: Place) -> str:
    """Where a page ended. The entry's number says nothing that the page does not; its moment would (a post under another name)."""
    return f"{entry}.{place.rank:.{_DIGITS}f}"


def _read_mark(mark: str) -> tuple[int, float] | None:
    found = _MARK.fullmatch(mark)
    return (int(found["entry"]), float(found["rank"])) if found else None


def _place_after(mark: str, rows: Sequence[tuple[int, Place]]) -> int:
    """Where the next page begins, also where the entry that the mark names is gone; 0 for a broken mark."""
    read = _read_mark(mark)
    if read is None:
        return 0
    entry_of_last, rank_of_last = read
    beyond = (place for place, (entry, row) in enumerate(rows) if (row.rank, entry) < (rank_of_last, entry_of_last))
    return next(beyond, len(rows))


def _after_by_time(wish: Wish) -> tuple[str, list[Any]]:
    """The condition that a row comes after the page before, and its values; nothing for the first page and a broken mark."""
    read = _read_mark(wish.after) if _is_by_time(wish) else None
    if read is None:
        return "", []
    last = SearchEntry.objects.filter(pk=read[0]).values_list("shown_at", "pk").first()
    return ("AND (shown_at, entry_id) < (%s, %s)", list(last)) if last is not None else ("", [])
