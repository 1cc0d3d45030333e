"""One list over everything that is registered, by rank, for one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.safestring import SafeString

from accounts.audiences import Person
from bansou.search.asking import Asked, read
from bansou.search.excerpts import excerpt, marked, wanted
from bansou.search.hits import Hits, Place, Wish, hits
from bansou.search.near import near_words
from bansou.search.neighbours import Neighbour, neighbours_of
from bansou.search.ranking import Order, order_of, reasons
from bansou.search.registry import Card, Searchable, searchables
from bansou.search.terms_in_force import keep_up
from bansou.search.visible import rows_at
from bansou.search.words import Word

#: Results on a page.
PAGE_SIZE = 10
#: With fewer results other words are offered.
_FEW = 3
#: Of a question of so many words: where those that have them all do not fill a page, those that have some follow.
_SEVERAL = 3


@dataclass(frozen=True)
class Result:
    """One line of the list. `why`: what put it there, for staff who ask."""

    kind: str
    label: str
    card: Card
    title: SafeString
    excerpt: SafeString
    why: str = ""


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

    asked: the query as read, the conditions typed in it included; facets: counts by value by facet; next_after: where the next page begins.
    is_any: nothing, or next to nothing, had all of the words; all_count had them and come first, the others have some.
    near: 「もしかして」, other words of which there is more, "" if none are known. is_read_as_near: nothing had the words as typed, and the
    results are those of `near`.
    neighbours: where nothing was found, questions close to this one that find something. rough: the kinds whose numbers are those of a sample.
    """

    asked: Asked = field(default_factory=lambda: Asked(""))
    tabs: list[Tab] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    next_after: str = ""
    is_any: bool = False
    all_count: int = 0
    near: str = ""
    is_read_as_near: bool = False
    neighbours: Sequence[Neighbour] = ()
    rough: frozenset[str] = frozenset()

    @property
    def words(self) -> Sequence[Word]:
        """The words that were looked for."""
        return self.asked.words

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
    conditions: Mapping[str, Sequence[str]] | None = None,
    sort: str = "best",
    after: str = "",
    as_typed: bool = False,
    explains: bool = False,
) -> Findings:
    """What the person may find with the words of the query: all of them, or, where that is next to nothing, the rarer of them.

    An unknown kind is all kinds; a broken `after` is the first page. as_typed: never the results of other words than those typed.
    explains: each result says why it stands where it stands. The same number of queries however many results.
    """
    keep_up()
    asked = read(query, conditions, kind=kind, user=user)
    if not asked:
        return Findings(asked)
    answer = _answer(user, asked, sort, after)
    near = "" if answer.all_count >= _FEW or not asked.terms else near_words(query, user) or ""
    is_read_as_near = False
    if near and not answer.all_count and not as_typed:
        other = read(near, asked.conditions, kind=asked.kind, user=user)
        nearer = _answer(user, other, sort, after)
        if nearer.all_count:
            is_read_as_near, asked, answer = True, other, nearer
    found = answer.found
    return Findings(
        asked=asked,
        tabs=_tabs(searchables(), found.counts, asked.kind),
        results=_results(user, found.places, asked, answer.order if explains else None),
        facets=found.facets,
        next_after=found.next_after,
        is_any=_total(found) > answer.all_count,
        all_count=answer.all_count,
        near=near,
        is_read_as_near=is_read_as_near,
        rough=found.rough,
        neighbours=() if _total(found) else neighbours_of(asked, user),
    )


@dataclass(frozen=True)
class _Answer:
    """found: what has all that was asked, and, where that is next to nothing, what has some of it; all_count: how many have all."""

    order: Order
    found: Hits
    all_count: int


def _answer(user: Person, asked: Asked, sort: str, after: str) -> _Answer:
    order = order_of(asked)
    words = len(asked.terms) + len(asked.hints)
    wish = _wish_for_all(asked, order, sort, after)
    some = None
    if words >= _SEVERAL and order.is_by_chance_nowhere and not wish.kind and not wish.is_by_time:
        # Who has all of it is among those who have some of it, so one look tells both.
        some = _some_of(user, asked, wish, order)
        if some and some.whole is not None and some.whole < PAGE_SIZE:
            return _Answer(order, some, some.whole)
    found = hits(user=user, wish=wish)
    all_count = _total(found)
    if words > 1 and all_count < (PAGE_SIZE if words >= _SEVERAL else 1):
        found = some or _some_of(user, asked, wish, order) or found
    return _Answer(order, found, all_count)


def _wish_for_all(asked: Asked, order: Order, sort: str, after: str) -> Wish:
    return Wish(
        matching=asked.all_of(),
        ranking=asked.words_query(),
        whole=asked.all_of_whole(),
        is_in_one_field=asked.is_one_thing,
        kind=asked.kind,
        sort=sort,
        after=after,
        size=PAGE_SIZE,
        order=replace(order, whole=None),
    )


def _some_of(user: Person, asked: Asked, wish: Wish, order: Order) -> Hits | None:
    """What has one of the telling words, or, if nothing has, one of the others; None for nothing."""
    every = (*asked.terms, *asked.hints)
    for terms in [order.telling] if len(order.telling) == len(every) else [order.telling, every]:
        wish = replace(
            wish,
            matching=asked.any_of(terms),
            ranking=asked.words_query(terms),
            whole=asked.any_of_whole(terms),
            is_in_one_field=asked.is_of_terms_alone,
            order=order,
        )
        found = hits(user=user, wish=wish)
        if _total(found):
            return found
    return None


def _total(found: Hits) -> int:
    return sum(found.counts.values())


def _tabs(rooms: Sequence[Searchable], counts: Mapping[str, int], kind: str) -> list[Tab]:
    chosen = kind if kind in {room.kind for room in rooms} else ""
    return [
        Tab("", "すべて", sum(counts.values()), is_chosen=chosen == ""),
        *(Tab(room.kind, room.label, counts.get(room.kind, 0), is_chosen=chosen == room.kind) for room in rooms),
    ]


def cards_at(user: Person, places: Sequence[Place]) -> dict[tuple[str, Any], Card]:
    """What lists show of the rows that the person may see, by kind and key; a query for each kind, and what its cards need."""
    found: dict[tuple[str, Any], Card] = {}
    for searchable in searchables():
        keys = [place.key for place in places if place.kind == searchable.kind]
        if keys:
            for row in rows_at(searchable, user, keys, for_cards=True):
                found[searchable.kind, row.pk] = searchable.card(row)
    return found


def _results(user: Person, places: Sequence[Place], asked: Asked, order: Order | None) -> list[Result]:
    """The places with what is shown of them. order: where each is to say why it is there."""
    sought = wanted(asked.words, asked.readings)
    cards = cards_at(user, places)
    labels = {searchable.kind: searchable.label for searchable in searchables()}
    why = reasons(order, cards) if order else {}
    # What was withdrawn between the two queries is missing here, and is not shown.
    return [
        Result(
            kind=place.kind,
            label=labels[place.kind],
            card=card,
            title=(title := marked(card.title, sought)),
            excerpt=excerpt(card.texts, sought, is_below_mark="<mark>" in title),
            why=why.get((place.kind, place.key), ""),
        )
        for place in places
        if (card := cards.get((place.kind, place.key)))
    ]
