"""Who came into a case's team, and who left it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import Revision

from accounts.models import User
from bansou.notifications.events import Event, Line, Section, Teller
from bansou.notifications.models import Occurrence
from bansou.notifications.row_teller import RowTeller
from cases.models import Case, CaseMember


class _Joined(RowTeller[CaseMember]):
    """Somebody accepted the author's invitation."""

    def rows(self, person: User) -> QuerySet[CaseMember]:
        """Not somebody who left the team meanwhile."""
        own = Case.objects.written_by(person).order_by()
        return CaseMember.objects.filter(case__in=own.values("pk")).select_related("user", "case__latest_revision")

    def words(self, row: CaseMember) -> str:
        return f"{row} さんが、事例「{row.case.latest_title}」の支援チームに参加しました"

    def address(self, row: CaseMember) -> str:
        return reverse("cases:team", args=[row.case_id])

    def context(self, occurrence: Occurrence, about: CaseMember) -> dict[str, Any]:
        return {"case": about.case, "title": about.case.latest_title, "member": about}


@dataclass(frozen=True)
class _LostCase:
    """What somebody who was removed may still hear of a case: the title that he knew, and whom to ask."""

    title: str
    author: User


class _Removed(Teller):
    """The author took somebody out of the team. `version` of its detail is the last one that he could read."""

    event = Event(
        name="team_removed",
        section=Section.CASES,
        words="支援チームから外れたとき",
        told="支援チームにいた方",
        letter="team_removed",
    )

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Any]:
        """Nothing of later versions, nothing of a case that is gone, nothing where he is of the team again."""
        numbers = {occurrence.target_id for occurrence in occurrences}
        cases = Case.objects.filter(pk__in=numbers).exclude(pk__in=Case.objects.of_team(person).order_by().values("pk"))
        authors = {case.pk: case.author for case in cases.only("author").select_related("author")}
        versions = {occurrence.detail_of("version") for occurrence in occurrences}
        titles = dict(Revision.objects.filter(pk__in=versions).values_list("pk", "object_str"))
        return {
            occurrence.pk: _LostCase(titles[occurrence.detail_of("version")], authors[occurrence.target_id])
            for occurrence in occurrences
            if occurrence.target_id in authors and occurrence.detail_of("version") in titles
        }

    def line(self, occurrence: Occurrence, about: _LostCase) -> Line:
        """It leads to his own cases: this one is no longer among them."""
        words = f"{about.author.display_name} さんが、事例「{about.title}」の支援チームから、あなたを外しました"
        return Line(words, reverse("cases:mine"))

    def context(self, occurrence: Occurrence, about: _LostCase) -> dict[str, Any]:
        return {"title": about.title, "author": about.author}


TELLERS = (
    _Joined(
        Event(
            name="team_joined",
            section=Section.CASES,
            words="支援チームに参加した方がいるとき",
            told="事例を書いた方",
            letter="team_joined",
        )
    ),
    _Removed(),
)
