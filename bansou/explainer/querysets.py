"""Reads of explainer pages."""

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from bansou.explainer.vocabularies import Part

if TYPE_CHECKING:
    from accounts.audiences import Person


def open_to_all(pages: PageQuerySet) -> PageQuerySet:
    """Without those behind a password or a group, and what stands below. Wagtail's `public()` asks for the restrictions in a query of its own."""
    above = PageViewRestriction.objects.annotate(below=ExpressionWrapper(OuterRef("path"), output_field=CharField())).filter(
        below__startswith=F("page__path")
    )
    return pages.exclude(Exists(above))


class ExplainerPageQuerySet(PageQuerySet):  # type: ignore[misc]
    """Reads of chapters and walls."""

    def visible_to(self, user: "Person") -> "ExplainerPageQuerySet":
        """Published pages. Pages that staff put behind a password or a group are for nobody's list."""
        pages: ExplainerPageQuerySet = open_to_all(self.live())
        return pages

    def for_links(self) -> "ExplainerPageQuerySet":
        """Without the texts: reading a StreamField costs more than the rest of a page's row."""
        pages: ExplainerPageQuerySet = self.defer("body", "sources")
        return pages

    def in_reading_order(self) -> list[Any]:
        """Part by part, within a part in the order of the tree; what stands below a chapter follows it. For links; one query."""
        pages = list(self.for_links().order_by("path"))
        top = min((page.depth for page in pages), default=0)
        parts = list(Part)
        place = 0
        places = {}
        for page in pages:
            if page.depth == top:
                place = parts.index(Part(page.part))
            places[page.pk] = place
        return sorted(pages, key=lambda page: places[page.pk])

    def chapters(self) -> "ExplainerPageQuerySet":
        """The chapters in their order."""
        pages: ExplainerPageQuerySet = self.filter(wall="").order_by("path")
        return pages

    def by_part(self) -> dict[Part, list[Any]]:
        """The chapters under their parts, in the order of reading; a part without a chapter is left out. One query."""
        return under_parts(list(self.chapters().for_links()))


def under_parts(pages: list[Any]) -> dict[Part, list[Any]]:
    """Those of the pages that are chapters, under their parts; a part without a chapter is left out."""
    parts = {part: [page for page in pages if page.part == part and not page.wall] for part in Part}
    return {part: chapters for part, chapters in parts.items() if chapters}


ExplainerPageManager: Any = PageManager.from_queryset(ExplainerPageQuerySet)
