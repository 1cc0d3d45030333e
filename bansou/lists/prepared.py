"""Small reads that nearly every page makes: Django writes their SQL once, not at each request."""

import copy
import datetime
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connections
from django.db.models import BigIntegerField, BooleanField, F, Func, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

Argument = int | str | datetime.datetime | list[int]
#: What stands for an argument while the SQL is written. No query of ours says such a number or moment itself.
_FIRST_NUMBER = 7_000_000_001
_FIRST_MOMENT = datetime.datetime(1001, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class _Statement:
    """What Django made of a query: its SQL, and for each of its places the value, or the name of the argument that goes there."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    places: tuple[tuple[Any, str | None], ...]
    #: When it was written.
    day: datetime.date


class PreparedRead:
    """The rows of a query, for numbers, words, moments and lists of numbers: `PreparedRead(build)(person=3, place="reply:7")`.

    `build` takes them by name (what is no number is annotated) and gives the query. It is called once a day, with values that
    stand in for them, so it must not look at them, nor at the time, at who asks or at anything else that may differ before the
    day is over. Today's date it may use. An argument that the query has no use for is ignored. For rows with one of the numbers of a
    list: `filter(OneOf("pk", keys))`; Django's own `pk__in` has a place for each.

    `more` names arguments that `build` takes as keywords, and of which type each is.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *, more: Mapping[str, type] | None = None) -> None:
        named = inspect.signature(build).parameters.values()
        self.build = build
        self._types = {each.name: each.annotation for each in named if each.kind != each.VAR_KEYWORD} | dict(more or {})
        self._known: _Statement | None = None

    def __call__(self, **arguments: Argument) -> list[Any]:
        """The rows; one query."""
        known = self._statement()
        values = tuple(arguments[name] if name else value for value, name in known.places)
        compiler = copy.copy(known.compiler)
        compiler.connection = connections[known.queryset.db]  # this thread's
        compiler.as_sql = lambda *args, **options: (known.sql, values)  # type: ignore[assignment,method-assign]
        rows = known.queryset.all()
        rows.query.get_compiler = lambda *args, **options: compiler  # type: ignore[method-assign]
        return list(rows)

    def _statement(self) -> _Statement:
        today = timezone.localdate()
        known = self._known
        if known is None or known.day != today:
            known = self._known = self._written(today)
        return known

    def _written(self, day: datetime.date) -> _Statement:
        stand_ins = {name: _stand_in(kind, number) for number, (name, kind) in enumerate(self._types.items())}
        queryset = self.build(**stand_ins)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, values = compiler.as_sql()
        # Compared one by one: a value may be a list, which no dictionary takes.
        places = tuple((value, next((name for name, known in stand_ins.items() if known == value), None)) for value in values)
        return _Statement(queryset, compiler, sql, places, day)


class OneOf(Func):
    """Whether a field has one of the numbers, as one place in the SQL."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, name: str, numbers: list[int]) -> None:
        super().__init__(F(name), Value(numbers, output_field=ArrayField(BigIntegerField())))


def _stand_in(kind: type, number: int) -> Argument:
    if kind == list[int]:
        return [-_FIRST_NUMBER - number]
    if kind is datetime.datetime:
        return _FIRST_MOMENT + datetime.timedelta(days=number)
    return f"-{_FIRST_NUMBER + number}" if kind is str else -_FIRST_NUMBER - number
