"""The intake of an organisation's list of people as a part of Wagtail's admin."""

from django.urls import URLPattern, path
from wagtail.admin.viewsets.base import ViewSet

from accounts.desks import shown_unless_refused
from accounts.invitation_permissions import check_can_upload_lists
from accounts.views import people_lists


class PeopleListViewSet(ViewSet):  # type: ignore[misc]
    """Taking in lists of people."""

    icon = "upload"
    menu_label = "名簿の取り込み"
    menu_order = 332
    add_to_admin_menu = True
    menu_item_class = shown_unless_refused(check_can_upload_lists)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Upload first: the menu leads to it."""
        return [
            path("", people_lists.people_lists, name="index"),
            path("template.csv", people_lists.people_list_template, name="template"),
            path("<int:pk>/", people_lists.people_list, name="detail"),
            path("<int:pk>/left-out.csv", people_lists.people_list_left_out, name="left_out"),
            path("<int:pk>/confirm/", people_lists.people_list_confirm, name="confirm"),
            path("<int:pk>/discard/", people_lists.people_list_discard, name="discard"),
        ]


people_list_viewset = PeopleListViewSet("people-lists")
