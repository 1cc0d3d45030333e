"""Feeds as answers: made once for each version of the content, and not sent again to whom has them."""

import hashlib
from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from bansou.freshness.models import content_version
from bansou.lists.atom import CONTENT_TYPE, Feed

#: Seconds for which a feed stays in memory. A change of content is seen at once, through the key.
REMEMBERED_SECONDS = 600


def feed_response(request: HttpRequest, make: Callable[[], Feed]) -> HttpResponse:
    """The feed that `make` gives, or 304 where the reader has it. From memory it asks the database one thing: the version of the content.

    The same for whoever asks, so `make` reads as a visitor does. No cache on the way may answer without asking: what is withdrawn is gone.
    """
    pages = caches["pages"]
    place = f"feed|{content_version()}|{timezone.localdate()}|{request.path}"
    key = hashlib.sha256(place.encode()).hexdigest()
    if (remembered := pages.get(key)) is None:
        feed = make()
        remembered = (feed.as_xml(), int(feed.updated.timestamp()))
        pages.set(key, remembered, REMEMBERED_SECONDS)
    xml, last_modified = remembered
    etag = quote_etag(hashlib.sha256(xml).hexdigest()[:32])
    headers = {"Cache-Control": "public, no-cache", "ETag": etag, "Last-Modified": http_date(last_modified)}
    response = HttpResponse(xml, content_type=CONTENT_TYPE, headers=headers)
    return get_conditional_response(request, etag=etag, last_modified=last_modified, response=response) or response
