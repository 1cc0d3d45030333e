"""What this room shows on a person's own page and tells on the first page: how far he has come on the path."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.access import person_of
from accounts.acting_for import supported_session
from accounts.matters import Matter, register_matters
from accounts.models import User
from accounts.my_page import register_part
from bansou.school.models import Lesson


def own_path(request: HttpRequest) -> SafeString | str:
    """How many lessons he has done, once he has begun; to nobody who acts for him. One query."""
    if supported_session(request) is not None:
        return ""
    counts = Lesson.objects.progress_of(person_of(request))
    return render_to_string("school/on_my_page.html", counts) if counts["done"] else ""


def lessons(person: User) -> dict[str, QuerySet[Any]]:
    """The lessons there are, and those that he has done."""
    live = Lesson.objects.visible_to(person)
    return {"lessons": live, "lessons_done": live.done_by(person)}


def path_matters(request: HttpRequest, numbers: Mapping[str, int]) -> list[Matter]:
    """That the path goes on, for who has begun it and not come to its end; to nobody who acts for him. No query."""
    total, done = numbers["lessons"], numbers["lessons_done"]
    if supported_session(request) is not None or not 0 < done < total:
        return []
    return [Matter(f"学びの道のつづき（{total}のうち{done}を学びました）", reverse("school:path"))]


def connect() -> None:
    """Called once when the app is ready."""
    register_part(own_path)
    register_matters("path", path_matters, order=4, counted=lessons)
