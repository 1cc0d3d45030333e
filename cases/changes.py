"""課題の変化: from the theme that was asked about to the theme that it really was, counted over cases; the drawing is change_figure.py."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from cases.conditions import Conditions
from cases.models import Case, Theme
from cases.models.querysets import CaseQuerySet

_BOTH = ("asked", "real")


@dataclass(frozen=True)
class Change:
    """From one theme to another: how many cases, and their address in the list."""

    asked: Theme
    real: Theme
    count: int
    query: str

    @property
    def is_same(self) -> bool:
        """Whether what was asked about is what it was."""
        return self.asked.pk == self.real.pk


@dataclass(frozen=True)
class AskedTheme:
    """A theme that was asked about, and what it turned out to be, the most frequent first."""

    theme: Theme
    query: str
    changes: list[Change]

    @property
    def weight(self) -> int:
        """How often it leads to some theme."""
        return sum(change.count for change in self.changes)


@dataclass(frozen=True)
class ChangeSurvey:
    """All changes, how many cases tell one, and in how many of these no theme stayed the same."""

    asked: list[AskedTheme]
    total: int
    moved: int

    @property
    def changes(self) -> list[Change]:
        """All of them."""
        return [change for asked in self.asked for change in asked.changes]


def survey_changes(cases: CaseQuerySet, conditions: Conditions) -> ChangeSurvey:
    """The changes of the cases under the conditions (but those on the two themes, which the table itself answers), in two queries.

    A case of two asked and two real themes counts in four places: each place says how many cases its link leads to.
    """
    themes = {theme.pk: theme for theme in conditions.themes}
    found = conditions.apply(cases, without=_BOTH).order_by()
    pairs = (
        found.filter(first_themes__in=themes, real_themes__in=themes)
        .values_list("first_themes", "real_themes")
        .annotate(count=Count("pk"))
        .order_by("-count", "real_themes__position")
    )
    changes: dict[int, list[Change]] = {}
    for asked, real, count in pairs:
        both = [("asked", themes[asked].slug), ("real", themes[real].slug)]
        query = conditions.query(without=_BOTH, plus=both, for_list=False)
        changes.setdefault(asked, []).append(Change(themes[asked], themes[real], count, query))
    asked_themes = [
        AskedTheme(themes[key], conditions.query(without=_BOTH, plus=[("asked", themes[key].slug)], for_list=False), its_changes)
        for key, its_changes in changes.items()
    ]
    total, moved = _count_cases(found, themes)
    return ChangeSurvey(sorted(asked_themes, key=lambda asked: -asked.weight), total, moved)


def _count_cases(cases: CaseQuerySet, themes: Collection[int]) -> tuple[int, int]:
    """How many cases have a theme of each kind; and in how many of them none of the asked themes is a real one."""
    first = Case.first_themes.through.objects.filter(case=OuterRef("pk"), theme__in=themes)
    real = Case.real_themes.through.objects.filter(case=OuterRef("pk"), theme__in=themes)
    stayed = real.filter(Exists(Case.first_themes.through.objects.filter(case=OuterRef("case"), theme=OuterRef("theme"))))
    told = cases.filter(Exists(first), Exists(real)).annotate(has_stayed=Exists(stayed))
    counts = told.aggregate(total=Count("pk"), moved=Count("pk", filter=Q(has_stayed=False)))
    return counts["total"], counts["moved"]
