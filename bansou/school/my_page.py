"""What this room shows on a person's own page: how far he has come on the path."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.access import person_of
from accounts.acting_for import supported_session
from accounts.my_page import register_part
from bansou.school.models import Lesson


def own_path(request: HttpRequest) -> SafeString | str:
    """How many lessons he has done, once he has begun; to nobody who acts for him. One query."""
    if supported_session(request) is not None:
        return ""
    counts = Lesson.objects.progress_of(person_of(request))
    return render_to_string("school/on_my_page.html", counts) if counts["done"] else ""


def connect() -> None:
    """Called once when the app is ready."""
    register_part(own_path)
