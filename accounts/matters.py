"""What waits for a person, told on the first page. The rooms above register what they know of; this room knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.audiences import Person
from accounts.models import User


@dataclass(frozen=True)
class Matter:
    """One line: what waits, and where he goes on. `count`: how many of them, 0 where the words say it."""

    words: str
    url: str
    count: int = 0


#: The matters of a person, in a query or two whatever he has; none where nothing waits.
Find = Callable[[User], list[Matter]]

_finders: dict[str, tuple[int, Find]] = {}


def register_matters(name: str, find: Find, *, order: int) -> None:
    """Let `find(person)` be told on the first page; low orders come first. Called from an AppConfig."""
    _finders[name] = (order, find)


def matters_of(person: Person) -> list[Matter]:
    """All that waits for the person; nothing waits for a visitor."""
    if not person.is_authenticated:
        return []
    return [matter for _, find in sorted(_finders.values(), key=lambda entry: entry[0]) for matter in find(person)]
