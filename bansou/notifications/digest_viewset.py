"""Digests in Wagtail's admin: how many were sent on which morning, and one for oneself to look at."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.viewsets.base import ViewSet

from accounts.access import person_of
from accounts.desks import shown_unless_refused
from accounts.refusals import Refused
from bansou.notifications.actions import send_test_digest
from bansou.notifications.models import DigestPeriod
from bansou.notifications.permissions import check_can_see_digests

_DESK = "まとめのメール"
#: Mornings on the page: about a month of daily ones with their Mondays.
_SHOWN = 35


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def digests(request: HttpRequest) -> HttpResponse:
    """The latest mornings with their counts; POST sends the reader the digest that he would get now."""
    check_can_see_digests(request.user)
    if request.method == "POST":
        by = person_of(request)
        try:
            send_test_digest(by=by)
        except Refused as refusal:
            messages.warning(request, refusal.reason)
        else:
            messages.success(request, f"{by.email} に見本を送りました。数分のうちに届きます。")
        return redirect("digests:index")
    context = {
        "periods": DigestPeriod.objects.with_counts()[:_SHOWN],
        "breadcrumbs_items": [{"url": "", "label": _DESK}],
        "header_title": _DESK,
        "header_icon": "mail",
    }
    return render(request, "notifications/admin/digests.html", context)


class DigestViewSet(ViewSet):  # type: ignore[misc]
    """One page, for whoever keeps the site's contents."""

    icon = "mail"
    menu_label = _DESK
    menu_order = 338
    add_to_admin_menu = True
    menu_item_class = shown_unless_refused(check_can_see_digests)

    def get_urlpatterns(self) -> list[URLPattern]:
        """One page."""
        return [path("", digests, name="index")]


digest_viewset = DigestViewSet("digests")
