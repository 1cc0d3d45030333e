"""The page for a form that was open too long."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: say what to do, keep the text (the page holds it again)."""
    return render(request, "accounts/csrf_failure.html", {"typed": _typed_texts(request)}, status=403)


def _typed_texts(request: HttpRequest) -> list[str]:
    """The long texts of the refused form, so that they can be copied; passwords never."""
    return [
        value
        for name, value in request.POST.items()
        if isinstance(value, str) and len(value) >= 10 and "password" not in name and name != "csrfmiddlewaretoken"
    ]
