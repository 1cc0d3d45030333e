"""Registers the desk of announcements with Wagtail's admin."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from bansou.announcements.viewset import announcement_viewset


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """The desk."""
    return [announcement_viewset]
