"""The offer of a second factor on one's own page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.access import person_of, signed_in
from accounts.actions import put_off_second_factor


@require_POST
@signed_in
def put_off(request: HttpRequest) -> HttpResponse:
    """Not now."""
    put_off_second_factor(by=person_of(request))
    messages.info(request, "案内を閉じました。マイページの「二段階認証」から、いつでも登録できます。")
    return redirect("accounts:me")
