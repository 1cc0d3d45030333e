"""Random published cases, written in bulk, with what was chosen for each kept beside them so that a test can count by hand."""

import datetime
import random
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import User
from accounts.prefectures import Block, Prefecture
from cases.models import Case, CaseWall, Episode, Theme
from cases.setup import write_themes
from cases.vocabularies import AREA_NONE, Disclosure, EmployeeBand, Industry, PresidentRole, SelfRunning, Stage, Wall
from tests.factories import COMPLETE, cover

_AREAS = [*Prefecture.values, *Block.values, AREA_NONE]


@dataclass
class Chosen:
    """One case as a person would note it on paper."""

    is_live: bool
    disclosure: str
    industry: str
    area: str
    size: str
    state: str
    role: str
    wall: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    real: set[str] = field(default_factory=set)
    stage: list[str] = field(default_factory=list)
    pk: int = 0


def write_cases(count: int, *, author: User, seed: int = 1) -> list[Chosen]:
    """Write the cases. Some are drafts, some for supporters alone; some say nothing of a field."""
    write_themes()
    dice = random.Random(seed)  # noqa: S311 - dice, no secrets
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    notes = [_chosen(dice, list(themes)) for _ in range(count)]
    now = timezone.now()
    cases = Case.objects.bulk_create(
        Case(
            **COMPLETE
            | {
                "title": f"事例{number:04}",
                "live": False,  # until it is covered
                "disclosure": note.disclosure,
                "industry": note.industry,
                "area": note.area,
                "employee_band": note.size,
                "self_running": note.state,
                "president_role": note.role,
                "author": author,
                "submission_key": uuid.UUID(int=dice.getrandbits(128)),
                "first_published_at": now - datetime.timedelta(minutes=number),
                "last_published_at": now - datetime.timedelta(minutes=dice.randrange(count)),
            }
        )
        for number, note in enumerate(notes)
    )
    for case, note in zip(cases, notes, strict=True):
        note.pk = case.pk
    cover(*cases)
    Case.objects.filter(pk__in=[note.pk for note in notes if note.is_live]).update(live=True)
    pairs = list(zip(cases, notes, strict=True))
    CaseWall.objects.bulk_create(CaseWall(case=case, wall=wall) for case, note in pairs for wall in note.wall)
    Episode.objects.bulk_create(
        Episode(case=case, stage=stage, question="問いかけ", sort_order=position)
        for case, note in pairs
        for position, stage in enumerate(note.stage)
    )
    for name, through in (("asked", Case.first_themes.through), ("real", Case.real_themes.through)):
        through.objects.bulk_create(
            through(case=case, theme=themes[slug]) for case, note in pairs for slug in sorted(getattr(note, name))
        )
    return notes


def _chosen(dice: random.Random, slugs: list[str]) -> Chosen:
    def some(values: list[str], most: int) -> set[str]:
        return set(dice.sample(values, dice.randrange(most + 1)))

    # Few values of each long list, so that conditions meet often.
    return Chosen(
        is_live=dice.random() < 0.9,
        disclosure=dice.choices([Disclosure.ANONYMOUS, Disclosure.MEMBERS], [3, 1])[0],
        industry=dice.choice(Industry.values[:6]),
        area=dice.choice(_AREAS),
        size=dice.choice(EmployeeBand.values),
        state=dice.choice(["", *SelfRunning.values]),
        role=dice.choice(["", *PresidentRole.values]),
        wall=some(Wall.values, 3),
        asked=some(slugs[:10], 3),
        real=some(slugs[4:14], 3),
        stage=[dice.choice(["", *Stage.values]) for _ in range(dice.randrange(4))],
    )
