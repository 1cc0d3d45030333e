"""Which rows of the index a wish finds: their places in order, how many there are, and how they fall into kinds and conditions.

Who may see what is asked of each row that is looked at, and `choosing` says which are. What it chose is ranked here, by the whole formula.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from accounts.audiences import Person
from bansou.search.choosing import MATCHES, After, Chosen, choose
from bansou.search.models import SearchEntry
from bansou.search.ranking import rank
from bansou.search.visible import Room, rooms_for
from bansou.search.wish import Wish

__all__ = ["Hits", "Place", "Wish", "hits"]

_DIGITS = 6
_MARK = re.compile(r"(?P<entry>[0-9]{1,18})\.(?P<rank>[0-9]{1,9}\.[0-9]{6})")


@dataclass(frozen=True)
class Place:
    """A row that was found."""

    kind: str
    key: Any
    rank: float
    has_whole: bool = False


@dataclass(frozen=True)
class Hits:
    """What a wish finds for a person.

    whole: how many of them have all that the order calls whole; None where it asks for nothing of the kind, or they were too many to be ranked.
    counts: by kind, of all kinds, at most MOST_COUNTED; facets: counts by value by facet, of the chosen kind. rough: the kinds whose numbers
    are those of a sample, scaled, with two digits that count.
    """

    places: Sequence[Place] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    next_after: str = ""
    rough: frozenset[str] = frozenset()
    whole: int | None = None


def hits(*, user: Person, wish: Wish) -> Hits:
    """The rows that the person may find, and nothing of others in any count. Two queries; a third where there are very many."""
    rooms = rooms_for(user)
    if not wish.matching or not rooms:
        return Hits()
    chosen_rooms = [room for room in rooms if room.searchable.kind == wish.kind] or rooms
    after = _after_by_time(wish)
    chosen = choose(wish, rooms, chosen_rooms, after)
    entries = chosen.entries
    if wish.is_by_time:
        entries = [*entries, *_newest(wish, [room for room in chosen_rooms if room.searchable.kind in chosen.plentiful], after)]
    rows = _in_order(wish, entries)
    begin = 0 if wish.is_by_time else _place_after(wish.after, rows)
    shown = rows[begin : begin + wish.size]
    return Hits(
        places=[place for _, place in shown],
        counts=chosen.counts,
        facets=_by_facet(chosen.facets),
        next_after=_mark(*shown[-1]) if len(rows) > begin + wish.size else "",
        rough=chosen.rough,
        whole=_count_whole(wish, chosen, rows),
    )


def _count_whole(wish: Wish, chosen: Chosen, rows: Sequence[tuple[int, Place]]) -> int | None:
    is_each_ranked = sum(chosen.counts.values()) <= len(rows) and not chosen.rough
    return sum(place.has_whole for _, place in rows) if is_each_ranked and wish.order and wish.order.whole else None


def _by_facet(counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for condition, number in counts.items():
        name, _, value = condition.partition("/")
        found.setdefault(name, {})[value] = number
    return found


# -- the newest, where there are very many ----------------------------------------------------------------------------
_NEWEST = """
(SELECT narrow.entry_id FROM search_entry AS narrow
WHERE narrow.kind = %s AND {after} AND {visible}
    AND EXISTS (SELECT 1 FROM wagtailsearch_indexentry AS entry WHERE entry.id = narrow.entry_id AND {matches} OFFSET 0)
ORDER BY narrow.shown_at DESC, narrow.entry_id DESC
LIMIT %s)
"""


def _newest(wish: Wish, rooms: Sequence[Room], after: After) -> list[int]:
    """The next of each kind by time, as many as a page needs at most: where there are so many, one is met after a few steps back."""
    if not rooms:
        return []
    branches, values = [], []
    for room in rooms:
        branches.append(_NEWEST.format(after=after.condition, matches=MATCHES, visible=room.is_visible))
        values += [room.searchable.kind, *after.values, *room.values, wish.matching, wish.size + 1]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(branches), values)
        return [entry for (entry,) in cursor.fetchall()]


# -- the order, and where a page begins -------------------------------------------------------------------------------
_RANKED = """
SELECT narrow.entry_id, narrow.kind, narrow.key, narrow.has_whole, {rank}
FROM (
    SELECT *, (title || body) @@ %s::tsquery AS has_whole
    FROM (
        SELECT narrow.entry_id, narrow.kind, narrow.key, narrow.shown_at, narrow.standing,
            entry.title || '' AS title, entry.body || '' AS body
        FROM search_entry AS narrow JOIN wagtailsearch_indexentry AS entry ON entry.id = narrow.entry_id
        WHERE narrow.entry_id = ANY(%s)
        OFFSET 0
    ) AS narrow
    OFFSET 0
) AS narrow
"""


def _in_order(wish: Wish, entries: Sequence[int]) -> list[tuple[int, Place]]:
    """The entries with their places, the first of the list on top."""
    if not entries:
        return []
    if wish.is_by_time:
        newest = SearchEntry.objects.filter(pk__in=entries).order_by("-shown_at", "-pk")
        return [(entry, Place(kind, key, 0.0)) for entry, kind, key in newest.values_list("pk", "kind", "key")]
    # A rank asks for the vectors once for each word. `|| ''` takes them out of where PostgreSQL keeps long values, once a row.
    names = ("title", "body", "has_whole", "shown_at", "standing")
    columns = {name: RawSQL(f"narrow.{name}", ()) for name in names}  # noqa: S611 (no values)
    whole = wish.order.whole.query if wish.order and wish.order.whole else None
    query = SearchEntry.objects.all().query
    compiler = query.get_compiler(connection=connection)
    formula, values = compiler.compile(rank(wish, **columns).resolve_expression(query))
    with connection.cursor() as cursor:
        cursor.execute(_RANKED.format(rank=formula), [*values, whole, list(entries)])
        rows = [
            (entry, Place(kind, key, round(found, _DIGITS), bool(has_whole)))
            for entry, kind, key, has_whole, found in cursor.fetchall()
        ]
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


def _after_by_time(wish: Wish) -> After:
    """Where the page begins; at the start for the first page and a broken mark."""
    read = _read_mark(wish.after) if wish.is_by_time else None
    if read is None:
        return After()
    last = SearchEntry.objects.filter(pk=read[0]).values_list("shown_at", "pk").first()
    return After("(shown_at, entry_id) < (%s, %s)", last) if last is not None else After()
