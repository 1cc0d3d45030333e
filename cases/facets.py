"""Kinds of conditions of a list, and how many rows each value has. What the address asks for is read in conditions.py."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, Exists, Expression, F, Model, OuterRef, QuerySet, Value
from django.db.models.functions import Cast

from accounts.prefectures import PREFECTURES_OF, Block
from cases.models import Case, CaseWall, Episode, Theme
from cases.models.querysets import CaseQuerySet
from cases.vocabularies import AREA_NONE, AREAS, EmployeeBand, Industry, PresidentRole, SelfRunning, Stage, Wall, areas_within

#: Rows of (what was counted, its value, how many cases).
Tally = QuerySet[Any, Any]
Choices = Sequence[tuple[str, str]]
#: Chosen values of one kind for which 「外すと n件」 is counted; nobody reads it of more, and each costs a part of the statement.
CHOSEN_COUNTED = 6


@dataclass(frozen=True)
class ColumnKind:
    """Asks for one column of the case (or whatever is listed): each has one value of it."""

    name: str
    title: str
    choices: Choices
    column: str
    #: Whether values without a case are shown (and cannot be chosen): where the list is short and its gaps tell something.
    is_short: bool = False
    #: The codes that a value stands for.
    codes: Callable[[str], list[str]] = lambda value: [value]

    def narrow(self, rows: QuerySet[Any], values: Iterable[str]) -> QuerySet[Any]:
        """The rows that have one of the values."""
        return rows.filter(**{f"{self.column}__in": self._codes_of(values)})

    def tallies(self, others: QuerySet[Any], chosen: Sequence[str]) -> list[Tally]:
        """What has to be counted: the column, among the rows that fit every other kind."""
        return [_tally(others, self.name, F(self.column), Count("pk"))]

    def total(self, counted: Counter[tuple[str, str]], values: Sequence[str]) -> int:
        """How many cases have one of the values, or all cases where none is asked for."""
        codes = self._codes_of(values) if values else {code for name, code in counted if name == self.name}
        return sum(counted[self.name, code] for code in codes)

    def count(self, counted: Counter[tuple[str, str]], value: str) -> int:
        """How many cases have the value."""
        return self.total(counted, [value])

    def count_without(self, counted: Counter[tuple[str, str]], value: str, chosen: Sequence[str]) -> int | None:
        """How many cases there would be if the chosen value were not."""
        return self.total(counted, [other for other in chosen if other != value])

    def _codes_of(self, values: Iterable[str]) -> set[str]:
        return {code for value in values for code in self.codes(value)}


@dataclass(frozen=True)
class Source:
    """A table of rows of cases, and the column of it that is asked."""

    model: type[Model]
    column: str

    def rows(self, **conditions: Any) -> QuerySet[Any]:
        """Its rows under conditions, in no order."""
        return self.model._default_manager.filter(**conditions).order_by()


@dataclass(frozen=True)
class RowKind:
    """Asks for rows of the case: a case may have several values, from one table or more."""

    name: str
    title: str
    choices: Choices
    sources: tuple[Source, ...]
    narrow: Callable[[Any, list[str]], CaseQuerySet]
    is_short: bool = False
    #: What a row stores in place of a value: the key of a theme, not its slug, so that no statement here joins the themes.
    keys: dict[str, int] = field(default_factory=dict)

    def tallies(self, others: QuerySet[Any], chosen: Sequence[str]) -> list[Tally]:
        """What has to be counted: the values; and for 「外すと」 the cases that are left by each chosen value's fellows."""
        wanted = [self._each_once(position, others) for position in range(len(self.sources))]
        for value in chosen if len(chosen) <= CHOSEN_COUNTED else ():
            fellows = [other for other in chosen if other != value]
            left = self.narrow(others, fellows) if fellows else others
            wanted.append(_tally(left, f"{self.name} without", Value(value), Count("pk")))
        return wanted

    def count(self, counted: Counter[tuple[str, str]], value: str) -> int:
        """How many cases have the value."""
        return counted[self.name, self._stored(value)]

    def count_without(self, counted: Counter[tuple[str, str]], value: str, chosen: Sequence[str]) -> int | None:
        """How many cases there would be if the chosen value were not; None where so many are chosen that it is not counted."""
        return counted[f"{self.name} without", value] if len(chosen) <= CHOSEN_COUNTED else None

    def _stored(self, value: str) -> str:
        return str(self.keys.get(value, value))

    def _each_once(self, position: int, cases: QuerySet[Any]) -> Tally:
        """The values of one source; a case that has the value in an earlier source already is counted there."""
        source = self.sources[position]
        rows = source.rows(case__in=cases.order_by().values("pk"))
        for earlier in self.sources[:position]:
            rows = rows.exclude(Exists(earlier.rows(case=OuterRef("case"), **{earlier.column: OuterRef(source.column)})))
        return _tally(rows, self.name, F(source.column), Count("case", distinct=True))


