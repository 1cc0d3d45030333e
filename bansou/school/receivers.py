"""Django tells when somebody has signed in; one receiver, which calls an action."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from accounts.models import User
from bansou.school import actions
from bansou.school.visitor_progress import take_from


def connect() -> None:
    """Listen, once."""
    user_logged_in.connect(hand_over, dispatch_uid="school.hand_over")


def hand_over(request: HttpRequest, user: User, **_: Any) -> None:
    """Whoever signs in, by whatever way, keeps what he has done in this browser. Its session held it on through the sign-in."""
    done = take_from(request)
    added = actions.take_over(by=user, done=done) if done else 0
    if added:
        words = f"ログインする前に学んだ{added}つのレッスンを、あなたの記録に加えました。"
        messages.success(request, words, fail_silently=True)
