"""Which rows of the index a wish finds: their places in order, how many there are, and how they fall into kinds and conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Value

from accounts.audiences import Person
from bansou.search.backend import ranked_by
from bansou.search.registry import Searchable, searchables

#: More than so many are not counted: 「10,000件以上」.
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Wish:
    """What is asked of the index.

    matching: the tsquery that rows must match; ranking: the tsquery by which they are ordered (mostly the same).
    kind: only rows of this kind, "" or an unknown one all; sort: "best" or "new"; after: where the page before ended (`Hits.next_after`), "" at the start.
    """

    matching: str
    ranking: str
    kind: str = ""
    sort: str = "best"
    after: str = ""
    size: int = 10


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


def hits(*, user: Person, wish: Wish) -> Hits:
    """The rows that the person may find, and nothing of others in any count."""
    found = {searchable: ranked_by(searchable.visible_to(user), wish.matching).order_by() for searchable in searchables()}
    counts = _counts(found)
    chosen = {searchable: rows for searchable, rows in found.items() if searchable.kind == wish.kind} or found
    total = sum(counts.get(searchable.kind, 0) for searchable in chosen)
    start = int(wish.after or 0)
    places = _places(chosen, start, wish.size) if total else []
    end = start + wish.size
    return Hits(places=places, counts=counts, next_after=str(end) if end < total else "")


def _counts(found: Mapping[Searchable, QuerySet[Any]]) -> dict[str, int]:
    """How many of each kind."""
    counted = [
        rows.annotate(found_kind=Value(searchable.kind, output_field=CharField()))
        .values("found_kind")
        .annotate(found_count=Count("pk"))
        .values_list("found_kind", "found_count")
        for searchable, rows in found.items()
    ]
    return dict(_united(counted))


def _places(found: Mapping[Searchable, QuerySet[Any]], start: int, size: int) -> list[Place]:
    """The page's results, best first."""
    rows = [
        rows.annotate(found_kind=Value(searchable.kind, output_field=CharField()), found_key=F("pk")).values_list(
            "found_kind", "found_key", "found_rank"
        )
        for searchable, rows in found.items()
    ]
    united = _united(rows).order_by("-found_rank", "found_kind", "-found_key")
    return [Place(*row) for row in united[start : start + size]]


def _united(querysets: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    first, *others = querysets
    return first.union(*others, all=True) if others else first
