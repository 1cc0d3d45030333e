"""The newest notices as a part of the person's own page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.access import person_of
from accounts.acting_for import supported_session
from bansou.notifications.inbox import UNREAD, inbox_lines, shown
from bansou.notifications.unread import unread_of

_LINES = 3


def newest_notices(request: HttpRequest) -> SafeString | str:
    """The unread lines, the newest three; "" where there is none. Staff who act for the person have no business in his inbox."""
    if supported_session(request) or not unread_of(request).number:
        return ""
    person = person_of(request)
    heads = shown(person, UNREAD).order_by("-pk")[:_LINES]
    lines, _ = inbox_lines(person, list(heads))
    return render_to_string("notifications/newest_notices.html", {"lines": lines}, request) if lines else ""
