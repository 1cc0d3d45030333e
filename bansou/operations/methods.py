"""The methods that the site takes: it reads with GET and writes with POST, and knows no other way to write."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

_TAKEN = ("GET", "HEAD", "OPTIONS", "POST")
#: What Wagtail's own scripts send besides, by the names of its addresses: a hint was put away, a preview was left.
_OF_WAGTAIL = {("PATCH", "wagtailadmin_dismissibles"), ("DELETE", "preview_on_add"), ("DELETE", "preview_on_edit")}


class MethodMiddleware:
    """Answers 405 to all else, so that no view has to: a form view of Django takes PUT for POST, and many take anything for GET."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do before the address is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """The refusal, or None."""
        name = request.resolver_match.url_name if request.resolver_match else None
        if request.method in _TAKEN or (request.method, name) in _OF_WAGTAIL:
            return None
        return HttpResponseNotAllowed(_TAKEN)
