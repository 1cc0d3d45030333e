"""Cases that are like one: the same walls and real issues first, then the same trade, size and region."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as Choose
from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from accounts.audiences import Person
from accounts.prefectures import BLOCK_OF, Prefecture
from cases.models import Case, CaseWall
from cases.vocabularies import AREA_NONE, EmployeeBand, Wall, areas_within

MOST = 3
#: How much a shared real issue, a shared wall, and each fact of the company weigh.
_THEME, _WALL, _FACT = 4, 3, 1


@dataclass(frozen=True)
class SimilarCase:
    """A case that is like the one on the page; `reason` says in words what they share."""

    title: str
    url: str
    is_sample: bool
    reason: str


def similar_cases(case: Case, person: Person) -> list[SimilarCase]:
    """The cases most like this one that the person may read, the likest first; one query. Without a common wall or issue none."""
    walls = {row.wall for row in case.walls.all()}
    themes = {theme.pk: theme.name for theme in case.real_themes.all()}
    found = _alike(Case.objects.visible_to(person).exclude(pk=case.pk), case, walls, list(themes))[:MOST]
    return [SimilarCase(other.title, other.get_absolute_url(), other.is_sample, _reason(case, other, themes)) for other in found]


def _alike(cases: QuerySet[Case], case: Case, walls: set[str], themes: list[int]) -> QuerySet[Case]:
    shared_walls = CaseWall.objects.filter(case=OuterRef("pk"), wall__in=walls).order_by("wall")
    through: Any = Case.real_themes.through
    shared_themes = through.objects.filter(case=OuterRef("pk"), theme__in=themes).order_by("theme")
    likeness = (
        _WALL * Coalesce(F("shared_walls__len"), 0)
        + _THEME * Coalesce(F("shared_themes__len"), 0)
        + sum((_points(same) for same in _facts(case).values()), start=Value(0))
    )
    alike: QuerySet[Case] = (
        cases.annotate(
            shared_walls=ArraySubquery(shared_walls.values("wall")), shared_themes=ArraySubquery(shared_themes.values("theme"))
        )
        .filter(
            Q(pk__in=CaseWall.objects.filter(wall__in=walls).values("case_id"))
            | Q(pk__in=through.objects.filter(theme__in=themes).values("case_id"))
        )
        .order_by(likeness.desc(), "-first_published_at", "-pk")
        .only("title", "is_sample", "industry", "area", "employee_band")
    )
    return alike


def _facts(case: Case) -> dict[str, Q]:
    """What else two cases may share, in words, with the condition."""
    facts = {"業種": Q(industry=case.industry)}
    if case.employee_band not in ("", EmployeeBand.NONE):
        facts["規模"] = Q(employee_band=case.employee_band)
    if case.area not in ("", AREA_NONE):
        facts["地域"] = Q(area__in=_around(case.area))
    return facts


def _around(area: str) -> list[str]:
    """The block in which the area lies, with its prefectures."""
    block = BLOCK_OF[Prefecture(area)] if area in Prefecture.values else area
    return areas_within(block)


def _points(same: Q) -> Any:
    return Choose(When(same, then=Value(_FACT)), default=Value(0), output_field=IntegerField())


def _reason(case: Case, other: Any, themes: dict[int, str]) -> str:
    """「壁②と「事業承継・後継者」が同じ」: what the two share, in words."""
    walls = "".join(str(wall.label)[0] for wall in Wall if wall in other.shared_walls)
    shared = [f"壁{walls}"] if walls else []
    shared += [f"「{themes[theme]}」" for theme in other.shared_themes]
    if case.industry == other.industry:
        shared.append("業種")
    if case.employee_band == other.employee_band and case.employee_band not in ("", EmployeeBand.NONE):
        shared.append("規模")
    if case.area not in ("", AREA_NONE) and other.area in _around(case.area):
        shared.append("地域")
    *others, last = shared
    return f"{'、'.join(others)}と{last}が同じ" if others else f"{last}が同じ"
