"""What can be searched. The apps above register their models here when they are ready; this room knows none of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from accounts.audiences import Person


@dataclass(frozen=True)
class Card:
    """What a list of results shows of one thing. `texts` are the plain texts that the excerpt is taken from, the telling one first."""

    title: str
    url: str
    texts: tuple[str, ...]
    shown_at: date | None = None
    sample_label: str = ""
    place: str = ""


def _unchanged(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows


def _none(row: Any) -> Mapping[str, Sequence[str]]:
    return {}


def _nothing_special(row: Any) -> int:
    return 0


@dataclass(frozen=True)
class Facet:
    """A condition by which results are narrowed.

    name: in the address and in a query (`wall:2`); label: the word for it (壁), which a query may say too (`壁:見えない`).
    choices: (value, label) of each value, in their order; read when asked, because some are staff's rows.
    is_known_to_all: whether anybody may read the labels. If not, a label is shown only to whom a row with the value is shown.
    """

    name: str
    label: str
    order: int
    choices: Callable[[], Sequence[tuple[str, str]]]
    is_known_to_all: bool = True


@dataclass(frozen=True)
class Searchable:
    """A model that the search page covers.

    kind: its name in the address (`cases`); label: the tab's word (事例); order: the tab's place.
    visible_to: the rows that the person may find, never more than he may open.
    card: what is shown of one row.
    with_card_rows: adds to the queryset what `card` reads, so that it asks nothing itself.
    facets: the values of one row by the facets' names ({"wall": ["1", "2"]}); every reader of the row may know them.
    standing: how far the row is above another with the same words, 0 to 3: solved, checked by staff, confirmed by others.
    """

    kind: str
    label: str
    order: int
    model: type[Model]
    visible_to: Callable[[Person], QuerySet[Any]]
    card: Callable[[Any], Card]
    with_card_rows: Callable[[QuerySet[Any]], QuerySet[Any]] = _unchanged
    facets: Callable[[Any], Mapping[str, Sequence[str]]] = _none
    standing: Callable[[Any], int] = _nothing_special


_registered: dict[str, Searchable] = {}
_facets: dict[str, Facet] = {}


def register(searchable: Searchable) -> None:
    """Adds it; one model a kind. The same kind registered twice (tests start apps twice) is the later one."""
    _registered[searchable.kind] = searchable


def searchables() -> list[Searchable]:
    """All that is registered, in the order of the tabs."""
    return sorted(_registered.values(), key=lambda searchable: searchable.order)


def register_facet(facet: Facet) -> None:
    """Adds it; the same name registered twice is the later one."""
    _facets[facet.name] = facet


def facets() -> list[Facet]:
    """All facets, in their order on the page."""
    return sorted(_facets.values(), key=lambda facet: facet.order)
