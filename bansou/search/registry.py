"""What can be searched. The apps above register their models here when they are ready; this room knows none of them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import Resolver404, resolve

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


def _titled(row: Any) -> tuple[str, str]:
    return row.title, row.get_absolute_url()


def _unchanged(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows


def _none(row: Any) -> Mapping[str, Sequence[str]]:
    return {}


def _no_texts(row: Any) -> Iterable[str]:
    return ()


def _nothing_special(row: Any) -> int:
    return 0


def _not_found(path: str) -> None:
    return None


def key_of_route(name: str) -> Callable[[str], int | None]:
    """For `Searchable.key_at`: the `pk` of an address, where it is one of the URL pattern with that name."""

    def key_at(path: str) -> int | None:
        try:
            match = resolve(path)
        except Resolver404:
            return None
        return match.kwargs["pk"] if match.view_name == name else None

    return key_at


def _published_or_made(row: Any) -> datetime | None:
    return getattr(row, "first_published_at", None) or getattr(row, "created_at", None)


def _nothing_known(user: Person) -> Collection[str]:
    return ()


@dataclass(frozen=True)
class Facet:
    """A condition by which results are narrowed.

    name: in the address and in a query (`wall:2`); label: the word for it (壁), which a query may say too (`壁:見えない`).
    choices: (value, label) of each value, in their order; read when asked, because some are staff's rows.
    is_known_to_all: whether anybody may read the labels. If not, a label is shown only to whom a row with the value is shown.
    known_to: where not: the values that the person may know to be there. To everybody else typing one is typing any other word.
    """

    name: str
    label: str
    order: int
    choices: Callable[[], Sequence[tuple[str, str]]]
    is_known_to_all: bool = True
    known_to: Callable[[Person], Collection[str]] = _nothing_known


@dataclass(frozen=True)
class Searchable:
    """A model that the search page covers.

    kind: its name in the address (`cases`); label: the tab's word (事例); order: the tab's place.
    visible_to: the rows that the person may find, never more than he may open. It looks at his audiences and the day, at nothing else of him.
    card: what is shown of one row; named: its title and its address alone, as the card has them, for which nothing is added to the queryset.
    with_card_rows: adds to the queryset what `card` reads, so that it asks nothing itself.
    facets: the values of one row by the facets' names ({"wall": ["1", "2"]}); every reader of the row may know them.
    standing: how far the row is above another with the same words, 0 to 3: solved, checked by staff, confirmed by others.
    key_at: the key of the row whose page has the address (from the root of the site), None if it is none of these.
    supporters_texts: texts of the row that only supporters and those above them read, where others read the rest.
    shown_at: since when the row is there for readers, by which 「新しい順」 sorts: its first publication, else when it was made.
    """

    kind: str
    label: str
    order: int
    model: type[Model]
    visible_to: Callable[[Person], QuerySet[Any]]
    card: Callable[[Any], Card]
    named: Callable[[Any], tuple[str, str]] = _titled
    with_card_rows: Callable[[QuerySet[Any]], QuerySet[Any]] = _unchanged
    facets: Callable[[Any], Mapping[str, Sequence[str]]] = _none
    standing: Callable[[Any], int] = _nothing_special
    key_at: Callable[[str], int | None] = _not_found
    shown_at: Callable[[Any], datetime | None] = _published_or_made
    supporters_texts: Callable[[Any], Iterable[str]] = _no_texts


_registered: dict[str, Searchable] = {}
_facets: dict[str, Facet] = {}


def register(searchable: Searchable) -> None:
    """Adds it; one model a kind. The same kind registered twice (tests start apps twice) is the later one."""
    _registered[searchable.kind] = searchable


def searchables() -> list[Searchable]:
    """All that is registered, in the order of the tabs."""
    return sorted(_registered.values(), key=lambda searchable: searchable.order)


def thing_at(path: str) -> str | None:
    """What has the address, whoever may see it, as 「cases:12」; None for what search never finds."""
    for searchable in searchables():
        key = searchable.key_at(path)
        if key is not None and searchable.model._default_manager.filter(pk=key).exists():
            return f"{searchable.kind}:{key}"
    return None


def searchable_of(model: type[Model]) -> Searchable | None:
    """Under which the model's rows are found; None for one that no page covers."""
    return next((searchable for searchable in _registered.values() if issubclass(model, searchable.model)), None)


def register_facet(facet: Facet) -> None:
    """Adds it; the same name registered twice is the later one."""
    _facets[facet.name] = facet


def facets() -> list[Facet]:
    """All facets, in their order on the page."""
    return sorted(_facets.values(), key=lambda facet: facet.order)
