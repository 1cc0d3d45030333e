"""What waits for a person, told on the first page. The rooms above register what they know of; this room knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Matter:
    """One line: what waits, and where he goes on. `count`: how many of them, 0 where the words say it."""

    words: str
    url: str
    count: int = 0


#: The matters of who asks, in a query or two whatever he has; none where nothing waits, or where somebody else acts for him
#: (`accounts.acting_for.supported_session`) and may not know.
Find = Callable[[HttpRequest], list[Matter]]

_finders: dict[str, tuple[int, Find]] = {}


def register_matters(name: str, find: Find, *, order: int) -> None:
    """Let `find(request)` be told on the first page of who is signed in; low orders come first. Called from an AppConfig."""
    _finders[name] = (order, find)


def matters_of(request: HttpRequest) -> list[Matter]:
    """All that waits for who asks; nothing waits for a visitor."""
    if not request.user.is_authenticated:
        return []
    return [matter for _, find in sorted(_finders.values(), key=lambda entry: entry[0]) for matter in find(request)]
