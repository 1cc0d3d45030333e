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
from bansou.search.terms_in_force import keep_up
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
    keep_up()
    asked = read(query)
    if not asked:
        return Findings()
    wish = Wish(matching=asked.all_of(), ranking=asked.all_of(), kind=kind)
    found = hits(user=user, wish=wish)
    is_any = not any(found.counts.values()) and len(asked.words) > 1
    if is_any:
        wish = replace(wish, matching=asked.any_of(), ranking=asked.any_of())
        found = hits(user=user, wish=wish)
    rooms = searchables()
    chosen = [room for room in rooms if room.kind == kind] or rooms
    total = sum(found.counts.get(room.kind, 0) for room in chosen)
    last_page = min(LAST_PAGE, max(1, -(-total // PAGE_SIZE)))
    page = min(max(1, page), last_page)
    if page > 1:
        found = hits(user=user, wish=replace(wish, after=str((page - 1) * PAGE_SIZE)))
    return Findings(
        words=list(asked.words),
        tabs=_tabs(rooms, found.counts, kind if len(chosen) == 1 else ""),
        results=_results(user, found.places, asked.words),
        page=page,
        last_page=last_page,
        is_any=is_any and total > 0,
    )


def _tabs(rooms: Sequence[Searchable], counts: Mapping[str, int], kind: str) -> list[Tab]:
    return [
        Tab("", "すべて", sum(counts.values()), is_chosen=kind == ""),
        *(Tab(room.kind, room.label, counts.get(room.kind, 0), is_chosen=kind == room.kind) for room in rooms),
    ]


def _results(user: Person, places: Sequence[Place], words: Sequence[Word]) -> list[Result]:
    sought = wanted(words)
    found: dict[tuple[str, Any], Result] = {}
    for searchable in searchables():
        keys = [place.key for place in places if place.kind == searchable.kind]
        if not keys:
            continue
        for row in searchable.with_card_rows(searchable.visible_to(user).filter(pk__in=keys)):
            card = searchable.card(row)
            found[searchable.kind, row.pk] = Result(
                kind=searchable.kind,
                label=searchable.label,
                card=card,
                title=marked(card.title, sought),
                excerpt=excerpt(card.texts, sought),
            )
    # What was withdrawn between the two queries is missing here, and is not shown.
    return [found[place.kind, place.key] for place in places if (place.kind, place.key) in found]
