"""/sitemap.xml: what everybody may read, and nothing else."""

from datetime import datetime
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from accounts.models import Organisation
from bansou.explainer.models import ArticlePage, ExplainerPage, HomePage
from bansou.glossary.models import Term
from cases.models import Case, QuestionCard
from knowhow.models import Topic


class PublicSitemap(Sitemap[Any]):
    """A part of the sitemap, under the address of the settings whatever name the request came by."""

    limit = 5000
    #: The field that says when a row last changed.
    changed = "last_published_at"

    def get_protocol(self, protocol: str | None = None) -> str:
        """That of the site's address."""
        return urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        """That of the site's address."""
        return urlsplit(settings.BASE_URL).netloc

    def lastmod(self, item: Any) -> datetime | None:
        """When the thing last changed."""
        changed: datetime | None = getattr(item, self.changed)
        return changed


class Pages(PublicSitemap):
    """Home, the explainer's pages and the articles."""

    def items(self) -> list[Any]:
        """Published pages without restriction."""
        written = (kind.objects.visible_to(AnonymousUser()).order_by("path") for kind in (ExplainerPage, ArticlePage))
        return [*HomePage.objects.live().public(), *chain.from_iterable(written)]

    def location(self, item: Any) -> str:
        """The page's path."""
        path: str = urlsplit(item.url).path
        return path


class Cases(PublicSitemap):
    """Published cases for everybody."""

    def items(self) -> QuerySet[Case]:
        """The newest first."""
        return Case.objects.visible_to(AnonymousUser()).only("pk", "last_published_at").order_by("-pk")


class Topics(PublicSitemap):
    """Topics of public boards."""

    changed = "last_posted_at"

    def items(self) -> QuerySet[Topic]:
        """The newest first."""
        return Topic.objects.visible_to(AnonymousUser()).for_search_engines().only("pk", "last_posted_at").order_by("-pk")


class Questions(PublicSitemap):
    """Cards of the question bank."""

    changed = "created_at"

    def items(self) -> QuerySet[QuestionCard]:
        """The newest first."""
        return QuestionCard.objects.shown().only("pk", "created_at").order_by("-pk")


class Terms(PublicSitemap):
    """The glossary's terms."""

    def items(self) -> QuerySet[Term]:
        """By their slugs, which their pages are named by."""
        return Term.objects.published().only("slug", "last_published_at").order_by("slug")


class Organisations(PublicSitemap):
    """Organisations that want to be found."""

    def items(self) -> QuerySet[Organisation]:
        """Those of the directory."""
        return Organisation.objects.in_directory().only("pk").order_by("pk")

    def lastmod(self, item: Any) -> None:
        """Nobody keeps it."""


SECTIONS: dict[str, type[Sitemap[Any]]] = {
    "pages": Pages,
    "cases": Cases,
    "topics": Topics,
    "questions": Questions,
    "terms": Terms,
    "organisations": Organisations,
}
