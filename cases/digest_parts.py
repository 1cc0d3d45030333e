"""What a digest shows of the cases: one that is new, of a wall at which its reader stands where there is such a one."""

import datetime
from collections.abc import Collection, Sequence

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from bansou.notifications.digest_parts import DigestPart, register_part
from bansou.notifications.events import Line
from cases.models import Case, CaseWall

#: Days for which a case is new.
NEW_DAYS = 60


def walls_of(person: User) -> list[str]:
    """The walls that stood in the cases which the person wrote or joined, in whatever state: those at which he stands."""
    own = Case.objects.of_team(person).values("pk")
    return list(CaseWall.objects.filter(case__in=own).order_by("wall").values_list("wall", flat=True).distinct())


class NewCase(DigestPart):
    """One case; his own are not new to him."""

    name = "case"
    heading = "新しい事例"

    def choose(self, person: User, *, without: Collection[int]) -> list[int]:
        """The newest with one of his walls, else the newest."""
        since = timezone.now() - datetime.timedelta(days=NEW_DAYS)
        new = Case.objects.visible_to(person).filter(first_published_at__gte=since).exclude(pk__in=without)
        foreign = new.exclude(pk__in=Case.objects.of_team(person).values("pk"))
        newest = foreign.order_by("-first_published_at", "-pk")
        if walls := walls_of(person):
            near = Exists(CaseWall.objects.filter(case=OuterRef("pk"), wall__in=walls))
            newest = foreign.annotate(is_near=near).order_by("-is_near", "-first_published_at", "-pk")
        return list(newest.values_list("pk", flat=True)[:1])

    def lines(self, person: User, numbers: Sequence[int]) -> list[Line]:
        """Title and summary, which whoever reads the case reads."""
        cases = Case.objects.visible_to(person).in_bulk(numbers)
        return [_line(cases[number]) for number in numbers if number in cases]


def _line(case: Case) -> Line:
    sample = "（見本・架空の事例）" if case.is_sample else ""
    return Line(f"{case.title}{sample}", case.get_absolute_url(), excerpt=case.summary)


def connect() -> None:
    """Called once when the app is ready."""
    register_part(NewCase(), order=20)
