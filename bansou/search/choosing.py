"""How many rows of the index a wish finds for a person, and which of them are worth ranking.

At 350,000 rows a common word is in most of them, and no page can look at them all. So each kind is asked in one of two ways, and how many
rows are looked at one by one has a bound in both:

- *by words*: the index gives candidates, at most MOST_CANDIDATES of a kind, without a look at any text. The latest MOST_LOOKED_AT of them are
  looked at: may the person see it, under what conditions does it fall, do words side by side stand side by side. Where there are no more
  candidates than that, everything is exact. Where there are more, the counts are those of the sample, scaled, and said to be rough; and
  candidates with the rarest of the words in the title are looked at beyond it. Where hardly any holds (other people's rows, words not side by side), all
  that match are looked at. Where there are more than MOST_CANDIDATES, the index hands them out in no order, and the newest rows of the kind
  are looked at too.
- *by time*: where words are so common that the newest rows alone have plenty of them, the NEWEST_LOOKED_AT newest are looked at, and the
  index of words is not asked.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import caches
from django.db.backends.utils import CursorWrapper
from django.db.models import Count

from bansou.search.lexemes import condition_query, index_scans, joined
from bansou.search.models import SearchEntry
from bansou.search.visible import Room, by_index_alone
from bansou.search.wish import Wish

#: More than so many are not counted: 「10,000件以上」.
MOST_COUNTED = 10_000
#: Of a kind so many candidates are taken: half of them may be for other eyes.
MOST_CANDIDATES = 2 * MOST_COUNTED
#: So many of them are looked at, and so many more that have a rare word in the title.
MOST_LOOKED_AT, MOST_TITLES = 300, 100
#: So many of the newest rows of a kind are looked at where words are common.
NEWEST_LOOKED_AT = 300
#: So many are ranked, and so many can be paged through: who has read two hundred results needs another word.
SHORTLIST = 200
#: Fewer results than this of so many candidates are looked for among all of them.
_TOO_FEW = 50
#: More rows than there will be.
_ALL = 2**31 - 1
_REMEMBERED_AS, _REMEMBERED_SECONDS = "search-sizes", 600


@dataclass(frozen=True)
class Chosen:
    """What is known of the rows that a wish finds.

    counts: by kind; rough: the kinds of which a sample was counted; facets: by condition (`wall/2`), of the chosen kinds.
    entries: those worth ranking, or, by time, those of the page and one more.
    """

    counts: Mapping[str, int]
    rough: frozenset[str] = frozenset()
    facets: Mapping[str, int] = field(default_factory=dict)
    entries: Sequence[int] = ()


@dataclass(frozen=True)
class After:
    """Where a page by time begins: a condition on the rows `looked`, and its values."""

    condition: str = "TRUE"
    values: Sequence[Any] = ()


@dataclass(frozen=True)
class _Look:
    """What was found in a room. seen: rows that were looked at and hold; found: how many there are, scaled where only some were looked at.

    is_capped: there are more candidates than were taken.
    """

    seen: int = 0
    found: int = 0
    is_rough: bool = False
    is_capped: bool = False
    facets: Mapping[str, int] = field(default_factory=dict)
    #: Each with how well its title fits and its moment before it: the greatest is the best.
    best: Sequence[tuple[float, float, int]] = ()


def choose(wish: Wish, rooms: Sequence[Room], chosen: Sequence[Room], after: After) -> Chosen:
    """Looks through all rooms for the counts, and through the chosen ones for what is worth ranking. `after`: where a page by time begins."""
    with by_index_alone() as cursor:
        looks = _plenty(cursor, wish, rooms) if wish.is_of_common_words and not wish.is_by_time else {}
        looks |= _look_by_words(cursor, wish, [room for room in rooms if room.searchable.kind not in looks], after)
        capped = [] if wish.is_by_time else [room for room in chosen if looks[room.searchable.kind].is_capped]
        newest = [row for look in _look_by_time(cursor, wish, capped).values() for row in look.best]
    kinds = {room.searchable.kind for room in chosen}
    facets: dict[str, int] = {}
    for kind in kinds:
        for condition, number in looks[kind].facets.items():
            facets[condition] = facets.get(condition, 0) + number
    return Chosen(
        counts={kind: min(look.found, MOST_COUNTED) for kind, look in looks.items()},
        facets=facets,
        rough=frozenset(kind for kind, look in looks.items() if look.is_rough),
        entries=[
            entry
            for *_, entry in sorted({*newest, *(row for kind in kinds for row in looks[kind].best)}, reverse=True)[:SHORTLIST]
        ],
    )


MATCHES = "(entry.title || entry.body) @@ %s::tsquery"
#: To put title and body together costs more than to ask them one after the other, and most rows have all of it in one of them.
_HOLDS = """
CASE WHEN entry.title @@ %s::tsquery THEN TRUE WHEN entry.body @@ %s::tsquery THEN TRUE ELSE (entry.title || entry.body) @@ %s::tsquery END
"""
#: The rarities of the words in the title.
_TITLE = "(CASE WHEN entry.title @@ %s::tsquery THEN {words} ELSE 0 END)"
_ANSWER = """
    (SELECT jsonb_object_agg(condition, number) FROM (
        SELECT condition, count(*) AS number FROM looked CROSS JOIN unnest(facets) AS condition WHERE is_counted GROUP BY condition
    ) AS conditions),
    (SELECT jsonb_agg(jsonb_build_array(in_title, extract(epoch FROM shown_at), entry_id)) FROM (
        SELECT * FROM looked WHERE {after} ORDER BY {order} shown_at DESC, entry_id DESC LIMIT %s
    ) AS best)
