"""What somebody has done who is not signed in: kept in his session, which is his browser's alone, until he signs in."""

import datetime

from django.http import HttpRequest
from django.utils import timezone

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


def take_from(request: HttpRequest) -> Done:
    """The lessons done in this browser, which forgets them: nobody else gets them."""
    done = done_here(request)
    if done:
        del request.session[_KEY]
    return done
