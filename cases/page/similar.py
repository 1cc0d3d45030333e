"""Cases that are like the one on the page."""

from dataclasses import dataclass

from accounts.audiences import Person
from cases.likeness import cases_alike, profile_of
from cases.models import Case

MOST = 3


@dataclass(frozen=True)
class SimilarCase:
    """A case that is like the one on the page; `reason` says in words what they share."""

    title: str
    url: str
    is_sample: bool
    reason: str


def similar_cases(case: Case, person: Person) -> list[SimilarCase]:
    """The cases most like this one that the person may read, the likest first."""
    found = cases_alike(profile_of(case), person, most=MOST, besides=case)
    return [SimilarCase(alike.case.title, alike.case.get_absolute_url(), alike.case.is_sample, alike.reason) for alike in found]
