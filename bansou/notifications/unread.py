"""How much of a person's inbox is unread: for the header, counted at most once a request and never kept longer."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.acting_for import supported_session
from accounts.audiences import Person
from accounts.models import User
from bansou.lists.prepared import PreparedRead
from bansou.notifications.models import Notice

#: The count stops here.
COUNTED_AT_MOST = 100


class Unread:
    """The unread notices of whoever asks. No query for a visitor, nor before somebody looks."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._read_meanwhile = 0

    @property
    def number(self) -> int:
        """How many, COUNTED_AT_MOST at most."""
        return max(0, self._counted - self._read_meanwhile)

    @property
    def words(self) -> str:
        """The number as the header shows it; "" for none."""
        return f"{COUNTED_AT_MOST - 1}以上" if self.number >= COUNTED_AT_MOST else str(self.number or "")

    def note_read(self, number: int) -> None:
        """So many were read by this very request."""
        self._read_meanwhile += number

    @cached_property
    def _counted(self) -> int:
        return len(_unread_of(person=self._person.pk)) if self._person.pk else 0


def _unread(person: int) -> QuerySet[Notice, Any]:
    # In no order: it stops at the hundredth, and would else sort all of them first.
    return Notice.objects.of(User.of_key(person)).unread().order_by().values_list("pk")[:COUNTED_AT_MOST]


#: Every page that somebody signed in opens asks it.
_unread_of = PreparedRead(_unread)


def unread_of(request: HttpRequest) -> Unread:
    """What is unread for whoever asks; the same object all through the request."""
    unread = getattr(request, "unread_notices", None)
    if not isinstance(unread, Unread):
        # A page of an error may be made before anybody asked who it is for.
        unread = Unread(getattr(request, "user", AnonymousUser()))
        request.unread_notices = unread  # type: ignore[attr-defined]
    return unread


def in_templates(request: HttpRequest) -> dict[str, Unread | None]:
    """Context processor: `unread_notices`; None for staff who act for somebody, who have no business in his inbox."""
    return {"unread_notices": None if supported_session(request) else unread_of(request)}
