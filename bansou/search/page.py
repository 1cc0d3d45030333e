"""What the search page shows around its results: kinds, conditions with their numbers, orders, and the way on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from accounts.audiences import Person
from bansou.search.address import BEST, NEW, Address
from bansou.search.asking import without_typed_kind
from bansou.search.choosing import MOST_COUNTED, two_digits
from bansou.search.finding import Findings, find
from bansou.search.recommended.finding import recommended
from bansou.search.registry import Card, Facet, facets, searchables

_ORDERS = {BEST: "関連順", NEW: "新しい順"}
#: Groups of conditions that are unfolded from the beginning; the others open with a press.
_UNFOLDED = 1


@dataclass(frozen=True)
class Option:
    """A way to narrow the results, with how many would be left."""

    label: str
    count: str
    url: str


@dataclass(frozen=True)
class Group:
    """The ways of one condition; those that would leave nothing are missing."""

    label: str
    options: list[Option]
    is_open: bool


@dataclass(frozen=True)
class Chosen:
    """A condition that is chosen; its address leads to the results without it."""

    group: str
    label: str
    url: str


@dataclass(frozen=True)
class Way:
    """A link among others: a tab or an order."""

    label: str
    url: str
    is_current: bool
    count: str = ""


@dataclass(frozen=True)
class Pager:
    """What components/pager.html needs. There is no way to the page before: the browser has it."""

    next_query: str
    first_query: str
    previous_query: str = ""


class SearchPage:
    """The answer to an address, for one person. Each part is worked out when it is first asked for."""

    def __init__(self, user: Person, address: Address) -> None:
        self.user, self.address = user, address

    @cached_property
    def findings(self) -> Findings:
        """The results."""
        asked = self.address
        return find(
            user=self.user,
            query=asked.query,
            kind=asked.kind,
            conditions=asked.conditions,
            sort=asked.sort,
            after=asked.after,
            as_typed=asked.as_typed,
            explains=self.explains,
        )

    @property
    def explains(self) -> bool:
        """Whether each result says why it stands where it does: staff alone, where they ask."""
        return self.address.explains and self._is_for_staff

    @property
    def why_url(self) -> str:
        """For staff the same with the reasons, or without them again; "" for everybody else."""
        return replace(self.address, explains=not self.address.explains).url if self._is_for_staff else ""

    @property
    def near_url(self) -> str:
        """The words that may have been meant (「もしかして」)."""
        return self.address.but(query=self.findings.near, as_typed=False).url

    @property
    def as_typed_url(self) -> str:
        """The words as they were typed after all."""
        return self.address.but(as_typed=True).url

    @property
    def neighbours(self) -> list[Way]:
        """Where nothing was found: questions close by that find something."""
        return [
            Way(
                near.label, Address(query=near.query, kind=near.kind, conditions=near.conditions).url, False, in_words(near.count)
            )
            for near in self.findings.neighbours
        ]

    @cached_property
    def recommended(self) -> list[Card]:
        """What staff recommend for the words: on the first page alone."""
        return [] if self.address.after else recommended(self.user, self.address.query)

    @property
    def count(self) -> str:
        """How many results there are of the chosen kind."""
        return self._number(self.findings.chosen_count, self.findings.asked.kind)

    @property
    def tabs(self) -> list[Way]:
        """All results, and those of each kind."""
        return [
            Way(tab.label, self._of_all_kinds.but(kind=tab.kind).url, tab.is_chosen, self._number(tab.count, tab.kind))
            for tab in self.findings.tabs
        ]

    @property
    def orders(self) -> list[Way]:
        """The two orders."""
        return [Way(label, self.address.but(sort=sort).url, sort == self.address.sort) for sort, label in _ORDERS.items()]

    @property
    def chosen(self) -> list[Chosen]:
        """The chosen conditions. A label that not everybody may know is shown only to whom something is found under it."""
        return [
            Chosen(facet.label, self._label(facet, value), self.address.without_value(facet.name, value).url)
            for facet in self._facets
            for value in self.address.conditions.get(facet.name, ())
        ]

    @property
    def groups(self) -> list[Group]:
        """The conditions by which one can narrow further. One that is chosen is not offered again: its chip is the way back."""
        offered = [
            (facet, options)
            for facet in self._facets
            if facet.name not in self.findings.asked.conditions and (options := list(self._options(facet)))
        ]
        return [Group(facet.label, options, place < _UNFOLDED) for place, (facet, options) in enumerate(offered)]

    @property
    def asks_something(self) -> bool:
        """Whether there was anything to look for: not particles and marks alone."""
        return bool(self.findings.asked)

    @property
    def pager(self) -> Pager:
        """The way on."""
        after = self.findings.next_after
        return Pager(
            next_query=self.address.but(after=after).url if after else "",
            first_query=self.address.but().url if self.address.after else "",
        )

    @property
    def all_kinds_url(self) -> str:
        """The results of all kinds."""
        return self._of_all_kinds.url

    @property
    def question_url(self) -> str:
        """The form of the exchange with what was looked for as its title; a draft that waits there is shown beside it (`saved`)."""
        return f"/knowhow/new/?{urlencode({'kind': 'question', 'title': self.address.query, 'saved': '1'})}"

    def _number(self, count: int, kind: str) -> str:
        rough = self.findings.rough
        return in_words(count, is_rough=kind in rough if kind else bool(rough))

    @cached_property
    def _of_all_kinds(self) -> Address:
        """The same question without a kind, chosen or typed."""
        return self.address.but(query=without_typed_kind(self.address.query), kind="")

    @property
    def _is_for_staff(self) -> bool:
        return self.user.is_authenticated and self.user.is_staff

    @cached_property
    def _facets(self) -> list[Facet]:
        return facets()

    @cached_property
    def _labels(self) -> Mapping[str, Mapping[str, str]]:
        return {facet.name: dict(facet.choices()) for facet in self._facets}

    def _options(self, facet: Facet) -> Iterator[Option]:
        counted = self.findings.facets.get(facet.name, {})
        for value, label in self._labels[facet.name].items():
            if counted.get(value):
                yield Option(
                    label, self._number(counted[value], self.findings.asked.kind), self.address.with_value(facet.name, value).url
                )

    def _label(self, facet: Facet, value: str) -> str:
        if facet.is_known_to_all or self.findings.facets.get(facet.name, {}).get(value):
            return self._labels[facet.name].get(value, value)
        return value


def in_words(count: int, *, is_rough: bool = False) -> str:
    """The number as pages say it: past what is counted 「10,000件以上」, of a sample 「約3,400件」."""
    if count >= MOST_COUNTED:
        return f"{MOST_COUNTED:,}件以上"
    return f"約{two_digits(count):,}件" if is_rough and count else f"{count:,}件"


#: The labels of conditions that everybody may know, by facet and value.
Labels = Mapping[str, Mapping[str, str]]


def known_labels() -> Labels:
    """Read once for a page: some are staff's rows."""
    return {facet.name: dict(facet.choices()) for facet in facets() if facet.is_known_to_all}


def address_in_words(asked: Address, labels: Labels) -> str:
    """What an address asks, for people: 「後継者／事例／②向き合わない」. A value without a label that all may know stands as it is."""
    kinds = {searchable.kind: searchable.label for searchable in searchables()}
    values = [labels.get(name, {}).get(value, value) for name, values in asked.conditions.items() for value in values]
    return "／".join(part for part in (asked.query, kinds.get(asked.kind, ""), *values) if part)
