"""Reads of explainer pages."""

from typing import TYPE_CHECKING, Any

from wagtail.models import PageManager
from wagtail.query import PageQuerySet

if TYPE_CHECKING:
    from accounts.audiences import Person


class ExplainerPageQuerySet(PageQuerySet):  # type: ignore[misc]
    """Reads of chapters and walls."""

    def visible_to(self, user: "Person") -> "ExplainerPageQuerySet":
        """Published pages. Pages that staff put behind a password or a group are for nobody's list."""
        return self.live().public()

    def walls(self) -> "ExplainerPageQuerySet":
        """The five walls in their order."""
        return self.exclude(wall="").order_by("path")

    def chapters(self) -> "ExplainerPageQuerySet":
        """The chapters in their order."""
        return self.filter(wall="").order_by("path")


ExplainerPageManager: Any = PageManager.from_queryset(ExplainerPageQuerySet)
