"""What the pages of the rooms above call when a person reads there what his notices tell of."""

import datetime

from django.http import HttpRequest

from accounts.access import person_of
from accounts.acting_for import supported_session
from bansou.notifications import actions
from bansou.notifications.unread import unread_of


def saw(request: HttpRequest, thread: str, *, until: datetime.datetime | None = None) -> None:
    """The page shows what the notices of the thread tell of, as it stood at `until`: they are read.

    Where nothing is unread it asks no more than the header does anyway. What a browser fetches ahead, or staff see for somebody, is not read
    by him.
    """
    is_read_by_him = request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")
    if is_read_by_him and not supported_session(request) and unread_of(request).number:
        unread_of(request).note_read(actions.mark_read(by=person_of(request), thread=thread, until=until))
