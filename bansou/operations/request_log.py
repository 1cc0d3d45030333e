"""One line a request, without personal data: the route's pattern instead of the address, no name, no network address, no query."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

logger = logging.getLogger("bansou.requests")
#: Seconds from which a request is worth a warning.
SLOW = 2.0


class RequestLogMiddleware:
    """Writes method, route, status and milliseconds. A confirmation link's key or a search word never reaches the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then write the line."""
        started = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - started
        route = _route(request)
        level = logging.WARNING if seconds >= SLOW else logging.INFO
        logger.log(level, "%s %s %d %.0f ms", request.method, route, response.status_code, 1000 * seconds)
        return response


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        return "(no route)"
    return "(page)" if match.route.startswith("^") else f"/{match.route}"
