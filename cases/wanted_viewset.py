"""What people search for, for staff; and the wishes for cases that staff make of it."""

import datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.desks import shown_unless_refused
from bansou.search.models import SearchedWords
from bansou.search.models.demand import LEAST_PEOPLE
from bansou.search.registry import searchables
from cases.models import WantedCase
from cases.permissions import check_can_see_demand

#: Weeks on the page, and rows in all.
_WEEKS, _ROWS = 8, 400
_DEMAND = "探されていること"
_SHOWS = {"": "すべて", "nothing": "見つからなかった", "few": "少ししか見つからなかった"}


@never_cache
@require_safe
def demand(request: HttpRequest) -> HttpResponse:
    """The words of the last weeks, those of which nothing or little was found by a choice; none that fewer than five people typed."""
    check_can_see_demand(request.user)
    show = request.GET.get("show", "") if request.GET.get("show") in _SHOWS else ""
    rows = list(_rows(show)[:_ROWS])
    kinds = [(searchable.kind, searchable.label) for searchable in searchables()]
    wanted = set(WantedCase.objects.exclude(words="").values_list("words", flat=True))
    weeks = [
        {
            "monday": week,
            "sunday": week + datetime.timedelta(days=6),
            "rows": [
                {"words": row, "counts": [row.by_kind.get(kind) for kind, _ in kinds], "is_wanted": row.words in wanted}
                for row in group
            ],
        }
        for week, group in groupby(rows, key=lambda row: row.week)
    ]
    context = {
        "weeks": weeks,
        "shows": [{"name": name, "label": label, "is_chosen": name == show} for name, label in _SHOWS.items()],
        "kinds": [label for _, label in kinds],
        "least": LEAST_PEOPLE,
        "can_add": request.user.has_perm("cases.add_wantedcase"),
        "breadcrumbs_items": [{"url": "", "label": _DEMAND}],
        "header_title": _DEMAND,
        "header_icon": "search",
    }
    return render(request, "cases/admin/demand.html", context)


def _rows(show: str) -> Any:
    since = timezone.localdate() - datetime.timedelta(weeks=_WEEKS)
    rows = SearchedWords.objects.shown().filter(week__gt=since)
    return {"nothing": rows.that_found_nothing, "few": rows.that_found_little}.get(show, rows.all)()


class DemandViewSet(ViewSet):  # type: ignore[misc]
    """One page, to read."""

    icon = "search"
    menu_label = _DEMAND
    menu_order = 311
    add_to_admin_menu = True
    menu_item_class = shown_unless_refused(check_can_see_demand)

    def get_urlpatterns(self) -> list[URLPattern]:
        """The page."""
        return [path("", demand, name="index")]


class WantedCaseCreateView(CreateView):  # type: ignore[misc]
    """A wish, begun from searched words where the address names them."""

    def get_initial_form_instance(self) -> WantedCase:
        """The words stay beside the wish; its title is staff's own."""
        return WantedCase(words=self.request.GET.get("words", "")[:100])


class WantedCaseViewSet(ModelViewSet):  # type: ignore[misc]
    """Wishes: written, changed and taken off the site by editors; never deleted, because drafts answer them."""

    model = WantedCase
    icon = "help"
    menu_label = "求む事例"
    menu_order = 312
    add_to_admin_menu = True
    add_view_class = WantedCaseCreateView
    copy_view_enabled = False
    form_fields = ("title", "note", "theme", "words", "is_shown")
    list_display = ("title", "theme", "words", "is_shown", Column("created_at", label="作成"))
    list_filter = ("is_shown",)
    ordering = ("-pk",)


demand_viewset = DemandViewSet("demand")
wanted_case_viewset = WantedCaseViewSet("wanted-cases")
