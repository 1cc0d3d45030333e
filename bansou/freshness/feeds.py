"""Feeds as answers: made once for each version of the content, and not sent again to whom has them."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from bansou.freshness.remembering import until_content_changes
from bansou.lists.atom import CONTENT_TYPE, Feed


def feed_response(request: HttpRequest, make: Callable[[], Feed]) -> HttpResponse:
    """The feed that `make` gives, or 304 where the reader has it. From memory it asks the database one thing: the version of the content.

    The same for whoever asks, so `make` reads as a visitor does. No cache on the way may answer without asking: what is withdrawn is gone.
    """

    def made() -> tuple[bytes, int]:
        feed = make()
        return feed.as_xml(), int(feed.updated.timestamp())

    xml, last_modified = until_content_changes("feed", request.path, make=made)
    etag = quote_etag(hashlib.sha256(xml).hexdigest()[:32])
    headers = {"Cache-Control": "public, no-cache", "ETag": etag, "Last-Modified": http_date(last_modified)}
    response = HttpResponse(xml, content_type=CONTENT_TYPE, headers=headers)
    return get_conditional_response(request, etag=etag, last_modified=last_modified, response=response) or response
