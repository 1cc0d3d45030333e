"""What a request changed is in the index before its answer leaves."""

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from bansou.search.indexing import OF_A_REQUEST, index_waiting

logger = logging.getLogger(__name__)


class IndexMiddleware:
    """Who saved something and searches for it finds it. Whatever is too much for one request is left to the worker."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, after what it was written for is indexed."""
        response = self.get_response(request)
        if request.method == "POST":
            try:
                index_waiting(most=OF_A_REQUEST, is_request=True)
            except DatabaseError:
                # What the person saved is saved and noted; only its entry waits for the worker.
                logger.exception("The index could not be written at the end of a request")
        return response
