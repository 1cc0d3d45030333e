"""What somebody has done who is not signed in: kept in his session, which is his browser's alone, until he signs in."""

import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from accounts.at_sign_in import register_at_sign_in
from accounts.models import User
from bansou.school import actions
from bansou.school.models import Done, Lesson

_KEY = "lessons_done"


def done_here(request: HttpRequest) -> Done:
    """The lessons done in this browser. Asks the database nothing where the browser has no session."""
    kept: dict[str, str] = request.session.get(_KEY, {})
    return {int(number): datetime.datetime.fromisoformat(moment) for number, moment in kept.items()}


def note_here(request: HttpRequest, lesson: Lesson, *, done: bool) -> None:
    """Note in this browser that the lesson is done, or not. Done twice keeps the first moment."""
    kept: dict[str, str] = dict(request.session.get(_KEY, {}))
    if done:
        kept.setdefault(str(lesson.pk), timezone.now().isoformat())
    else:
        kept.pop(str(lesson.pk), None)
    request.session[_KEY] = kept


def hand_over(request: HttpRequest, person: User) -> None:
    """Whoever signs in keeps what he has done in this browser; the session forgets it, so that nobody else gets it."""
    done = done_here(request)
    if not done:
        return
    del request.session[_KEY]
    added = actions.take_over(by=person, done=done)
    if added:
        messages.success(request, f"ログインする前に学んだ{added}つのレッスンを、あなたの記録に加えました。")


def connect() -> None:
    """Called once when the app is ready."""
    register_at_sign_in(hand_over)
