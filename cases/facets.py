"""The list's conditions: what the address asks for, and how many cases each further condition would leave."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.http import QueryDict

from accounts.prefectures import BLOCK_OF, PREFECTURES_OF, Block
from cases.models import Case, CaseWall, Theme
from cases.models.querysets import CaseQuerySet
from cases.vocabularies import AREA_CHOICES, EmployeeBand, Industry, Wall, areas_within

#: The facets in the order of the page: key in the address, title.
TITLES = {"wall": "五つの壁", "theme": "テーマ", "industry": "業種", "area": "地域", "size": "従業員規模"}


@dataclass(frozen=True)
class Option:
    """One condition of a facet."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A group of conditions; within a group any may hold, between groups all must."""

    name: str
    title: str
    options: list[Option]

    @property
    def chosen_count(self) -> int:
        """How many of its conditions are chosen."""
        return sum(option.is_chosen for option in self.options)

    @property
    def is_open(self) -> bool:
        """Shown unfolded: the five walls, the site's main entrance, and whatever is chosen."""
        return self.name == "wall" or self.chosen_count > 0


@dataclass(frozen=True)
class Survey:
    """What the conditions leave."""

    total: int
    facets: list[Facet]


class Conditions:
    """What the address asks for. Unknown values are ignored: an old link still opens."""

    def __init__(self, query: QueryDict, themes: list[Theme]) -> None:
        self.themes = themes
        known = {
            "wall": set(Wall.values),
            "theme": {theme.slug for theme in themes},
            "industry": set(Industry.values),
            "area": {code for _, group in AREA_CHOICES[:2] for code, _ in group},
            "size": set(EmployeeBand.values),
        }
        self.chosen = {name: [value for value in query.getlist(name) if value in known[name]] for name in TITLES}

    @property
    def any_chosen(self) -> bool:
        """Whether there is a condition at all."""
        return any(self.chosen.values())

    def apply(self, cases: CaseQuerySet, *, without: frozenset[str] = frozenset()) -> CaseQuerySet:
        """The cases under all conditions but those of the facets in `without`."""
        for name, values in self.chosen.items():
            if values and name not in without:
                cases = getattr(self, f"_by_{name}")(cases, values)
        return cases

    def survey(self, cases: CaseQuerySet) -> "Survey":
        """How many cases hold, and every facet with its counts, in four queries however many cases there are."""
        companies = self._companies(self.apply(cases, without=frozenset({"industry", "area", "size"})))
        total, industries, areas, sizes = self._count_companies(companies)
        walls = _count_walls(self.apply(cases, without=frozenset({"wall"})))
        themes = _count_themes(self.apply(cases, without=frozenset({"theme"})))
        facets = [
            self._facet("wall", Wall.choices, walls),
            self._facet("theme", [(theme.slug, theme.name) for theme in self.themes], themes),
            self._facet("industry", Industry.choices, industries),
            self._facet("area", _AREA_LABELS, areas),
            self._facet("size", EmployeeBand.choices, sizes),
        ]
        return Survey(total, facets)

    def _facet(self, name: str, choices: list[Any], counts: Counter[str]) -> Facet:
        chosen = self.chosen[name]
        options = [
            Option(value, label, counts[value], value in chosen) for value, label in choices if counts[value] or value in chosen
        ]
        return Facet(name, TITLES[name], options)

    @staticmethod
    def _companies(cases: CaseQuerySet) -> list[tuple[str, str, str, int]]:
        """How many cases there are of each industry, area and size together."""
        return list(cases.order_by().values_list("industry", "area", "employee_band").annotate(Count("pk")))

    def _count_companies(
        self, companies: list[tuple[str, str, str, int]]
    ) -> tuple[int, Counter[str], Counter[str], Counter[str]]:
        """How many hold in all; and counts by industry, area and size, each under the other two."""
        wanted_areas = {code for area in self.chosen["area"] for code in areas_within(area)}
        total, by_industry, by_area, by_size = 0, Counter[str](), Counter[str](), Counter[str]()
        for industry, area, size, count in companies:
            industry_fits = not self.chosen["industry"] or industry in self.chosen["industry"]
            area_fits = not wanted_areas or area in wanted_areas
            size_fits = not self.chosen["size"] or size in self.chosen["size"]
            if industry_fits and area_fits and size_fits:
                total += count
            if area_fits and size_fits:
                by_industry[industry] += count
            if industry_fits and size_fits:
                for code in _AREAS_AROUND.get(area, (area,)):
                    by_area[code] += count
            if industry_fits and area_fits:
                by_size[size] += count
        return total, by_industry, by_area, by_size

    @staticmethod
    def _by_wall(cases: CaseQuerySet, values: list[str]) -> CaseQuerySet:
        return cases.with_any_wall(values)

    @staticmethod
    def _by_theme(cases: CaseQuerySet, values: list[str]) -> CaseQuerySet:
        return cases.with_any_theme(values)

    @staticmethod
    def _by_industry(cases: CaseQuerySet, values: list[str]) -> CaseQuerySet:
        return cases.filter(industry__in=values)

    @staticmethod
    def _by_area(cases: CaseQuerySet, values: list[str]) -> CaseQuerySet:
        return cases.within_any(values)

    @staticmethod
    def _by_size(cases: CaseQuerySet, values: list[str]) -> CaseQuerySet:
        return cases.filter(employee_band__in=values)


def _count_walls(cases: CaseQuerySet) -> Counter[str]:
    stood = CaseWall.objects.filter(case__in=cases.order_by().values("pk")).order_by()
    return Counter(dict(stood.values_list("wall").annotate(Count("pk"))))


def _count_themes(cases: CaseQuerySet) -> Counter[str]:
    """A case counts once for a theme, be it first request or real issue."""
    real, first = Case.real_themes.through.objects, Case.first_themes.through.objects
    keys = cases.order_by().values("pk")
    same = real.filter(case=OuterRef("case"), theme=OuterRef("theme"))
    counted = Counter(dict(real.filter(case__in=keys).values_list("theme__slug").annotate(Count("pk"))))
    counted.update(dict(first.filter(~Exists(same), case__in=keys).values_list("theme__slug").annotate(Count("pk"))))
    return counted


#: Each prefecture with the block that it lies in; made once, asked for every row of the list.
_AREAS_AROUND: dict[str, tuple[str, ...]] = {
    prefecture.value: (prefecture.value, block.value) for prefecture, block in BLOCK_OF.items()
}

#: Each block, followed by its prefectures.
_AREA_LABELS: list[tuple[str, str]] = [
    pair
    for block in Block
    for pair in [
        (block.value, str(block.label)),
        *((prefecture.value, str(prefecture.label)) for prefecture in PREFECTURES_OF[block]),
    ]
]


def conditions_of(query: QueryDict) -> Conditions:
    """Read the address; one query for the themes."""
    return Conditions(query, list(Theme.objects.filter(is_active=True)))
