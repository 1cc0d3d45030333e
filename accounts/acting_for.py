"""A supported session as requests meet it: staff see and write the site as the person whom they act for, and nothing of their own."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.actions import record_act
from accounts.models import SupportedSession, User
from accounts.permissions import check_can_support
from accounts.refusals import reason_against
from bansou.forms.parking import typed_texts

GetResponse = Callable[[HttpRequest], HttpResponse]

#: Where a session of a browser says that it is one.
SESSION_KEY = "supported_session"
#: What is done for somebody else: reading and writing. What is not named here is refused: signing in, address, password, second factor,
#: data, leaving, and whatever is added later.
_ROOMS = frozenset({"announcements", "cases", "drafts", "glossary", "knowhow", "operations", "search", "sharing"})
_PAGES = frozenset(
    {
        "accounts:me", "accounts:organisation", "accounts:organisations", "accounts:support", "accounts:support_end", "media", "wagtail_serve",
        "moderation:notice", "moderation:notices", "moderation:receipt", "moderation:report",
        "school:landing", "school:lesson", "school:path", "school:president_sheet", "school:reading", "school:reading_rest", "school:reading_stop",
        "school:role_play", "school:role_play_sheet", "school:role_play_sheets", "school:role_plays",
    }
)  # fmt: skip
_REFUSAL = (
    "代わりに操作しているあいだは、ログイン、メールアドレス、パスワード、登録についての画面は開けません。ご本人の操作が要ります。"
)
_READING = ("GET", "HEAD", "OPTIONS")


def supported_session(request: HttpRequest) -> SupportedSession | None:
    """The supported session in which the request is made; then `request.user` is the person, not the member of staff."""
    return getattr(request, SESSION_KEY, None)


class SupportedSessionMiddleware:
    """Puts the person in the place of the member of staff, keeps both from what is the person's own matter, and writes down what is sent."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on as the person; once the session is over, do nothing of what was asked and say so."""
        if not (request.user.is_authenticated and SESSION_KEY in request.session):
            return self.get_response(request)
        session = _living(request.user, request.session[SESSION_KEY])
        if session is None:
            # What was typed as somebody else must not be posted under the name of staff.
            del request.session[SESSION_KEY]
            return render(request, "accounts/support_over.html", {"typed": typed_texts(request)}, status=409)
        setattr(request, SESSION_KEY, session)
        request.user = session.person
        if request.path.startswith("/admin/"):
            return redirect("accounts:support")
        response = self.get_response(request)
        if request.method not in _READING:
            record_act(session=session, path=request.path, status=response.status_code)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The 403 page for what nobody does for somebody else."""
        match = request.resolver_match
        if supported_session(request) is None or match is None:
            return None
        if match.view_name in _PAGES or (match.namespaces and match.namespaces[0] in _ROOMS):
            return None
        return render(request, "403.html", {"reason": _REFUSAL}, status=403)


def _living(staff: User, key: int) -> SupportedSession | None:
    """The session, if it lives and the member of staff still may; a right that was taken away ends it at once."""
    found = SupportedSession.objects.living().select_related("by", "person").filter(pk=key, by=staff).first()
    if found is None or reason_against(check_can_support, staff, found.person):
        return None
    return found
