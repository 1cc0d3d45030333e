"""Typed text survives a lost session.

A POST without a session is parked in the visitor's new session; after sign-in the same address shows the form with the text again.
Files cannot be parked: the page says so.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponseBase, QueryDict

View = Callable[..., HttpResponseBase]

_KEY = "parked_form"
_SALT = "bansou.forms.owner"
_KEEP_SECONDS = 3600
#: Fields of every form that nobody typed.
_MARKS = ("csrfmiddlewaretoken", "submission_key", "typed_by")


def owner_token(person: Any) -> str:
    """A signed mark of who typed into a form."""
    return signing.dumps(person.pk, salt=_SALT)


def parks_typed_text(view: View) -> View:
    """Sign-in that keeps the text of a POST. Stands outermost, in place of `signed_in`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            request.session[_KEY] = {"path": request.path, "body": request.POST.urlencode(), "at": int(time.time())}
            messages.warning(
                request,
                "時間がたったため、ログインが切れていました。入力した文章は残っています。もう一度ログインしてください。",
            )
        return redirect_to_login(request.get_full_path())

    return guarded


def parked_text(request: HttpRequest) -> QueryDict | None:
    """The text parked for this address by this person, once; None where there is none."""
    parked = request.session.get(_KEY)
    if request.method != "GET" or not parked or parked["path"] != request.path:
        return None
    del request.session[_KEY]
    typed = QueryDict(parked["body"])
    if time.time() - parked["at"] > _KEEP_SECONDS or not is_typed_by(request.user, typed.get("typed_by", "")):
        return None
    messages.info(
        request, "入力した文章を元に戻しました。まだ送信されていません。写真を選んでいた場合は、もう一度選んでください。"
    )
    return typed


def typed_texts(request: HttpRequest) -> list[str]:
    """The long texts of a refused form, so that they can be copied; passwords never."""
    return [
        value
        for name, value in request.POST.items()
        if isinstance(value, str) and len(value) >= 10 and "password" not in name and name not in _MARKS
    ]


def is_typed_by(person: Any, token: str) -> bool:
    """Whether `owner_token` made the mark for this person."""
    try:
        return bool(signing.loads(token, salt=_SALT) == person.pk)
    except signing.BadSignature:
        return False
