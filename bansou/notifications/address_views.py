"""A person whose mails do not arrive learns of it on his own page, and shows with a link that they do again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of, signed_in
from accounts.models import User
from accounts.refusals import Refused
from bansou.notifications.actions import ask_for_address, mark_deliverable, person_of_link
from bansou.notifications.models import MailPreferences


def undeliverable_part(request: HttpRequest) -> str:
    """That mails do not arrive, since when, and what to do; a part of accounts.my_page."""
    preferences = MailPreferences.objects.filter(person=person_of(request), undeliverable_at__isnull=False).first()
    if preferences is None:
        return ""
    return render_to_string("notifications/undeliverable.html", {"since": preferences.undeliverable_at}, request=request)


@require_POST
@signed_in
def ask(request: HttpRequest) -> HttpResponse:
    """Send the letter with the link."""
    try:
        ask_for_address(by=person_of(request))
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, "確認のメールを送りました。届いたら、メールの中のリンクを開いてください。")
    return redirect("accounts:me")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter. Opening it changes nothing, because mail scanners open links; the button does."""
    person: User | None = person_of_link(token)
    if person is None:
        raise Http404
    context: dict[str, Any] = {"is_done": request.method == "POST"}
    if context["is_done"]:
        mark_deliverable(person)
    return render(request, "notifications/address_confirm.html", context)
