"""The pages of announcements on the site, and closing a banner."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of, signed_in
from accounts.refusals import Refused
from bansou.announcements import actions
from bansou.announcements.models import Announcement
from bansou.lists.keyset import keyset_page
from bansou.notifications.actions import mark_read

_ALL = "運営からのお知らせ"


@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """Those for the person, the newest first."""
    page = keyset_page(Announcement.objects.visible_to(request.user), request, order=("-sent_at", "-pk"))
    return render(request, "announcements/announcement_list.html", {"page": page, "breadcrumb": [(_ALL, "")]})


@require_safe
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them. Whoever reads it here needs neither its line nor its mail any more."""
    found = get_object_or_404(Announcement.objects.visible_to(request.user), pk=pk)
    if request.user.is_authenticated:
        mark_read(by=request.user, thread=found.thread)
    context = {"announcement": found, "breadcrumb": [(_ALL, reverse("announcements:list")), (found.title, "")]}
    return render(request, "announcements/announcement_detail.html", context)


@require_POST
@signed_in
def put_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the banner, and stay on the page."""
    found = get_object_or_404(Announcement.objects.visible_to(request.user), pk=pk)
    try:
        actions.put_aside(by=person_of(request), announcement=found)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")
