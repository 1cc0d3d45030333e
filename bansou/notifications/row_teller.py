"""The plain kind of teller: the event is about one row, which the person may read or not."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet

from accounts.models import User
from bansou.notifications.events import Event, Line, Teller
from bansou.notifications.models import Occurrence


class RowTeller[Row: Model](Teller):
    """An event about the row with the number `target_id`. A room says which rows a person may read, and what stands in the line."""

    def __init__(self, event: Event) -> None:
        self.event = event

    def rows(self, person: User) -> QuerySet[Row]:
        """The rows that the person may be told of now, with what the line shows of each: in one query for all."""
        raise NotImplementedError(self.event.name)

    def words(self, row: Row) -> str:
        """The sentence of the inbox."""
        raise NotImplementedError(self.event.name)

    def address(self, row: Row) -> str:
        """Where it leads, from the root of the site."""
        raise NotImplementedError(self.event.name)

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Any]:
        """The rows, by occurrence, in one query."""
        found = self.rows(person).in_bulk({occurrence.target_id for occurrence in occurrences})
        return {occurrence.pk: found[occurrence.target_id] for occurrence in occurrences if occurrence.target_id in found}

    def line(self, occurrence: Occurrence, about: Row) -> Line:
        """The sentence and the address. Nobody is named: it is the thing that counts."""
        return Line(self.words(about), self.address(about))
