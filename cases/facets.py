"""The list's conditions: what the address asks for, and how many cases each further condition would leave."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from accounts.prefectures import BLOCK_OF, Block, Prefecture
from cases.models import CaseWall, Theme
from cases.models.case import CaseQuerySet
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

    def facets(self, cases: CaseQuerySet) -> list[Facet]:
        """Every facet with its counts, in three queries however many cases there are."""
        companies = Counter[tuple[str, str, str]]()
        grouped = self.apply(cases, without=frozenset({"industry", "area", "size"})).order_by()
        for industry, area, size in grouped.values_list("industry", "area", "employee_band"):
            companies[industry, area, size] += 1
        industries, areas, sizes = self._count_companies(companies)
        within_walls = self.apply(cases, without=frozenset({"wall"}))
        walls = Counter(CaseWall.objects.filter(case__in=within_walls.order_by().values("pk")).values_list("wall", flat=True))
        themes = self._count_themes(self.apply(cases, without=frozenset({"theme"})))
        return [
            self._facet("wall", [(wall.value, str(wall.label)) for wall in Wall], walls),
            self._facet("theme", [(theme.slug, theme.name) for theme in self.themes], themes),
            self._facet("industry", Industry.choices, industries),
            self._facet("area", _area_labels(), areas),
            self._facet("size", EmployeeBand.choices, sizes),
        ]

    def _facet(self, name: str, choices: list[Any], counts: Counter[str]) -> Facet:
        chosen = self.chosen[name]
        options = [Option(str(value), str(label), counts[value], value in chosen) for value, label in choices]
        return Facet(name, TITLES[name], [option for option in options if option.count or option.is_chosen])

    def _count_companies(self, companies: Counter[tuple[str, str, str]]) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """Counts by industry, area and size, each under the other two."""
        wanted_areas = {code for area in self.chosen["area"] for code in areas_within(area)}
        by_industry, by_area, by_size = Counter[str](), Counter[str](), Counter[str]()
        for (industry, area, size), count in companies.items():
            industry_fits = not self.chosen["industry"] or industry in self.chosen["industry"]
            area_fits = not wanted_areas or area in wanted_areas
            size_fits = not self.chosen["size"] or size in self.chosen["size"]
            if area_fits and size_fits:
                by_industry[industry] += count
            if industry_fits and size_fits:
                for code in _areas_around(area):
                    by_area[code] += count
            if industry_fits and area_fits:
                by_size[size] += count
        return by_industry, by_area, by_size

    @staticmethod
    def _count_themes(cases: CaseQuerySet) -> Counter[str]:
        """A case counts once for a theme, be it first request or real issue."""
        real = cases.order_by().filter(real_themes__isnull=False).values_list("pk", "real_themes__slug")
        first = cases.order_by().filter(first_themes__isnull=False).values_list("pk", "first_themes__slug")
        return Counter(slug for _, slug in real.union(first))

    @staticmethod
    def _by_wall(cases: CaseQuerySet, values: list[str]) -> CaseQuerySet:
        return cases.filter(pk__in=CaseWall.objects.filter(wall__in=values).values("case_id"))

    @staticmethod
    def _by_theme(cases: CaseQuerySet, values: list[str]) -> CaseQuerySet:
        return cases.with_any_theme(values)

    @staticmethod
    def _by_industry(cases: CaseQuerySet, values: list[str]) -> CaseQuerySet:
        return cases.filter(industry__in=values)

    @staticmethod
    def _by_area(cases: CaseQuerySet, values: list[str]) -> CaseQuerySet:
        return cases.filter(area__in=[code for value in values for code in areas_within(value)])

    @staticmethod
    def _by_size(cases: CaseQuerySet, values: list[str]) -> CaseQuerySet:
        return cases.filter(employee_band__in=values)


def _areas_around(area: str) -> list[str]:
    """The area and the block that it lies in."""
    return [area, BLOCK_OF[Prefecture(area)].value] if area in Prefecture.values else [area]


def _area_labels() -> list[tuple[str, str]]:
    """Each block, followed by its prefectures."""
    labels: list[tuple[str, str]] = []
    for block in Block:
        labels.append((block.value, str(block.label)))
        labels.extend((prefecture.value, str(prefecture.label)) for prefecture in Prefecture if BLOCK_OF[prefecture] == block)
    return labels


def conditions_of(query: QueryDict) -> Conditions:
    """Read the address; one query for the themes."""
    return Conditions(query, list(Theme.objects.filter(is_active=True)))
