"""What the search page knows about terms."""

from typing import Any

from django.db.models import QuerySet
from django.urls import Resolver404, resolve

from accounts.audiences import Person
from bansou.glossary.models import Term
from bansou.search.registry import Card, Searchable, register


def card(term: Term) -> Card:
    """A term in the list of results."""
    return Card(*named(term), texts=(term.short, term.long), shown_at=term.updated, place=term.reading)


def named(term: Term) -> tuple[str, str]:
    """A term while somebody types."""
    return term.name, term.get_absolute_url()


def visible_to(user: Person) -> QuerySet[Any]:
    """Terms in the glossary; one that staff took out of it is found by nobody."""
    return Term.objects.published()


def key_at(path: str) -> int | None:
    """The term with the address, published or not."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name != "glossary:term":
        return None
    return Term.objects.filter(slug=match.kwargs["slug"]).values_list("pk", flat=True).first()


def connect() -> None:
    """Called once when the app is ready."""
    register(
        Searchable(
            kind="glossary",
            label="用語",
            order=5,
            model=Term,
            visible_to=visible_to,
            card=card,
            named=named,
            key_at=key_at,
        )
    )
