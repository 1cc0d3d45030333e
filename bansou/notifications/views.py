"""The inbox, and the pages on which a person chooses his mails."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bansou.notifications import actions
from bansou.notifications.events import teller_of
from bansou.notifications.unsubscribing import DIGEST, can_be_stopped, person_of_token

_TITLE = "メールの受け取り方"


@never_cache
@require_http_methods(["GET", "HEAD"])
def choices_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page of choices for whoever has the link of a mail."""
    person = person_of_token(token)
    if person is None:
        return _gone(request)
    return render(request, "notifications/choices.html", {"person": person, "breadcrumb": [(_TITLE, "")]})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str, what: str) -> HttpResponse:
    """Stop the mails of one event, as RFC 8058 asks for it: a POST without cookie and without token, answered without a redirect.

    Nobody can be made to press it unknowingly: the address is signed and stands in his mail alone. GET shows the page with a button.
    """
    if not can_be_stopped(what):
        raise Http404
    person = person_of_token(token)
    if person is None:
        return _gone(request)
    context: dict[str, Any] = {"token": token, "words": _words(what), "breadcrumb": [(_TITLE, "")]}
    if request.method == "POST":
        actions.stop_mails_of(by=person, what=what)
        context["is_done"] = True
    return render(request, "notifications/stop.html", context)


def _words(what: str) -> str:
    return "まとめのメール" if what == DIGEST else teller_of(what).event.words


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "notifications/link_gone.html", {"breadcrumb": [(_TITLE, "")]}, status=410)
