"""Who may enter a view: three decorators, each refusing with its reason."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.models import User
from accounts.refusals import Refused

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


def supporters_only(view: View) -> View:
    """Verified supporters (and staff); a member learns how to become one."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        person = person_of(request)
        if not (person.is_supporter or person.is_staff):
            raise Refused(
                "このページは、所属を確認した支援者の方だけが使えます。所属の確認は、事務局へのお問い合わせから申し込めます。"
            )
        return view(request, *args, **kwargs)

    return signed_in(guarded)


def staff_only(view: View) -> View:
    """Agency staff; for everybody else the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not (request.user.is_authenticated and request.user.is_staff):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
