"""What waits in the exchange for a person, told on the first page."""

from collections.abc import Mapping

from django.http import HttpRequest

from accounts.access import person_of
from accounts.matters import Matter, register_matters
from knowhow.own_marks import unread_words


def unread_matters(request: HttpRequest, _numbers: Mapping[str, int]) -> list[Matter]:
    """New posts in what he follows: his own topics, those in which he wrote, and what he chose. Two queries."""
    words = unread_words(person_of(request))
    return [Matter(f"新しい投稿のある話題（{words}）", "/knowhow/unread/")] if words else []


def connect() -> None:
    """Called once when the app is ready."""
    register_matters("knowhow", unread_matters, order=3)
