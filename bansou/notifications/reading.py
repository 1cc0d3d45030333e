"""What the pages of the rooms above call when a person reads there what his notices tell of."""

import datetime

from django.http import HttpRequest

from accounts.access import person_of
from accounts.acting_for import supported_session
from bansou.notifications import actions
from bansou.notifications.unread import unread_of

#: What is posted is told of in the same transaction, a little later.
_TOLD_WITHIN = datetime.timedelta(seconds=5)


def saw(request: HttpRequest, thread: str, *, until: datetime.datetime | None = None) -> None:
    """The page shows what the notices of the thread tell of; with `until` only what had been posted by then. They are read.

    Where nothing is unread it asks no more than the header does anyway. What a browser fetches ahead, or staff see for somebody, is not read
    by him.
    """
    is_read_by_him = request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")
    if is_read_by_him and not supported_session(request) and unread_of(request).number:
        told_until = until + _TOLD_WITHIN if until else None
        unread_of(request).note_read(actions.mark_read(by=person_of(request), thread=thread, until=told_until))
