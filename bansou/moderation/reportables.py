"""What can be reported. The apps above register their things here when they are ready; this room knows none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.urls import Resolver404, resolve

from accounts.audiences import Person
from accounts.models import User


class Act(Protocol):
    """Something that staff do with a thing from the queue; it records, and tells the author."""

    def __call__(self, *, by: User, target: Any, reason: str) -> None:
        """Do it."""


@dataclass(frozen=True)
class Reportable:
    """A kind of thing that can be reported.

    kind: its name in the address (`reply`); noun: what people call it (返信).
    visible_to: the rows that the person may read; nobody reports what he cannot see.
    view_name: the page of one row, by which a typed address is recognised; "" where its address cannot tell.
    writer: how the author is called before staff (an alias stays one); author: who is told, None where nobody is.
    hold: takes the row out of sight until somebody looked at it; None where staff looked at it before it was published.
    text: what it says, as plain text, for the queue.
    acts: what staff may do with it now from the queue, by a name: the words of the choice and the act. `release` lets a held thing be read.
    arrange_url: the page on the site with whatever needs more than a reason; "" where there is none.
    """

    kind: str
    noun: str
    model: type[Model]
    visible_to: Callable[[Person], QuerySet[Any]]
    view_name: str = ""
    writer: Callable[[Any], str] = lambda _: ""
    author: Callable[[Any], User | None] = lambda _: None
    hold: Callable[[Any], None] | None = None
    text: Callable[[Any], str] = lambda _: ""
    acts: Callable[[Any], Mapping[str, tuple[str, Act]]] = lambda _: {}
    arrange_url: Callable[[Any], str] = lambda _: ""


_registered: dict[str, Reportable] = {}


def register(reportable: Reportable) -> None:
    """Adds it, one for a kind. The same kind registered twice (tests start apps twice) is the later one."""
    _registered[reportable.kind] = reportable


def reportable_of(target: Model) -> Reportable | None:
    """How a thing is reported, or None where nobody registered its kind."""
    return next((entry for entry in _registered.values() if type(target) is entry.model), None)


def find(kind: str, key: str, user: Person) -> Model | None:
    """The thing that an address of the report page names, as far as the person may read it."""
    entry = _registered.get(kind)
    if entry is None or not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    return entry.visible_to(user).filter(pk=int(key)).first()


def find_by_path(path: str, user: Person) -> Model | None:
    """The thing whose page has this path on our site, as far as the person may read it."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    entry = next((entry for entry in _registered.values() if entry.view_name and entry.view_name == match.view_name), None)
    return entry.visible_to(user).filter(pk=match.kwargs.get("pk")).first() if entry else None
