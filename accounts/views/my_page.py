"""My page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import person_of, signed_in
from accounts.invitations import waiting_for
from accounts.my_page import parts_for


@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """My page: who I am here, and where my things are."""
    context = {
        "parts": parts_for(request),
        "invitation_count": len(waiting_for(person_of(request))),
        "breadcrumb": [("マイページ", "")],
    }
    return render(request, "accounts/me.html", context)
