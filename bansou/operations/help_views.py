"""The page 「使い方」 in Wagtail's admin, for all staff."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import person_of
from accounts.permissions import roles_held
from accounts.role_changes import OWNER_NAME
from bansou.operations.staff_help import DUTIES, GUIDES


@require_safe
def staff_help(request: HttpRequest) -> HttpResponse:
    """One's own duties and their guides first, those of others below."""
    person = person_of(request)
    mine = {OWNER_NAME} if person.is_superuser else {role.name for role in roles_held(person)}
    context = {
        "page_title": "使い方",
        "header_icon": "help",
        "duties": [duty for duty in DUTIES if duty.role in mine],
        "duties_of_others": [duty for duty in DUTIES if duty.role not in mine],
        "guides": sorted(GUIDES, key=lambda guide: mine.isdisjoint(guide.roles)),
    }
    return render(request, "operations/admin/help.html", context)
