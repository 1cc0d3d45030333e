"""One list over everything that is registered, by rank, for one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.safestring import SafeString

from accounts.audiences import Person
from bansou.search.asking import read
from bansou.search.excerpts import excerpt, marked, wanted
from bansou.search.hits import Place, Wish, hits
from bansou.search.registry import Card, Searchable, searchables
from bansou.search.words import Word

#: Results on a page.
PAGE_SIZE = 10


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
    """What a query found for the person.

    is_any: no thing had all of the words, these have some. facets: counts by value by facet. next_after: where the next page begins, "" on the last.
    """

    words: list[Word] = field(default_factory=list)
    tabs: list[Tab] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    next_after: str = ""
    is_any: bool = False

    @property
    def count(self) -> int:
        """All results, of whatever kind."""
        return self.tabs[0].count if self.tabs else 0

    @property
    def chosen_count(self) -> int:
        """Results of the chosen tab."""
        return next((tab.count for tab in self.tabs if tab.is_chosen), 0)


def find(
    *,
    user: Person,
    query: str,
    kind: str = "",
    conditions: Mapping[str, tuple[str, ...]] | None = None,
    sort: str = "best",
    after: str = "",
) -> Findings:
    """What the person may find with the words of the query: all of them, or, if that is nothing, any of them.

    An unknown kind is all kinds; a broken `after` is the first page. Three queries, and what the cards of each shown kind need.
    """
    asked = read(query, conditions)
    if not asked:
        return Findings()
    wish = Wish(matching=asked.all_of(), ranking=asked.all_of(), kind=kind, sort=sort, after=after, size=PAGE_SIZE)
    found = hits(user=user, wish=wish)
    is_any = not any(found.counts.values()) and len(asked.words) > 1
    if is_any:
        found = hits(user=user, wish=replace(wish, matching=asked.any_of(), ranking=asked.any_of()))
    rooms = searchables()
    return Findings(
        words=list(asked.words),
        tabs=_tabs(rooms, found.counts, kind if kind in {room.kind for room in rooms} else ""),
        results=_results(user, found.places, asked.words),
        facets=found.facets,
        next_after=found.next_after,
        is_any=is_any and any(found.counts.values()),
    )


def cards_at(user: Person, places: Sequence[Place]) -> dict[tuple[str, Any], Card]:
    """What lists show of the rows that the person may see, by kind and key; a query for each kind, and what its cards need."""
    found: dict[tuple[str, Any], Card] = {}
    for searchable in searchables():
        keys = [place.key for place in places if place.kind == searchable.kind]
        if keys:
            for row in searchable.with_card_rows(searchable.visible_to(user).filter(pk__in=keys)):
                found[searchable.kind, row.pk] = searchable.card(row)
    return found


def _tabs(rooms: Sequence[Searchable], counts: Mapping[str, int], kind: str) -> list[Tab]:
    return [
        Tab("", "すべて", sum(counts.values()), is_chosen=kind == ""),
        *(Tab(room.kind, room.label, counts.get(room.kind, 0), is_chosen=kind == room.kind) for room in rooms),
    ]


def _results(user: Person, places: Sequence[Place], words: Sequence[Word]) -> list[Result]:
    sought = wanted(words)
    cards = cards_at(user, places)
    labels = {searchable.kind: searchable.label for searchable in searchables()}
    # What was withdrawn between the two queries is missing here, and is not shown.
    return [
        Result(
            kind=place.kind,
            label=labels[place.kind],
            card=card,
            title=marked(card.title, sought),
            excerpt=excerpt(card.texts, sought),
        )
        for place in places
        if (card := cards.get((place.kind, place.key)))
    ]
