"""/sitemap.xml: what everybody may read, and nothing else."""

from datetime import datetime
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Organisation
from bansou.explainer.models import ArticlePage, EnglishPage, ExplainerPage, HomePage, PolicyPage
from bansou.glossary.models import Term
from bansou.school.models import Lesson, ReadingStop, RolePlay
from cases.models import Case, Keyword, QuestionCard
from knowhow.models import Board, Topic
from knowhow.models.keywords import keywords_seen_by

#: Pages that are there whatever they hold. tests/site/test_crawl.py finds those that are missing here.
PLACES = (
    "cases:list",
    "cases:map",
    "cases:changes",
    "cases:wanted",
    "cases:like",
    "cases:compare",
    "knowhow:front",
    "knowhow:boards",
    "knowhow:questions",
    "knowhow:clinics",
    "accounts:organisations",
    "announcements:list",
    "glossary:terms",
    "school:landing",
    "school:path",
    "school:reading",
    "school:role_plays",
    "school:president_sheet",
    "self_check:start",
)


class PublicSitemap(Sitemap[Any]):
    """A part of the sitemap, under the address of the settings whatever name the request came by."""

    limit = 5000
    #: The field that says when a row last changed; "" where nobody keeps it.
    changed = "last_published_at"

    def get_protocol(self, protocol: str | None = None) -> str:
        """That of the site's address."""
        return urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        """That of the site's address."""
        return urlsplit(settings.BASE_URL).netloc

    def lastmod(self, item: Any) -> datetime | None:
        """When the thing last changed, as far as somebody keeps it."""
        changed: datetime | None = getattr(item, self.changed) if self.changed else None
        return changed


class Pages(PublicSitemap):
    """Every kind of page that staff keep."""

    def items(self) -> list[Any]:
        """Published pages without restriction."""
        kinds = (HomePage, ExplainerPage, ArticlePage, PolicyPage, EnglishPage)
        return list(chain.from_iterable(kind.objects.live().public().order_by("path") for kind in kinds))

    def location(self, item: Any) -> str:
        """The page's path."""
        path: str = urlsplit(item.url).path
        return path


class Places(PublicSitemap):
    """Lists, maps and forms that everybody may open."""

    changed = ""

    def items(self) -> tuple[str, ...]:
        """Names of addresses."""
        return PLACES

    def location(self, item: Any) -> str:
        """The address of the name."""
        return reverse(item)


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


class Boards(PublicSitemap):
    """Boards that everybody reads."""

    changed = ""

    def items(self) -> QuerySet[Board]:
        """In the order of the boards."""
        return Board.objects.visible_to(AnonymousUser()).order_by("position", "pk")


class Keywords(PublicSitemap):
    """Keywords of what everybody reads."""

    changed = ""

    def items(self) -> QuerySet[Keyword]:
        """The newest first."""
        return keywords_seen_by(AnonymousUser()).order_by("-pk")

    def location(self, item: Any) -> str:
        """The keyword's page."""
        return reverse("knowhow:keyword", args=[item.pk])


class Questions(PublicSitemap):
    """Cards of the question bank."""

    changed = "created_at"

    def items(self) -> QuerySet[QuestionCard]:
        """The newest first."""
        return QuestionCard.objects.shown().only("pk", "created_at").order_by("-pk")


class Terms(PublicSitemap):
    """The glossary."""

    def items(self) -> QuerySet[Term]:
        """Published terms."""
        return Term.objects.published().order_by("pk")


class Lessons(PublicSitemap):
    """The path of lessons."""

    def items(self) -> QuerySet[Lesson]:
        """Published lessons."""
        return Lesson.objects.visible_to(AnonymousUser()).in_order()


class ReadingStops(PublicSitemap):
    """Dialogues to practise reading on. What came after each says itself that it is not to be found: it is for who has thought first."""

    changed = "created_at"

    def items(self) -> QuerySet[ReadingStop]:
        """Those of cases that everybody reads."""
        return ReadingStop.objects.visible_to(AnonymousUser()).only("pk", "created_at").order_by("-pk")


class RolePlays(PublicSitemap):
    """Scenes for three."""

    changed = ""

    def items(self) -> QuerySet[RolePlay]:
        """Those on the site."""
        return RolePlay.objects.shown()


class Organisations(PublicSitemap):
    """Organisations that want to be found."""

    changed = ""

    def items(self) -> QuerySet[Organisation]:
        """Those of the directory."""
        return Organisation.objects.in_directory().only("pk").order_by("pk")


SECTIONS: dict[str, type[Sitemap[Any]]] = {
    "pages": Pages,
    "places": Places,
    "cases": Cases,
    "boards": Boards,
    "topics": Topics,
    "keywords": Keywords,
    "questions": Questions,
    "terms": Terms,
    "lessons": Lessons,
    "reading": ReadingStops,
    "role-plays": RolePlays,
    "organisations": Organisations,
}
