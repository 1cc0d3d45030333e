"""Values that are remembered, in each process, until any content changes or the day is over."""

import hashlib
from collections.abc import Callable

from django.core.cache import caches
from django.utils import timezone

from bansou.freshness.models import content_version

#: Seconds for which a value stays in memory. A change of content is seen at once, through the key.
REMEMBERED_SECONDS = 600


def until_content_changes[Value](*place: str, make: Callable[[], Value]) -> Value:
    """What `make` gives for the place: a name, and what the value is for. From memory it asks the database one thing, the version of the content.

    The same for whoever asks. A value is never None.
    """
    pages = caches["pages"]
    key = hashlib.sha256("|".join((content_version(), str(timezone.localdate()), *place)).encode()).hexdigest()
    value: Value | None = pages.get(key)
    if value is None:
        value = make()
        pages.set(key, value, REMEMBERED_SECONDS)
    return value
