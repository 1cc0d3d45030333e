"""Small reads that nearly every page makes: Django writes their SQL once, not at each request."""

import copy
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

#: Stands for an argument while the SQL is written. No query of ours says such a number itself.
_FIRST_STAND_IN = 7_000_000_001


@dataclass(frozen=True)
class _Statement:
    """What Django made of a query: its SQL, the values of its places, and for which argument a value stands."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    values: tuple[Any, ...]
    arguments: dict[Any, str]


class PreparedRead:
    """The rows of a query, for numbers and words: `PreparedRead(build)(person=3, place="reply:7")`.

    `build` takes them by name (a word is annotated with `str`) and gives the query. It is called once, with values that
    stand in for them, so it must not look at them, nor at the time, at who asks or at anything else that may differ next time.
    An argument that the query has no use for is ignored.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build

    def __call__(self, **arguments: int | str) -> list[Any]:
        """The rows; one query."""
        known = self._statement
        values = tuple(arguments[known.arguments[value]] if value in known.arguments else value for value in known.values)
        compiler = copy.copy(known.compiler)
        compiler.connection = connections[known.queryset.db]  # this thread's
        compiler.as_sql = lambda *args, **options: (known.sql, values)  # type: ignore[method-assign]
        rows = known.queryset.all()
        rows.query.get_compiler = lambda *args, **options: compiler  # type: ignore[method-assign]
        return list(rows)

    @cached_property
    def _statement(self) -> _Statement:
        stand_ins: dict[str, Any] = {}
        for number, (name, parameter) in enumerate(inspect.signature(self.build).parameters.items(), start=_FIRST_STAND_IN):
            stand_ins[name] = f"-{number}" if parameter.annotation is str else -number
        queryset = self.build(**stand_ins)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, values = compiler.as_sql()
        return _Statement(queryset, compiler, sql, tuple(values), {value: name for name, value in stand_ins.items()})
