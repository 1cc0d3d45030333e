"""The page of a supported session: for whom, how long, and the button that ends it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.acting_for import SESSION_KEY, supported_session
from accounts.actions import end_support
from accounts.models import SupportedSession


@require_safe
def support(request: HttpRequest) -> HttpResponse:
    """What is going on; without a supported session there is no such page."""
    return render(request, "accounts/support.html", {"support": _session(request), "breadcrumb": [("代わりの操作", "")]})


@require_POST
def support_end(request: HttpRequest) -> HttpResponse:
    """End it, and be oneself again."""
    session = _session(request)
    end_support(session=session, by=session.by)
    del request.session[SESSION_KEY]
    messages.success(request, f"{session.person}さんに代わる操作を終えました。")
    return redirect("/admin/people/")


def _session(request: HttpRequest) -> SupportedSession:
    session = supported_session(request)
    if session is None:
        raise Http404
    return session
