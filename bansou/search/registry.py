"""What can be searched. The apps above register their models here when they are ready; this room knows none of them."""

from collections.abc import Callable
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


@dataclass(frozen=True)
class Searchable:
    """A model that the search page covers.

    kind: its name in the address (`cases`); label: the tab's word (事例); order: the tab's place.
    visible_to: the rows that the person may find, never more than he may open.
    card: what is shown of one row.
    with_card_rows: adds to the queryset what `card` reads, so that it asks nothing itself.
    """

    kind: str
    label: str
    order: int
    model: type[Model]
    visible_to: Callable[[Person], QuerySet[Any]]
    card: Callable[[Any], Card]
    with_card_rows: Callable[[QuerySet[Any]], QuerySet[Any]] = _unchanged


_registered: dict[str, Searchable] = {}


def register(searchable: Searchable) -> None:
    """Adds it; one model a kind. The same kind registered twice (tests start apps twice) is the later one."""
    _registered[searchable.kind] = searchable


def searchables() -> list[Searchable]:
    """All that is registered, in the order of the tabs."""
    return sorted(_registered.values(), key=lambda searchable: searchable.order)
