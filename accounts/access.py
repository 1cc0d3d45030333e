"""Who may enter a view: three decorators, each refusing with its reason or leading there."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import User

View = Callable[..., HttpResponseBase]


def person_of(request: HttpRequest) -> User:
    """Who is signed in; for views that one of the decorators guards."""
    assert isinstance(request.user, User)
    return request.user


def signed_in(view: View) -> View:
    """Visitors are sent to sign in and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def staff_only(view: View) -> View:
    """Agency staff; for everybody else the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not (request.user.is_authenticated and request.user.is_staff):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def recently_authenticated(view: View) -> View:
    """For acts that are hard to undo: whoever has not done so within five minutes shows once more who he is, and goes on.

    A form that was sent meanwhile is not lost: the view gets it afterwards. Files of it are; ask for the page before they are chosen.
    """
    return signed_in(reauthentication_required(view))


def sign_up_as_invited(request: HttpRequest, *, address: str) -> HttpResponseBase:
    """Send a visitor, who opened a link that only a mail to the address tells, to sign up and back. That address needs no second mail."""
    get_adapter().stash_verified_email(request, address)
    return redirect(f"{reverse('account_signup')}?{urlencode({'next': request.path})}")
