"""Reads of explainer pages."""

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from bansou.explainer.vocabularies import Part

if TYPE_CHECKING:
    from accounts.audiences import Person


class ExplainerPageQuerySet(PageQuerySet):  # type: ignore[misc]
    """Reads of chapters and walls."""

    def visible_to(self, user: "Person") -> "ExplainerPageQuerySet":
        """Published pages. Pages that staff put behind a password or a group are for nobody's list.

        The same as Wagtail's `public()`, which asks for the restrictions in a query of its own.
        """
        above = PageViewRestriction.objects.annotate(below=ExpressionWrapper(OuterRef("path"), output_field=CharField())).filter(
            below__startswith=F("page__path")
        )
        pages: ExplainerPageQuerySet = self.live().exclude(Exists(above))
        return pages

    def for_links(self) -> "ExplainerPageQuerySet":
        """Without the texts: reading a StreamField costs more than the rest of a page's row."""
        pages: ExplainerPageQuerySet = self.defer("body", "sources")
        return pages

    def around(self, page: Page) -> "ExplainerPageQuerySet":
        """The pages above it, itself, its siblings and its children, in the order of the tree."""
        pages: ExplainerPageQuerySet = self.filter(
            self.ancestor_of_q(page) | self.sibling_of_q(page) | self.child_of_q(page)
        ).order_by("path")
        return pages

    def walls(self) -> "ExplainerPageQuerySet":
        """The five walls in their order."""
        pages: ExplainerPageQuerySet = self.exclude(wall="").order_by("path")
        return pages

    def chapters(self) -> "ExplainerPageQuerySet":
        """The chapters in their order."""
        pages: ExplainerPageQuerySet = self.filter(wall="").order_by("path")
        return pages

    def by_part(self) -> dict[Part, list[Any]]:
        """The chapters under their parts, in the order of reading; a part without a chapter is left out. One query."""
        chapters = list(self.chapters().for_links())
        parts = {part: [page for page in chapters if page.part == part] for part in Part}
        return {part: pages for part, pages in parts.items() if pages}


ExplainerPageManager: Any = PageManager.from_queryset(ExplainerPageQuerySet)
