"""What the search page knows about explainer pages."""

from typing import Any, cast

from django.db.models import F, QuerySet
from wagtail.models import Page

from accounts.audiences import Person
from bansou.explainer.models import ArticlePage, ExplainerPage, PolicyPage
from bansou.explainer.querysets import open_to_all
from bansou.search.registry import Card, Searchable, register

#: Pages with a text of their own.
_TYPES = (ExplainerPage, PolicyPage, ArticlePage)


def card(page: Any) -> Card:
    """A page in the list of results."""
    return Card(*named(page), texts=((page.indexed_text or "").strip(),), shown_at=page.last_published_at)


def named(page: Any) -> tuple[str, str]:
    """A page while somebody types."""
    return page.title, address(page)


def address(page: Page) -> str:
    """The page's address. There is one site and its home is the tree's first level, so no query is needed to know it."""
    _, _, below_home = page.url_path.strip("/").partition("/")
    return f"/{below_home}/" if below_home else "/"


def visible_to(user: Person) -> QuerySet[Any]:
    """Published chapters, walls, policies and articles; those behind a password or a group are for nobody's list."""
    return cast("QuerySet[Any]", open_to_all(Page.objects.live().type(*_TYPES)))


def with_card_rows(pages: QuerySet[Any]) -> QuerySet[Any]:
    """With the text as the index has it: one query whatever kinds of page there are."""
    annotated: QuerySet[Any] = pages.annotate(indexed_text=F("index_entries__body_text"))
    return annotated


def key_at(path: str) -> int | None:
    """The page with the address, published or not."""
    if not path.startswith("/"):
        return None
    below_home = Page.objects.type(*_TYPES).filter(url_path__endswith=path).order_by("depth").only("pk", "url_path")
    return next((page.pk for page in below_home if address(page) == path), None)


def connect() -> None:
    """Called once when the app is ready."""
    register(
        Searchable(
            kind="explainer",
            label="解説",
            order=1,
            model=Page,
            visible_to=visible_to,
            card=card,
            named=named,
            with_card_rows=with_card_rows,
            key_at=key_at,
        )
    )
