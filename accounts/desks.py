"""Desks in Wagtail's admin: staff look at what waits and decide. The rooms above build theirs on what stands here."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import User
from accounts.refusals import Refused, reason_against


class LookPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Looking is for those who have the right; adding, changing and deleting is nobody's here, the owner's neither."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Only looking."""
        return action == "view" and super().user_has_permission(user, action)


class LookAndDecidePolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Rows come from people on the site or from the calendar: staff read and decide, and make or delete none."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Only looking and deciding, whoever asks, owners too."""
        return action in ("view", "change") and super().user_has_permission(user, action)


class KeptPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Rows are made and changed and never deleted, because others name them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """All but deleting."""
        return action != "delete" and super().user_has_permission(user, action)


class ChangedPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Rows came with the site: their words are changed, and none is added or deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """All but adding and deleting."""
        return action not in {"add", "delete"} and super().user_has_permission(user, action)


class DeskOrderMixin:
    """A list in the order of its `get_base_queryset` unless a column was clicked."""

    default_ordering = "pk"
    request: HttpRequest

    def order_queryset(self, queryset: Any) -> Any:
        """Wagtail would order anew."""
        return super().order_queryset(queryset) if "ordering" in self.request.GET else queryset  # type: ignore[misc]


class DeskIndexView(DeskOrderMixin, IndexView):  # type: ignore[misc]
    """What waits, in the desk's own order."""


class DeskView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """One row and its decisions. A desk gives `rows`, `decide`, and the name of its list."""

    permission_required = "change"
    index_url_name: str

    def rows(self) -> Any:
        """Those in staff's sight, with what the page shows; all others are 404."""
        raise NotImplementedError

    def decide(self, request: HttpRequest) -> str:
        """Do what the pressed button says and return it in a sentence; "" where a form was not filled in. Raises Refused."""
        raise NotImplementedError

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The row."""
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(self.rows(), pk=kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A refusal is said on the row's own page."""
        try:
            return self.answer(request)
        except Refused as refusal:
            messages.error(request, refusal.reason)
            return redirect(request.path)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Back to the list; the form again where something is missing."""
        done = self.decide(request)
        if not done:
            return self.render_to_response(self.get_context_data(**self.kwargs), status=422)
        messages.success(request, done)
        return redirect(self.index_url_name)

    def get_page_subtitle(self) -> str:
        """Which row."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Back to the list."""
        own = [
            {"url": reverse(self.index_url_name), "label": self.page_title},
            {"url": "", "label": self.get_page_subtitle()},
        ]
        return [*self.breadcrumbs_items, *own]


class DeskViewSet(ModelViewSet):  # type: ignore[misc]
    """The list and the desk: there is nothing to add, copy or delete."""

    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = ()
    search_fields: tuple[str, ...] | None = None
    list_per_page = 50
    desk_view_class: type[DeskView]

    def get_urlpatterns(self) -> list[URLPattern]:
        """No form of Wagtail's writes here."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.construct_view(self.desk_view_class), name="edit"),
        ]


def shown_unless_refused(check: Callable[[User | AnonymousUser], None]) -> type[MenuItem]:
    """A menu item for those whom the permission function does not refuse."""

    class CheckedMenuItem(MenuItem):  # type: ignore[misc]
        """Shown to those who may."""

        def is_shown(self, request: HttpRequest) -> bool:
            """Whether the person may."""
            return not reason_against(check, request.user)

    return CheckedMenuItem
