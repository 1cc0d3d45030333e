"""What a view gives to a page of which parts are remembered: the key, and values that are only fetched when they are missing."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.audiences import Person, audiences_of
from bansou.freshness.models import content_version


def fresh_key(request: HttpRequest) -> Any:
    """Where, for whom and of when: address, audiences and rights of the person, version of the content, day.

    Asks the database once, when used; for staff their rights too: their pages offer what these let them do.

    The day, because what ends on a date (a consent) goes without a change.

    Two people with the same audiences, and of staff with the same rights, share what is remembered, so nothing personal belongs inside.
    """
    return later(
        lambda: "|".join(
            [
                content_version(),
                str(timezone.localdate()),
                *audiences_of(request.user),
                *_rights_of(request.user),
                request.get_full_path(),
            ]
        )
    )


def _rights_of(user: Person) -> list[str]:
    if not (user.is_authenticated and user.is_staff):
        return []
    return ["owner"] if user.is_superuser else sorted(user.get_all_permissions())


def later(fetch: Callable[[], Any]) -> Any:
    """A value for the template that is fetched when it is first asked for: never, where the part that shows it is remembered."""
    return SimpleLazyObject(fetch)
