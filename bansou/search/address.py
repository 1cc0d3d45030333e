"""The address of the search page: all that it shows stands there, so that a result can be sent on, kept as a bookmark and gone back to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict

from bansou.search.lexemes import LONGEST_QUERY
from bansou.search.registry import facets
from bansou.text.normalise import clean_line

#: The two orders: by how well a result fits, and by its day.
BEST, NEW = "best", "new"
#: Values of one condition, and characters of a value, that are read.
_MOST_VALUES, _LONGEST_VALUE = 10, 60
#: Characters of the mark that a page of results ends with.
_LONGEST_MARK = 300


@dataclass(frozen=True)
class Address:
    """What the page is asked. False where nothing is asked.

    conditions: the chosen values by the facets' names, what no room registered left out. after: where the page before ended.
    as_typed: results of the words as they are, where the page showed those of words close to them (「もしかして」).
    explains: staff want to know why the results stand where they do.
    """

    query: str = ""
    kind: str = ""
    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = BEST
    after: str = ""
    as_typed: bool = False
    explains: bool = False

    def __bool__(self) -> bool:
        return bool(self.query or self.conditions)

    @property
    def url(self) -> str:
        """The address from its question mark on; what is usual is left out."""
        return f"?{urlencode(self.pairs())}"

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values as they stand in the address."""
        return [
            (name, value)
            for name, value in [
                ("q", self.query),
                *self.narrowing(),
                ("sort", self.sort if self.sort != BEST else ""),
                ("after", self.after),
                ("typed", "1" if self.as_typed else ""),
                ("why", "1" if self.explains else ""),
            ]
            if value
        ]

    def narrowing(self) -> list[tuple[str, str]]:
        """Of those the kind and the conditions: what stays when other words are typed."""
        chosen = [(name, value) for name, values in self.conditions.items() for value in values]
        return [*([("kind", self.kind)] if self.kind else []), *chosen]

    def but(self, **changes: Any) -> Self:
        """The same question with something else asked; unless a page is named it is the first."""
        return replace(self, **({"after": ""} | changes))

    def with_value(self, name: str, value: str) -> Self:
        """Narrowed by one value more."""
        return self._with(name, (*self.conditions.get(name, ()), value))

    def without_value(self, name: str, value: str) -> Self:
        """With that value taken away."""
        return self._with(name, tuple(other for other in self.conditions.get(name, ()) if other != value))

    def _with(self, name: str, values: Sequence[str]) -> Self:
        conditions = dict(self.conditions) | {name: tuple(values)}
        return replace(self, conditions={name: values for name, values in conditions.items() if values}, after="")


def read_address(asked: QueryDict) -> Address:
    """Reads the address (or a form with its fields). Never fails: what is too long is cut, what means nothing is left out."""
    conditions = {facet.name: _values(asked.getlist(facet.name)) for facet in facets()}
    after = asked.get("after", "")
    return Address(
        query=clean_line(asked.get("q", "")[: 2 * LONGEST_QUERY])[:LONGEST_QUERY],
        kind=clean_line(asked.get("kind", "")[:20]),
        conditions={name: values for name, values in conditions.items() if values},
        sort=NEW if asked.get("sort") == NEW else BEST,
        after=after if len(after) <= _LONGEST_MARK else "",
        as_typed=asked.get("typed") == "1",
        explains=asked.get("why") == "1",
    )


def _values(typed: Sequence[str]) -> tuple[str, ...]:
    cleaned = (clean_line(value[:_LONGEST_VALUE]) for value in typed[:_MOST_VALUES])
    return tuple(dict.fromkeys(value for value in cleaned if value))
