"""The page for a form that was open too long."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bansou.forms.parking import typed_texts


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: say what to do, keep the text (the page holds it again)."""
    return render(request, "accounts/csrf_failure.html", {"typed": typed_texts(request)}, status=403)
