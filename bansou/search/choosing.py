"""How many rows of the index a wish finds for a person, and which of them are worth ranking.

At 350,000 rows a common word is in most of them, and no page can look at them all. So for each kind the index gives *candidates*, without a
look at any text, and the latest MOST_LOOKED_AT of them are looked at: may the person see it, under what conditions does it fall, do words
side by side stand side by side.

- Where the *newest eras* of a large kind (`eras.py`) have plenty of candidates, the others are not asked.
- Where there are no more candidates than are looked at, everything is exact. Where there are more, the counts are those of the sample,
  scaled, and said to be rough; and candidates with the rarest of the words in the title are looked at beyond it.
- Rows that have the words as *whole* words come first. Where they are few, those follow that may have them in parts or in kana side by
  side, of which most texts that have all the pieces say something else: of these a smaller sample is enough where there are whole ones.
- Where hardly any of a sample holds (other people's rows, words not side by side), all that match are looked at.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.backends.utils import CursorWrapper

from bansou.search.eras import NewestEras, newest_eras
from bansou.search.lexemes import Scan, condition_query, index_scans, joined
from bansou.search.visible import Room, by_index_alone
from bansou.search.wish import Wish

#: More than so many are not counted: 「10,000件以上」.
MOST_COUNTED = 10_000
#: Of a kind so many candidates are taken: half of them may be for other eyes.
MOST_CANDIDATES = 2 * MOST_COUNTED
#: So many of them are looked at, and so many more that have a rare word in the title.
MOST_LOOKED_AT, MOST_TITLES = 300, 100
#: So many are looked at of those of which the places must be compared: words or pieces side by side.
MOST_COMPARED = 150
#: And where others have the words whole, so many of all kinds are taken of those with their pieces, and so many of a kind looked at.
MOST_PIECES_TAKEN, MOST_IN_PIECES = 500, 50
#: Where the newest eras of a kind have so many candidates, the others are not asked.
PLENTY = 80
#: So many are ranked, and so many can be paged through: who has read two hundred results needs another word.
SHORTLIST = 200
#: Fewer results than two pages, of more candidates, are looked for among all of them.
_TOO_FEW = 20
#: With so many of a sample the next newest one is met after a few steps back in time.
MANY = 50
#: More rows than there will be.
_ALL = 2**31 - 1


@dataclass(frozen=True)
class Chosen:
    """What is known of the rows that a wish finds.

    counts: by kind; rough: the kinds of which a sample was counted; plentiful: those of them with so many rows that one is met wherever one
    looks; facets: by condition (`wall/2`), of the chosen kinds.
    entries: those worth ranking, or, by time, those of the page and one more.
    """

    counts: Mapping[str, int]
    rough: frozenset[str] = frozenset()
    plentiful: frozenset[str] = frozenset()
    facets: Mapping[str, int] = field(default_factory=dict)
    entries: Sequence[int] = ()


@dataclass(frozen=True)
class After:
    """Where a page by time begins: a condition on the rows `looked`, and its values."""

    condition: str = "TRUE"
    values: Sequence[Any] = ()


@dataclass(frozen=True)
class _Sample:
    """Rows that were looked at. seen: those that hold; each stands for so many (`times`)."""

    seen: int = 0
    times: float = 1.0

    @property
    def is_rough(self) -> bool:
        return self.seen > 0 and self.times > 1

    @property
    def is_thin(self) -> bool:
        """Whether hardly any of it holds, and there is more than was looked at."""
        return self.times > 1 and self.seen < _TOO_FEW


@dataclass(frozen=True)
class _Look:
    """What was found in a room. whole, pieces: the samples of what is sure to have the words and of what may have pieces side by side."""

    whole: _Sample
    pieces: _Sample

    @property
    def is_rough(self) -> bool:
        return self.whole.is_rough or self.pieces.is_rough

    @property
    def count(self) -> int:
        """How many rows there are, as exactly as the samples know it."""
        return self.stand_for(self.whole.seen, self.pieces.seen)

    def stand_for(self, whole: int, pieces: int) -> int:
        """For how many rows so many of the samples stand."""
        number = whole * self.whole.times + pieces * self.pieces.times
        return two_digits(number) if self.is_rough else round(number)


@dataclass(frozen=True)
class _Found:
    """What was found in some rooms. looks: by kind; facets, best: of the chosen kinds.

    facets: kind, condition, and how many of the two samples fall under it. best: each entry with how well its title fits and its moment
    before it: the greatest is the best.
    """

    looks: Mapping[str, _Look]
    facets: Sequence[tuple[str, str, tuple[int, int]]]
    best: Sequence[tuple[float, float, int]]

    def corrected_by(self, other: "_Found") -> "_Found":
        """The same with what the other one knows of its kinds."""
        return _Found(
            looks={**self.looks, **other.looks},
            facets=[*(row for row in self.facets if row[0] not in other.looks), *other.facets],
            best=[*{*self.best, *other.best}],
        )


def choose(wish: Wish, rooms: Sequence[Room], chosen: Sequence[Room], after: After) -> Chosen:
    """Looks through all rooms for the counts, and through the chosen ones for what is worth ranking. `after`: where a page by time begins."""
    kinds = [room.searchable.kind for room in chosen]
    bounds = _Bounds(MOST_CANDIDATES, MOST_LOOKED_AT, MOST_COMPARED, MOST_PIECES_TAKEN, MOST_IN_PIECES)
    newest = newest_eras()
    with by_index_alone() as cursor:
        found = _look(cursor, wish, rooms, kinds, after, bounds, newest)
        if thin := _thin(rooms, found):
            found = found.corrected_by(_look(cursor, wish, thin, kinds, after, _Bounds(), {}))
    facets: dict[str, int] = {}
    for kind, condition, seen in found.facets:
        facets[condition] = facets.get(condition, 0) + found.looks[kind].stand_for(*seen)
    return Chosen(
        counts={kind: min(look.count, MOST_COUNTED) for kind, look in found.looks.items()},
        facets=facets,
        rough=frozenset(kind for kind, look in found.looks.items() if look.is_rough),
        plentiful=frozenset(kind for kind, look in found.looks.items() if look.whole.is_rough and look.whole.seen >= MANY),
        entries=[entry for *_, entry in sorted(found.best, reverse=True)[:SHORTLIST]],
    )


def _thin(rooms: Sequence[Room], found: _Found) -> list[Room]:
    """The rooms that are to be looked through whole. Who finds the whole word is not kept waiting for what has its pieces."""
    has_whole = any(look.whole.seen for look in found.looks.values())
    looks = [(room, found.looks[room.searchable.kind]) for room in rooms]
    return [room for room, look in looks if look.whole.is_thin or (look.pieces.is_thin and not has_whole)]


# -- the query --------------------------------------------------------------------------------------------------------
MATCHES = "(entry.title || entry.body) @@ %s::tsquery"
#: To put title and body together costs more than to ask them one after the other, and most rows have all of it in one of them.
_HOLDS = """
CASE WHEN entry.title @@ %s::tsquery THEN TRUE WHEN entry.body @@ %s::tsquery THEN TRUE
    ELSE %s AND (entry.title || entry.body) @@ %s::tsquery END
