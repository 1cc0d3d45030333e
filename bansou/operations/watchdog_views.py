"""How the site's machinery stands: a page for staff in the admin, and lines for a program of staff."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of
from accounts.refusals import Refused, reason_against
from bansou.notifications.actions import retry_dead_mails
from bansou.notifications.actions.dead_mails import MOST_AT_ONCE
from bansou.notifications.models import OutgoingMail
from bansou.notifications.outbox_permissions import check_can_decide_on_dead_mails
from bansou.operations import watchdog
from bansou.operations.models import Alarm


@require_safe
def watchdog_page(request: HttpRequest) -> HttpResponse:
    """Everything that is looked at, as it stands now."""
    found = watchdog.looks()
    since = dict(Alarm.objects.values_list("name", "since"))
    context = {
        "rows": [(look, since.get(look.name)) for look in found],
        "is_wrong": any(look.is_wrong for look in found),
        "now": timezone.now(),
        "has_dead_mails": any(look.is_wrong for look in found if look.name == "dead-mails"),
        "refused": reason_against(check_can_decide_on_dead_mails, request.user),
        "most": MOST_AT_ONCE,
    }
    return render(request, "operations/admin/watchdog.html", context)


@require_POST
def retry_all(request: HttpRequest) -> HttpResponse:
    """Let the mails that were given up be tried again, after a long outage for one; so many a press."""
    numbers = list(OutgoingMail.objects.dead().values_list("pk", flat=True)[:MOST_AT_ONCE])
    try:
        count = retry_dead_mails(by=person_of(request), numbers=numbers)
    except Refused as refusal:
        raise PermissionDenied(refusal.reason) from refusal
    messages.success(request, f"{count}通を、もう一度送ります。")
    return redirect("watchdog")


@never_cache
@require_safe
def readyz_details(request: HttpRequest) -> HttpResponse:
    """`/readyz?details`: a line for each look, 503 where something is wrong. For staff alone; 404 for everybody else."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    found = watchdog.looks()
    lines = "".join(f"{'NG' if look.is_wrong else 'ok'} {look.name} {look.words}\n" for look in found)
    is_wrong = any(look.is_wrong for look in found)
    return HttpResponse(lines, content_type="text/plain; charset=utf-8", status=503 if is_wrong else 200)
