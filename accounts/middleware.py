"""What holds for each request of a person: refusals have a page, the admin is for staff with a second factor, nothing is shared."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control

from accounts.access import person_of
from accounts.refusals import Refused
from accounts.second_factor import has_second_factor, has_shown_second_factor, second_factor_url

GetResponse = Callable[[HttpRequest], HttpResponse]

_IN_USE = "ほかのデータで使われているため、削除できません。利用者は、編集画面で「有効」を外すと、ログインできなくなります。"


class RefusalMiddleware:
    """Turns a Refused, and the database's refusal to delete what is in use, into the 403 page that shows the reason."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page with the reason, or None for other exceptions."""
        if isinstance(exception, Refused):
            return render(request, "403.html", {"reason": exception.reason}, status=403)
        if isinstance(exception, ProtectedError):
            return render(request, "403.html", {"reason": _IN_USE}, status=403)
        return None


class AdminDoorMiddleware:
    """Under /admin/ there is nothing for signed-in people who are not staff. Wagtail would send them to sign in, in circles."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """404 for those who may not enter; visitors pass and are asked to sign in."""
        if (
            request.path.startswith("/admin/")
            and request.user.is_authenticated
            and not request.user.has_perm("wagtailadmin.access_admin")
        ):
            raise Http404
        return self.get_response(request)


class StaffSecondFactorMiddleware:
    """Staff enter /admin/ with a second factor: they have one, and showed it in this session or on a browser that they trust."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead staff to set up their second factor, or to show it; everybody else passes."""
        if settings.STAFF_SECOND_FACTOR_REQUIRED and request.path.startswith("/admin/") and _is_staff(request):
            if not has_second_factor(person_of(request)):
                messages.warning(request, "運営の画面に入る前に、パスキーか認証アプリを登録してください。")
                return redirect("mfa_index")
            if not has_shown_second_factor(request):
                return redirect(f"{second_factor_url(person_of(request))}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)


class PrivatePagesMiddleware:
    """What a signed-in person sees is stored by no shared cache and not shown by the back button after sign-out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add `no-store` for signed-in people."""
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


def _is_staff(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.is_staff
