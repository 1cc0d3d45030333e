"""A line on a person's own page: a self-check that waits to be finished, or one whose three months are over."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.acting_for import supported_session
from accounts.my_page import register_part
from bansou.school.models import SelfCheck


def self_check_line(request: HttpRequest) -> SafeString | str:
    """The line, or "" where nothing waits. Not for staff who act for the person. One query."""
    if supported_session(request) is not None:
        return ""
    latest = SelfCheck.objects.of(request.user).first()
    if latest is None or not (latest.finished_at is None or latest.is_due_again):
        return ""
    return render_to_string("school/self_check/on_my_page.html", {"check": latest})


def connect() -> None:
    """Called once when the app is ready."""
    register_part(self_check_line)
