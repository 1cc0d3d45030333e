"""My page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import signed_in
from accounts.my_page import parts_for


@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """My page: who I am here, and where my things are."""
    return render(request, "accounts/me.html", {"parts": parts_for(request), "breadcrumb": [("マイページ", "")]})