"""
_SEEN = "jsonb_build_array(count(*) FILTER (WHERE sample = 'whole'), count(*) FILTER (WHERE sample = 'pieces')) AS seen"
#: All rooms in one look: to plan one for each would take PostgreSQL longer than to go through it.
_LOOK = f"""
WITH {{whole}},
sizes AS MATERIALIZED ({{sizes}}),
{{pieces}},
latest AS MATERIALIZED ({{latest}}),
taken AS (SELECT * FROM latest UNION ALL {{titled}}),
looked AS MATERIALIZED (
    SELECT narrow.entry_id, narrow.kind, narrow.shown_at, narrow.facets, taken.sample, {{in_title}} AS in_title
    FROM taken JOIN search_entry AS narrow ON narrow.entry_id = taken.id JOIN wagtailsearch_indexentry AS entry ON entry.id = taken.id
    WHERE (taken.is_sure OR {{holds}}) AND CASE narrow.kind {{visible}} ELSE FALSE END
)
SELECT
    (SELECT jsonb_object_agg(kind, seen) FROM (SELECT kind, {_SEEN} FROM looked GROUP BY kind) AS kinds),
    (SELECT jsonb_agg(jsonb_build_array(kind, condition, seen)) FROM (
        SELECT kind, condition, {_SEEN} FROM looked CROSS JOIN unnest(facets) AS condition
        WHERE sample <> '' AND {{of_conditions}} GROUP BY kind, condition
    ) AS conditions),
    (SELECT jsonb_agg(jsonb_build_array(in_title, extract(epoch FROM shown_at), entry_id)) FROM (
        SELECT * FROM looked WHERE {{of_best}} ORDER BY {{order}} shown_at DESC, entry_id DESC LIMIT {{most}}
    ) AS best),
    (SELECT jsonb_object_agg(kind, jsonb_build_array(is_of_newest, whole, (SELECT count(*) FROM pieces WHERE kind = sizes.kind))) FROM sizes)
