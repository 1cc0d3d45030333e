"""A line on a person's own page: a self-check that waits to be finished, or one whose three months are over."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.acting_for import supported_session
from accounts.matters import Matter, register_matters
from accounts.models import User
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


def waiting(person: User) -> dict[str, QuerySet[SelfCheck]]:
    """One that is to be finished, and one whose three months are over."""
    his = SelfCheck.objects.of(person)
    return {"self_check_begun": his.unfinished(), "self_check_due": his.due_again()}


def self_check_matters(request: HttpRequest, numbers: Mapping[str, int]) -> list[Matter]:
    """What waits, for the person himself; to nobody who acts for him. No query."""
    if supported_session(request) is not None:
        return []
    if numbers["self_check_begun"]:
        return [Matter("途中の自己点検", reverse("self_check:answer"))]
    if numbers["self_check_due"]:
        return [Matter("自己点検をもう一度（前から3か月がたちました）", reverse("self_check:start"))]
    return []


def connect() -> None:
    """Called once when the app is ready."""
    register_part(self_check_line)
    register_matters("self_check", self_check_matters, order=5, counted=waiting)
