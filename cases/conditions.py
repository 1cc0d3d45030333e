"""What the address of the list asks for, and what each further or fewer condition would leave. All addresses of finding share it."""

from collections import Counter
from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from cases.facets import ColumnKind, Kind, count_values, kinds
from cases.limits import COMPARED_AT_MOST
from cases.models import Theme

#: Orders of the list: code in the address, words, sort keys.
ORDERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "": ("新しい順", ("-first_published_at", "-pk")),
    "updated": ("最近更新された順", ("-last_published_at", "-pk")),
}
#: Numbers of an address that are looked at when something is chosen by them; the rest of a forged one is not.
IDS_READ = 20


@dataclass(frozen=True)
class Option:
    """One value of a facet, and the number of cases that choosing it leads to."""

    value: str
    label: str
    count: int
    is_chosen: bool

    @property
    def is_disabled(self) -> bool:
        """A value that leads to nothing is shown but cannot be chosen."""
        return not self.count and not self.is_chosen


@dataclass(frozen=True)
class Facet:
    """A group of conditions; within a group any may hold, between groups all must."""

    name: str
    title: str
    options: list[Option]

    @property
    def chosen_count(self) -> int:
        """How many of its conditions are chosen."""
        return sum(option.is_chosen for option in self.options)

    @property
    def help(self) -> str:
        """A line above the options."""
        return "選んで絞り込むと、当初の相談と本質的な課題を分けて選べるようになります。" if self.name == "theme" else ""

    @property
    def is_open(self) -> bool:
        """Shown unfolded: the five walls, the site's main entrance, the kinds of inquiry, and whatever is chosen."""
        return self.name in ("wall", "kind") or self.chosen_count > 0


@dataclass(frozen=True)
class ChosenCondition:
    """A chosen condition: its words, the address without it, and how many cases that address has (None: not counted)."""

    title: str
    label: str
    query: str
    count: int | None


@dataclass(frozen=True)
class Survey:
    """What the conditions leave."""

    total: int
    facets: list[Facet]
    chosen: list[ChosenCondition]


class ListConditions:
    """What the address of a list asks for. Unknown values are ignored: an old link still opens."""

    def __init__(self, query: QueryDict, kinds: Sequence[Kind]) -> None:
        self.kinds = kinds
        self.chosen: dict[str, list[str]] = {}
        for kind in kinds:
            known = {value for value, _ in kind.choices}
            self.chosen[kind.name] = [value for value in dict.fromkeys(query.getlist(kind.name)) if value in known]

    @cached_property
    def any_chosen(self) -> bool:
        """Whether there is a condition at all."""
        return any(self.chosen.values())

    def apply[Rows: QuerySet[Any]](self, rows: Rows, *, without: Collection[str] = ()) -> Rows:
        """The rows under all conditions but those of some kinds."""
        narrowed: Any = rows
        for kind in self.kinds:
            if kind.name not in without and (values := self.chosen[kind.name]):
                narrowed = kind.narrow(narrowed, values)
        return narrowed  # type: ignore[no-any-return]

    def query(
        self,
        *,
        without: Collection[str] = (),
        minus: tuple[str, str] = ("", ""),
        plus: Collection[tuple[str, str]] = (),
        for_list: bool = True,
    ) -> str:
        """The address of the first page under these conditions, "?" and all: without some kinds, minus one value, plus others.

        `for_list` keeps what only the list knows (see `keep`).
        """
        address = QueryDict(mutable=True)
        for name, values in self.chosen.items():
            if name not in without:
                address.setlist(name, [value for value in values if (name, value) != minus])
        for name, value in plus:
            address.appendlist(name, value)
        if for_list:
            self.keep(address)
        return f"?{address.urlencode()}"

    def keep(self, address: QueryDict) -> None:
        """Add what the list keeps besides its conditions."""

    def survey(self, rows: QuerySet[Any]) -> Survey:
        """How many rows hold, and every facet with its counts: one statement, however many rows there are."""
        counted = count_values(
            [
                tally
                for kind in self.kinds
                for tally in kind.tallies(self.apply(rows, without=[kind.name]), self.chosen[kind.name])
            ]
        )
        # Every row has one value of a column, be it "": any of the columns says how many rows there are.
        column = next(kind for kind in self.kinds if isinstance(kind, ColumnKind))
        return Survey(
            total=column.total(counted, self.chosen[column.name]),
            facets=[self._facet(kind, counted) for kind in self.kinds],
            chosen=[
                ChosenCondition(
                    kind.title,
                    label,
                    self.query(minus=(kind.name, value)),
                    kind.count_without(counted, value, self.chosen[kind.name]),
                )
                for kind, value, label in self._chosen_values()
            ],
        )

    def in_words(self, *, without: Collection[str] = ()) -> list[ChosenCondition]:
        """The conditions but those of some kinds, for pages that show them without counts."""
        return [
            ChosenCondition(kind.title, label, self.query(minus=(kind.name, value), for_list=False), None)
            for kind, value, label in self._chosen_values()
            if kind.name not in without
        ]

    def _chosen_values(self) -> list[tuple[Kind, str, str]]:
        return [(kind, value, label) for kind in self.kinds for value, label in kind.choices if value in self.chosen[kind.name]]

    def _facet(self, kind: Kind, counted: Counter[tuple[str, str]]) -> Facet:
        chosen = self.chosen[kind.name]
        options = [Option(value, label, kind.count(counted, value), value in chosen) for value, label in kind.choices]
        return Facet(kind.name, kind.title, [option for option in options if kind.is_short or not option.is_disabled])


class Conditions(ListConditions):
    """What the list of cases asks for: its conditions, its order, and the cases chosen for comparison."""

    def __init__(self, query: QueryDict, themes: list[Theme]) -> None:
        super().__init__(query, kinds(themes))
        self.themes = themes
        self.sort = query.get("sort", "") if query.get("sort", "") in ORDERS else ""
        self.compared = chosen_ids(query)[:COMPARED_AT_MOST]

    @property
    def order(self) -> tuple[str, ...]:
        """The sort keys of the list."""
        return ORDERS[self.sort][1]

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """(words, address, whether it is this one) of each order."""
        return [(words, self._sorted(sort), sort == self.sort) for sort, (words, _) in ORDERS.items()]

    def keep(self, address: QueryDict) -> None:
        """The cases chosen for comparison, and the order."""
        address.setlist("id", [str(number) for number in self.compared])
        if self.sort:
            address["sort"] = self.sort

    def offers(self, facet: Facet) -> bool:
        """Whether the page shows the group: the theme asked for first and the real one apart only to whoever is choosing a theme."""
        return facet.name not in ("asked", "real") or any(self.chosen[name] for name in ("theme", "asked", "real"))

    def _sorted(self, sort: str) -> str:
        other = copy(self)
        other.sort = sort
        return other.query()


def conditions_of(query: QueryDict) -> Conditions:
    """Read the address; one query for the themes."""
    return Conditions(query, list(Theme.objects.filter(is_active=True)))


def chosen_ids(query: QueryDict) -> list[int]:
    """The numbers of cases that the address names for comparison, each once and in their order; what is no number is left out."""
    return numbers_in(query, "id")


def numbers_in(query: QueryDict, name: str) -> list[int]:
    """The numbers of rows that the address names, each once and in their order; what is no number is left out."""
    typed = [text for text in query.getlist(name)[:IDS_READ] if text.isascii() and text.isdigit() and len(text) < 19]
    return list(dict.fromkeys(int(text) for text in typed))
