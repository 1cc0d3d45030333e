"""What the rooms above have to say of a topic, on its page. They register; this room knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.audiences import Person
from accounts.models import User
from knowhow.models import Topic


@dataclass(frozen=True)
class Pointer:
    """A link with its words."""

    words: str
    url: str


_pointers: list[Callable[[Topic, Person], list[Pointer]]] = []
_staff_acts: list[Callable[[Topic, User], list[Pointer]]] = []


def register_pointers(teller: Callable[[Topic, Person], list[Pointer]]) -> None:
    """`teller` says what came of a topic: the same for all who may read the same, because the page is remembered."""
    if teller not in _pointers:
        _pointers.append(teller)


def register_staff_acts(teller: Callable[[Topic, User], list[Pointer]]) -> None:
    """`teller` says what a member of staff may do with a topic."""
    if teller not in _staff_acts:
        _staff_acts.append(teller)


def pointers_of(topic: Topic, reader: Person) -> list[Pointer]:
    """What came of the topic."""
    return [pointer for teller in _pointers for pointer in teller(topic, reader)]


def staff_acts_of(topic: Topic, person: Person) -> list[Pointer]:
    """What the person may do as staff; asked for staff alone."""
    if not (isinstance(person, User) and person.is_staff):
        return []
    return [act for teller in _staff_acts for act in teller(topic, person)]