"""

# -- by words ---------------------------------------------------------------------------------------------------------
_SCAN = f"""
scan_{{number}} AS MATERIALIZED (
    SELECT entry.id, {{is_sure}} AS is_sure FROM wagtailsearch_indexentry AS entry WHERE {{enough}} {MATCHES} LIMIT %s
)
"""  # noqa: S608
#: The rows that have parts of a word without the whole are few: they are asked for where there are not plenty of the others.
_NOT_ENOUGH = "(SELECT count(*) FROM scan_0) <= %s AND"
_BY_WORDS = """
(WITH {scans},
candidates AS ({candidates}),
latest AS MATERIALIZED (SELECT id, is_sure, TRUE AS is_counted FROM candidates ORDER BY id DESC LIMIT %s),
titled AS MATERIALIZED (
    SELECT entry.id, FALSE AS is_sure, FALSE AS is_counted FROM wagtailsearch_indexentry AS entry
    WHERE %s AND (SELECT count(*) FROM candidates) > %s AND entry.title @@ %s::tsquery LIMIT %s
),
taken AS (SELECT * FROM latest UNION ALL SELECT * FROM titled WHERE id NOT IN (SELECT id FROM latest)),
looked AS MATERIALIZED (
    SELECT narrow.entry_id, narrow.shown_at, narrow.facets, taken.is_counted, {title} AS in_title
    FROM taken JOIN search_entry AS narrow ON narrow.entry_id = taken.id JOIN wagtailsearch_indexentry AS entry ON entry.id = taken.id
    WHERE narrow.kind = %s AND (taken.is_sure OR {holds}) AND {visible}
)
SELECT %s, (SELECT count(*) FROM candidates), (SELECT count(*) FROM looked WHERE is_counted), {answer})
"""


def _look_by_words(cursor: CursorWrapper, wish: Wish, rooms: Sequence[Room], after: After) -> dict[str, _Look]:
    """All rooms in one query; those again in which a sample has hardly anything."""
    looks = _ask_by_words(cursor, wish, rooms, after)
    thin = [room for room in rooms if (look := looks[room.searchable.kind]).is_rough and look.seen < _TOO_FEW]
    if thin:
        looks |= _ask_by_words(cursor, wish, thin, after, taken=_ALL, most=_ALL)
    return looks


def _ask_by_words(
    cursor: CursorWrapper, wish: Wish, rooms: Sequence[Room], after: After, taken: int | None = None, most: int | None = None
) -> dict[str, _Look]:
    """taken: how many candidates; most: how many of them are looked at."""
    taken, most = taken or MOST_CANDIDATES, most or MOST_LOOKED_AT
    title, title_values = _title_of(wish)
    answer = _ANSWER.format(after=after.condition, order="" if wish.is_by_time else "in_title DESC,")
    branches: list[str] = []
    values: list[Any] = []
    for room in rooms:
        kind = room.searchable.kind
        scans = index_scans(joined([wish.matching, condition_query(f"kind/{kind}")], "and"))
        branches.append(
            _BY_WORDS.format(
                scans=", ".join(
                    _SCAN.format(number=number, is_sure=scan.is_sure, enough=_NOT_ENOUGH if number else "")
                    for number, scan in enumerate(scans)
                ),
                candidates=" UNION ALL ".join(f"SELECT * FROM scan_{number}" for number in range(len(scans))),  # noqa: S608
                title=title,
                holds=_HOLDS,
                visible=room.is_visible,
                answer=answer,
            )
        )
        values += [value for number, scan in enumerate(scans) for value in (*([most] if number else []), scan.query, taken)]
        values += [most, bool(wish.most_telling), most, wish.most_telling, MOST_TITLES]
        values += [*title_values, kind, *[wish.matching] * 3, *room.values]
        values += [kind, *after.values, wish.size + 1 if wish.is_by_time else SHORTLIST]
    if not branches:
        return {}
    cursor.execute(" UNION ALL ".join(branches), values)
    return {
        kind: _look(found, candidates / max(1, min(candidates, most)), facets, best, is_capped=candidates >= taken)
        for kind, candidates, found, facets, best in cursor.fetchall()
    }


# -- by time ----------------------------------------------------------------------------------------------------------
_BY_TIME = """
(WITH newest AS MATERIALIZED (
    SELECT entry_id, shown_at, facets FROM search_entry AS narrow WHERE kind = %s AND {visible}
    ORDER BY shown_at DESC, entry_id DESC LIMIT %s
),
looked AS MATERIALIZED (
    SELECT newest.*, {title} AS in_title, TRUE AS is_counted
    FROM newest JOIN wagtailsearch_indexentry AS entry ON entry.id = newest.entry_id WHERE {matches}
)
SELECT %s, (SELECT count(*) FROM newest), (SELECT count(*) FROM looked), {answer})
"""


def _look_by_time(cursor: CursorWrapper, wish: Wish, rooms: Sequence[Room]) -> dict[str, _Look]:
    """The rooms in one query."""
    title, title_values = _title_of(wish)
    answer = _ANSWER.format(after="TRUE", order="in_title DESC,")
    branches: list[str] = []
    values: list[Any] = []
    for room in rooms:
        kind = room.searchable.kind
        branches.append(_BY_TIME.format(title=title, matches=MATCHES, visible=room.is_visible, answer=answer))
        values += [kind, *room.values, NEWEST_LOOKED_AT, *title_values, wish.matching, kind, SHORTLIST]
    if not branches:
        return {}
    cursor.execute(" UNION ALL ".join(branches), values)
    sizes = _sizes()
    return {
        kind: _look(found, sizes.get(kind, 0) / max(1, looked), facets, best)
        for kind, looked, found, facets, best in cursor.fetchall()
    }


def _plenty(cursor: CursorWrapper, wish: Wish, rooms: Sequence[Room]) -> dict[str, _Look]:
    """The rooms of which the newest rows show that there is more than is counted."""
    looks = _look_by_time(cursor, wish, _large(rooms))
    return {kind: look for kind, look in looks.items() if look.found >= 2 * MOST_COUNTED}


def _large(rooms: Sequence[Room]) -> list[Room]:
    """Those with so many rows that a tenth of them is more than is counted."""
    sizes = _sizes()
    return [room for room in rooms if sizes.get(room.searchable.kind, 0) > 4 * MOST_COUNTED]


def _sizes() -> Mapping[str, int]:
    """How many rows there are of each kind, for whomever: some minutes old, and never shown."""
    moments = caches["moments"]
    sizes: dict[str, int] | None = moments.get(_REMEMBERED_AS)
    if sizes is None:
        sizes = dict(SearchEntry.objects.values_list("kind").annotate(Count("pk")).order_by())
        moments.set(_REMEMBERED_AS, sizes, _REMEMBERED_SECONDS)
    return sizes


# -- both -------------------------------------------------------------------------------------------------------------
def _title_of(wish: Wish) -> tuple[str, list[Any]]:
    """The SQL for how well a title fits, and its values."""
    words = [(measure.weight, measure.query) for measure in wish.order.words] if wish.order else []
    words = words or [(1.0, wish.ranking)]
    if not wish.ranking:
        return "0", []
    score = " + ".join(["%s * (entry.title @@ %s::tsquery)::int"] * len(words))
    return _TITLE.format(words=score), [joined([query for _, query in words], "or"), *(value for word in words for value in word)]


def _look(seen: int, factor: float, facets: str | None, best: str | None, *, is_capped: bool = False) -> _Look:
    """factor: of how many rows each that was counted stands."""
    counts: dict[str, int] = json.loads(facets or "{}")
    is_rough = factor > 1 or is_capped
    found = seen
    if factor > 1:
        found, counts = _two_digits(seen * factor), {name: _two_digits(number * factor) for name, number in counts.items()}
    return _Look(seen, found, is_rough, is_capped, counts, [tuple(row) for row in json.loads(best or "[]")])


def _two_digits(number: float) -> int:
    """As exactly as a sample knows it."""
    return int(round(number, 2 - len(str(int(number)))))
