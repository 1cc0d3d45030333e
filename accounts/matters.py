"""What waits for a person, told on the first page. The rooms above register what they know of; this room knows none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Func, IntegerField, QuerySet, Subquery, Value
from django.http import HttpRequest

from accounts.models import User
from bansou.lists.prepared import PreparedRead


@dataclass(frozen=True)
class Matter:
    """One line: what waits, and where he goes on. `count`: how many of them, 0 where the words say it."""

    words: str
    url: str
    count: int = 0


#: The matters of who asks, out of the numbers that were counted for it, and in a query or two more whatever he has; none where nothing
#: waits, or where somebody else acts for him (`accounts.acting_for.supported_session`) and may not know.
Find = Callable[[HttpRequest, Mapping[str, int]], list[Matter]]
#: Rows to be counted for a person, by the names under which `Find` gets their numbers (no field of `User` has such a name). Those of all rooms
#: are counted in one query, which is prepared (`PreparedRead`): it may look at the person's key and at the day, at nothing else.
Counted = Callable[[User], dict[str, QuerySet[Any]]]

_finders: dict[str, tuple[int, Find, Counted | None]] = {}


def register_matters(name: str, find: Find, *, order: int, counted: Counted | None = None) -> None:
    """Let `find(request, numbers)` be told on the first page of who is signed in; low orders come first. Called from an AppConfig."""
    _finders[name] = (order, find, counted)


def matters_of(request: HttpRequest) -> list[Matter]:
    """All that waits for who asks; nothing waits for a visitor."""
    person = request.user
    if not isinstance(person, User):
        return []
    [numbers] = _numbers(person=person.pk)
    return [matter for _, find, _ in _in_order() for matter in find(request, numbers)]


def _in_order() -> list[tuple[int, Find, Counted | None]]:
    return sorted(_finders.values(), key=lambda entry: entry[0])


def _count(person: int) -> QuerySet[User, Any]:
    asked = User.of_key(person)
    rows = {name: queryset for _, _, counted in _in_order() if counted for name, queryset in counted(asked).items()}
    numbers = {
        name: Subquery(queryset.order_by().annotate(number=_EVERY_ROW).values("number")) for name, queryset in rows.items()
    }
    return User.objects.filter(pk=person).values(**numbers)


#: Not `Count`, which would group the rows that it counts.
_EVERY_ROW = Func(Value(1), function="count", output_field=IntegerField())
_numbers = PreparedRead(_count)