@dataclass(frozen=True)
class ListKind:
    """Asks for a column that holds a short list of codes: a row has any number of them."""

    name: str
    title: str
    choices: Choices
    column: str
    is_short: bool = True

    def narrow(self, rows: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
        """The rows that have one of the values."""
        return rows.filter(**{f"{self.column}__overlap": values})

    def tallies(self, others: QuerySet[Any], chosen: Sequence[str]) -> list[Tally]:
        """What has to be counted: every value; and for 「外すと」 the rows that are left by each chosen value's fellows."""
        wanted = [
            _tally(others.filter(**{f"{self.column}__contains": [value]}), self.name, Value(value), Count("pk"))
            for value, _ in self.choices
        ]
        for value in chosen:
            fellows = [other for other in chosen if other != value]
            left = self.narrow(others, fellows) if fellows else others
            wanted.append(_tally(left, f"{self.name} without", Value(value), Count("pk")))
        return wanted

    def count(self, counted: Counter[tuple[str, str]], value: str) -> int:
        """How many rows have the value."""
        return counted[self.name, value]

    def count_without(self, counted: Counter[tuple[str, str]], value: str, chosen: Sequence[str]) -> int | None:
        """How many rows there would be if the chosen value were not."""
        return counted[f"{self.name} without", value]


Kind = ColumnKind | RowKind | ListKind


def _tally(rows: QuerySet[Any], name: str, value: Expression | F, number: Count) -> Tally:
    tally: Tally = (
        rows.order_by()
        .annotate(counted=Value(name, CharField()), value=Cast(value, CharField()))
        .values("counted", "value")
        .annotate(number=number)
        .values_list("counted", "value", "number")
    )
    return tally


def count_values(tallies: Sequence[Tally]) -> Counter[tuple[str, str]]:
    """All tallies in one statement, by (what was counted, its value)."""
    first, *others = tallies
    counted = Counter[tuple[str, str]]()
    for name, value, number in first.union(*others, all=True).order_by():
        counted[name, value] += number
    return counted


_FIRST = Source(Case.first_themes.through, "theme_id")
_REAL = Source(Case.real_themes.through, "theme_id")

#: Each block, followed by its prefectures.
_AREAS: Choices = [
    *((code, AREAS[code]) for block in Block for code in (block.value, *(area.value for area in PREFECTURES_OF[block]))),
    (AREA_NONE, AREAS[AREA_NONE]),
]

AREA = ColumnKind("area", "地域", _AREAS, "area", codes=areas_within)


def kinds(themes: Sequence[Theme]) -> list[Kind]:
    """All kinds of conditions in the order of the page. Every field they ask for is one that each reader of a case may see."""
    named = [(theme.slug, theme.name) for theme in themes]
    keys = {theme.slug: theme.pk for theme in themes}
    return [
        RowKind("wall", "五つの壁", Wall.choices, (Source(CaseWall, "wall"),), CaseQuerySet.with_any_wall, is_short=True),
        RowKind("theme", "テーマ（当初・本質のどちらか）", named, (_REAL, _FIRST), CaseQuerySet.with_any_theme, keys=keys),
        RowKind("asked", "当初の相談のテーマ", named, (_FIRST,), CaseQuerySet.asked_about_any, keys=keys),
        RowKind("real", "本質的な課題のテーマ", named, (_REAL,), CaseQuerySet.really_about_any, keys=keys),
        RowKind("stage", "対話の段階", Stage.choices, (Source(Episode, "stage"),), CaseQuerySet.with_any_stage, is_short=True),
        ColumnKind("state", "自走化の状態", SelfRunning.choices, "self_running", is_short=True),
        ColumnKind("industry", "業種", Industry.choices, "industry"),
        AREA,
        ColumnKind("size", "従業員規模", EmployeeBand.choices, "employee_band", is_short=True),
        ColumnKind("role", "経営者の立場", PresidentRole.choices, "president_role", is_short=True),
    ]
