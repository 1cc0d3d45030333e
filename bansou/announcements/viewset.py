"""Announcements as a part of Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from accounts.refusals import reason_against
from bansou.announcements import desk
from bansou.announcements.permissions import check_can_announce


class AnnouncementMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to those who may."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may."""
        return not reason_against(check_can_announce, request.user)


class AnnouncementViewSet(ViewSet):  # type: ignore[misc]
    """Writing, trying, planning, sending, stopping."""

    icon = "mail"
    menu_label = "運営からのお知らせ"
    menu_order = 318
    add_to_admin_menu = True
    menu_item_class = AnnouncementMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list first: the menu leads to it."""
        return [
            path("", desk.announcements, name="index"),
            path("new/", desk.announcement_new, name="new"),
            path("<int:pk>/", desk.announcement, name="detail"),
            path("<int:pk>/edit/", desk.announcement_edit, name="edit"),
        ]


announcement_viewset = AnnouncementViewSet("announcement-desk")
