"""Registers the desks of the search room with Wagtail's admin."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from bansou.search.recommended.viewset import recommendation_viewset


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """Recommended results."""
    return [recommendation_viewset]