"""  # noqa: S608 (what is put in is SQL of ours; what somebody typed goes in as values)
_SCAN = "SELECT entry.id FROM wagtailsearch_indexentry AS entry WHERE"
_WHOLE = f"plenty_{{0}} AS (SELECT FALSE AS is_so), whole_{{0}} AS MATERIALIZED ({_SCAN} {MATCHES} LIMIT %s)"
_WHOLE_OF_LARGE = f"""
newest_{{0}} AS MATERIALIZED ({_SCAN} {MATCHES} LIMIT %s),
plenty_{{0}} AS MATERIALIZED (SELECT count(*) >= %s AS is_so FROM newest_{{0}}),
whole_{{0}} AS MATERIALIZED (SELECT id FROM newest_{{0}} UNION ({_SCAN} NOT (SELECT is_so FROM plenty_{{0}}) AND {MATCHES} LIMIT %s))
"""  # noqa: S608
_SIZE = (
    "SELECT %s AS kind, %s AS query, plenty_{0}.is_so AS is_of_newest, (SELECT count(*) FROM whole_{0}) AS whole FROM plenty_{0}"
)
_HAS_WHOLE = "(SELECT sum(whole) FROM sizes) > 0"
#: Asked for in the rooms that have few of the others; in all of them without a word of rooms, which the index would have to compare.
_PIECES = f"""
few AS MATERIALIZED (
    SELECT string_agg(query, ' | ')::tsquery AS rooms, count(*) = (SELECT count(*) FROM sizes) AS are_all
    FROM sizes WHERE whole <= %s AND NOT is_of_newest
),
pieces AS MATERIALIZED (
    SELECT found.id, narrow.kind
    FROM (
        {_SCAN} (entry.title || entry.body) @@ (SELECT CASE WHEN are_all THEN %s::tsquery ELSE %s::tsquery && rooms END FROM few)
        LIMIT CASE WHEN {_HAS_WHOLE} THEN %s ELSE %s END
    ) AS found
    JOIN search_entry AS narrow ON narrow.entry_id = found.id
)
"""  # noqa: S608
_NO_PIECES = "pieces AS (SELECT 0 AS id, '' AS kind WHERE FALSE)"
_LATEST_WHOLE = "(SELECT id, %s AS is_sure, 'whole' AS sample FROM whole_{0} ORDER BY id DESC LIMIT %s)"
_LATEST_PIECES = f"""
(SELECT id, FALSE, 'pieces' FROM pieces WHERE kind = %s ORDER BY id DESC LIMIT CASE WHEN {_HAS_WHOLE} THEN %s ELSE %s END)
"""  # noqa: S608
_TITLED = """
(SELECT entry.id, FALSE, '' FROM wagtailsearch_indexentry AS entry
WHERE EXISTS (SELECT FROM sizes WHERE is_of_newest OR whole > %s) AND entry.title @@ %s::tsquery AND entry.id NOT IN (SELECT id FROM latest) LIMIT %s)
"""


@dataclass(frozen=True)
class _Bounds:
    """How many candidates of a kind are taken, looked at, and compared; how many of those in pieces are taken and looked at beside whole ones."""

    taken: int = _ALL
    looked_at: int = _ALL
    compared: int = _ALL
    pieces_taken: int = _ALL
    in_pieces: int = _ALL

    def of_whole(self, scan: Scan) -> int:
        """How many of the whole ones are looked at."""
        return self.looked_at if scan.is_sure else self.compared


@dataclass(frozen=True)
class _Sql:
    """Some SQL, and the values of its places."""

    text: str
    values: Sequence[Any] = ()


def _in_a_row(between: str, parts: Sequence[_Sql]) -> _Sql:
    return _Sql(between.join(part.text for part in parts), [value for part in parts for value in part.values])


def _look(
    cursor: CursorWrapper,
    wish: Wish,
    rooms: Sequence[Room],
    chosen: Sequence[str],
    after: After,
    bounds: _Bounds,
    newest: Mapping[str, NewestEras],
) -> _Found:
    """newest: the newest eras of the kinds that are asked for them first."""
    scans = index_scans(wish.matching, wish.whole)
    kinds = [room.searchable.kind for room in rooms]
    parts = {
        "whole": _in_a_row(", ", [_whole(number, kind, scans[0], bounds, newest.get(kind)) for number, kind in enumerate(kinds)]),
        "sizes": _in_a_row(
            " UNION ALL ", [_Sql(_SIZE.format(number), [kind, _room_query(kind)]) for number, kind in enumerate(kinds)]
        ),
        "pieces": _pieces(scans[1:], bounds),
        "latest": _in_a_row(" UNION ALL ", [_latest(number, kind, scans, bounds) for number, kind in enumerate(kinds)]),
        "titled": _titled(wish, bounds.of_whole(scans[0])),
        "in_title": _in_title(wish),
        "holds": _Sql(_HOLDS, [wish.matching, wish.matching, not wish.is_in_one_field, wish.matching]),
        "visible": _in_a_row(
            " ", [_Sql(f"WHEN %s THEN {room.is_visible}", [room.searchable.kind, *room.values]) for room in rooms]
        ),
        "of_conditions": _Sql("kind = ANY(%s)", [list(chosen)]),
        "of_best": _Sql(f"kind = ANY(%s) AND {after.condition}", [list(chosen), *after.values]),
        "most": _Sql("%s", [wish.size + 1 if wish.is_by_time else SHORTLIST]),
    }
    query = _LOOK.format(order="" if wish.is_by_time else "in_title DESC,", **{name: part.text for name, part in parts.items()})
    # The places stand in the query in the order of its parts.
    cursor.execute(query, [value for part in parts.values() for value in part.values])
    seen, facets, best, sizes = (json.loads(answer) if answer else [] for answer in cursor.fetchone())
    in_pieces = bounds.in_pieces if any(whole for _, whole, _ in sizes.values()) else bounds.compared
    looks = {}
    for kind, (is_of_newest, whole, pieces) in sizes.items():
        whole_seen, pieces_seen = dict(seen).get(kind, (0, 0))
        times = newest[kind].times if is_of_newest else 1.0
        looks[kind] = _Look(
            whole=_Sample(whole_seen, times * max(1.0, whole / bounds.of_whole(scans[0]))),
            pieces=_Sample(pieces_seen, max(1.0, pieces / in_pieces)),
        )
    return _Found(looks, facets, [tuple(row) for row in best])


def _room_query(kind: str) -> str:
    return condition_query(f"kind/{kind}")


def _whole(number: int, kind: str, scan: Scan, bounds: _Bounds, newest: NewestEras | None) -> _Sql:
    """The table `whole` of the room of the number, and whether its newest rows stand for all (`plenty`)."""
    whole = joined([scan.query, _room_query(kind)], "and")
    of_newest = [joined([whole, newest.query], "and"), bounds.taken, PLENTY] if newest else []
    return _Sql((_WHOLE_OF_LARGE if newest else _WHOLE).format(number), [*of_newest, whole, bounds.taken])


def _pieces(scans: Sequence[Scan], bounds: _Bounds) -> _Sql:
    """The table `pieces` of all rooms."""
    asked = [value for scan in scans for value in (bounds.looked_at, scan.query, scan.query, bounds.pieces_taken, bounds.taken)]
    return _Sql(_PIECES if scans else _NO_PIECES, asked)


def _latest(number: int, kind: str, scans: Sequence[Scan], bounds: _Bounds) -> _Sql:
    """What is looked at of the room."""
    whole = _Sql(_LATEST_WHOLE.format(number), [scans[0].is_sure, bounds.of_whole(scans[0])])
    pieces = [_Sql(_LATEST_PIECES, [kind, bounds.in_pieces, bounds.compared])] if len(scans) > 1 else []
    return _in_a_row(" UNION ALL ", [whole, *pieces])


def _titled(wish: Wish, looked_at: int) -> _Sql:
    """Rows beyond those with the rarest word in the title, where not all of a room are looked at."""
    if not wish.most_telling:
        return _Sql("SELECT 0, FALSE, '' WHERE FALSE")
    return _Sql(_TITLED, [looked_at, wish.most_telling, MOST_TITLES])


def _in_title(wish: Wish) -> _Sql:
    """How well a title fits: the sum of the rarities of the words in it."""
    words = [(measure.weight, measure.query) for measure in wish.order.words] if wish.order else []
    words = words or [(1.0, wish.ranking)]
    if not wish.ranking:
        return _Sql("0")
    score = " + ".join(["%s * (entry.title @@ %s::tsquery)::int"] * len(words))
    has_any = joined([query for _, query in words], "or")
    return _Sql(
        f"CASE WHEN entry.title @@ %s::tsquery THEN {score} ELSE 0 END", [has_any, *(value for word in words for value in word)]
    )


def two_digits(number: float) -> int:
    """As exactly as a sample knows it."""
    return int(round(number, 2 - len(str(int(number)))))
