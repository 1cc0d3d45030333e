"""Whether trade, area and size together are so rare that they tell the company, and what to say less finely."""

from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q

from accounts.prefectures import BLOCK_OF, Prefecture
from cases.limits import OTHERS_AT_LEAST
from cases.models import Case
from cases.vocabularies import AREA_NONE, AREAS, EmployeeBand, areas_within


class Coarser(NamedTuple):
    """A way of saying less, and how many other published cases then say the same."""

    words: str
    others: int


class Combination(NamedTuple):
    """What the case says of the company's surroundings, and how many other published cases, visible to all, say the same."""

    facts: list[str]
    others: int
    coarser: list[Coarser]

    @property
    def is_rare(self) -> bool:
        """Whether there are so few that somebody from the area may know which company it is."""
        return self.others < OTHERS_AT_LEAST


def combination_of(version: Case) -> Combination | None:
    """The count, in one query; None while the trade is not chosen. Samples do not count: nobody is hidden among invented companies."""
    if not version.industry:
        return None
    area, band = _area(version.area), _band(version.employee_band)
    ways: dict[str, tuple[str, Q]] = {}
    if version.area in Prefecture.values:
        block = BLOCK_OF[Prefecture(version.area)]
        ways["block"] = (f"地域を「{block.label}」までにする", _area(block.value) & band)
    if area:
        ways["no_area"] = ("地域を「示さない」にする", band)
    if band:
        ways["no_band"] = ("従業員規模を「示さない」にする", area)
    published = Case.objects.visible_to(AnonymousUser()).filter(is_sample=False, industry=version.industry).exclude(pk=version.pk)
    counts = published.order_by().aggregate(
        same=Count("pk", filter=area & band), **{name: Count("pk", filter=condition) for name, (_, condition) in ways.items()}
    )
    coarser = [Coarser(words, counts[name]) for name, (words, _) in ways.items()]
    return Combination(_facts(version), counts["same"], coarser)


def _area(area: str) -> Q:
    """Cases of the same area; of any where none is said."""
    return Q(area__in=areas_within(area)) if area not in ("", AREA_NONE) else Q()


def _band(band: str) -> Q:
    return Q(employee_band=band) if band not in ("", EmployeeBand.NONE) else Q()


def _facts(version: Case) -> list[str]:
    area = AREAS.get(version.area, "") if version.area != AREA_NONE else ""
    band = version.get_employee_band_display() if version.employee_band != EmployeeBand.NONE else ""
    return [fact for fact in (version.get_industry_display(), area, band) if fact]
