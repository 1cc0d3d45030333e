"""One list over everything that is registered, by rank, for one person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Value
from django.utils.safestring import SafeString

from accounts.audiences import Person
from bansou.search.backend import ranked
from bansou.search.excerpts import excerpt, marked, wanted
from bansou.search.lexemes import query_words
from bansou.search.registry import Card, Searchable, searchables
from bansou.search.words import Word

#: Results on a page, and the last page: who reads 500 results needs another word, not a 26th page.
PAGE_SIZE, LAST_PAGE = 10, 50


@dataclass(frozen=True)
class Result:
    """One line of the list."""

    kind: str
    label: str
    card: Card
    title: SafeString
    excerpt: SafeString


@dataclass(frozen=True)
class Tab:
    """A kind with the number of its results; kind "" is all of them."""

    kind: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Findings:
    """What a query found for the person. `is_any`: no thing had all of the words, these have some."""

    words: list[Word] = field(default_factory=list)
    tabs: list[Tab] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    page: int = 1
    last_page: int = 1
    is_any: bool = False

    @property
    def count(self) -> int:
        """All results, of whatever kind."""
        return self.tabs[0].count if self.tabs else 0

    @property
    def chosen_count(self) -> int:
        """Results of the chosen tab."""
        return next((tab.count for tab in self.tabs if tab.is_chosen), 0)


def find(*, user: Person, query: str, kind: str = "", page: int = 1) -> Findings:
    """What the person may find with the words of the query: all of them, or, if that is nothing, any of them.

    An unknown kind is all kinds; a page beyond the last is the last. Three queries, and what the cards of each shown kind need.
    """
    words = query_words(query)
    if not words:
        return Findings()
    rooms = {searchable: searchable.visible_to(user) for searchable in searchables()}
    operator = "and"
    found = {searchable: ranked(rows, query).order_by() for searchable, rows in rooms.items()}
    counts = _counts(found)
    if not any(counts.values()) and len(words) > 1:
        operator = "or"
        found = {searchable: ranked(rows, query, operator=operator).order_by() for searchable, rows in rooms.items()}
        counts = _counts(found)
    chosen = [searchable for searchable in rooms if searchable.kind == kind] or list(rooms)
    total = sum(counts.get(searchable.kind, 0) for searchable in chosen)
    last_page = min(LAST_PAGE, max(1, -(-total // PAGE_SIZE)))
    page = min(max(1, page), last_page)
    places = _places({searchable: found[searchable] for searchable in chosen}, page) if total else []
    return Findings(
        words=words,
        tabs=_tabs(list(rooms), counts, kind if len(chosen) == 1 else ""),
        results=_results(rooms, places, words),
        page=page,
        last_page=last_page,
        is_any=operator == "or" and total > 0,
    )


def _counts(found: dict[Searchable, QuerySet[Any]]) -> dict[str, int]:
    """How many of each kind."""
    counted = [
        rows.annotate(found_kind=Value(searchable.kind, output_field=CharField()))
        .values("found_kind")
        .annotate(found_count=Count("pk"))
        .values_list("found_kind", "found_count")
        for searchable, rows in found.items()
    ]
    return dict(_united(counted))


def _places(found: dict[Searchable, QuerySet[Any]], page: int) -> list[tuple[str, Any]]:
    """(kind, primary key) of the page's results, best first."""
    rows = [
        rows.annotate(found_kind=Value(searchable.kind, output_field=CharField()), found_key=F("pk")).values_list(
            "found_kind", "found_key", "found_rank"
        )
        for searchable, rows in found.items()
    ]
    united = _united(rows).order_by("-found_rank", "found_kind", "-found_key")
    return [(kind, key) for kind, key, _ in united[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]]


def _united(querysets: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    first, *others = querysets
    return first.union(*others, all=True) if others else first


def _tabs(rooms: Sequence[Searchable], counts: dict[str, int], kind: str) -> list[Tab]:
    return [
        Tab("", "すべて", sum(counts.values()), is_chosen=kind == ""),
        *(Tab(room.kind, room.label, counts.get(room.kind, 0), is_chosen=kind == room.kind) for room in rooms),
    ]


def _results(rooms: dict[Searchable, QuerySet[Any]], places: Sequence[tuple[str, Any]], words: Sequence[Word]) -> list[Result]:
    sought = wanted(words)
    found: dict[tuple[str, Any], Result] = {}
    for searchable, rows in rooms.items():
        keys = [key for kind, key in places if kind == searchable.kind]
        if not keys:
            continue
        for row in searchable.with_card_rows(rows.filter(pk__in=keys)):
            card = searchable.card(row)
            found[searchable.kind, row.pk] = Result(
                kind=searchable.kind,
                label=searchable.label,
                card=card,
                title=marked(card.title, sought),
                excerpt=excerpt(card.texts, sought),
            )
    # What was withdrawn between the two queries is missing here, and is not shown.
    return [found[place] for place in places if place in found]
