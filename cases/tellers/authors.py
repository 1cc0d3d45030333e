"""What happens to a case, for whoever wrote it: returned, published, taken out of sight, brought back, made from a list."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from wagtail.models import TaskState

from accounts.models import User
from bansou.moderation.models import Decision
from bansou.notifications.events import Event, Line, Mail, Section, Teller
from bansou.notifications.models import Occurrence
from bansou.notifications.row_teller import RowTeller
from cases.models import Case, ReviewRound
from cases.models.querysets import CaseQuerySet
from cases.statuses import RoundOutcome

#: Titles that a letter lists; the rest is counted.
_LISTED_IN_LETTER = 100


def preview_of(case: Case) -> str:
    """Where the team reads what it wrote."""
    return reverse("cases:preview", args=[case.pk])


def reason_of(occurrence: Occurrence) -> str:
    """What staff gave as their reason, from the record of decisions."""
    return str(Decision.objects.values_list("reason", flat=True).get(pk=occurrence.detail_of("decision")))


class CaseTeller(RowTeller[Case]):
    """About a case of the person's own. `sentence` has a place for the title as last written."""

    sentence: str

    def rows(self, person: User) -> CaseQuerySet:
        """What he wrote, in whatever state."""
        return Case.objects.written_by(person).select_related("latest_revision")

    def words(self, row: Case) -> str:
        """The sentence with the title."""
        return self.sentence.format(row.latest_title)

    def address(self, row: Case) -> str:
        """The team's own view: it is there in every state."""
        return preview_of(row)

    def context(self, occurrence: Occurrence, about: Case) -> dict[str, Any]:
        """The case, and its title as it was written last."""
        return {"case": about, "title": about.latest_title}


class _Returned(RowTeller[ReviewRound]):
    """A round of the review that ended with a return. `state` of its detail is the step that was rejected, with the reviewer's words."""

    def rows(self, person: User) -> QuerySet[ReviewRound]:
        returned = ReviewRound.objects.decided().filter(outcome=RoundOutcome.RETURNED)
        own = returned.filter(case__in=Case.objects.written_by(person).order_by().values("pk"))
        return own.select_related("case__latest_revision")

    def words(self, row: ReviewRound) -> str:
        return f"事例「{row.case.latest_title}」について、直してほしいところをお知らせします"

    def address(self, row: ReviewRound) -> str:
        return preview_of(row.case)

    def context(self, occurrence: Occurrence, about: ReviewRound) -> dict[str, Any]:
        """The reviewer's words about the whole, and those at fields."""
        comment = TaskState.objects.values_list("comment", flat=True).get(pk=occurrence.detail_of("state"))
        comments = list(about.comments.all())
        return {"case": about.case, "title": about.case.latest_title, "comment": comment, "comments": comments}


class _Commented(_Returned):
    """The same for the others of the team: they can help where staff asked something at a field."""

    def rows(self, person: User) -> QuerySet[ReviewRound]:
        returned = ReviewRound.objects.decided().filter(outcome=RoundOutcome.RETURNED)
        joined = Case.objects.of_team(person).exclude(author=person).order_by()
        asked = returned.annotate(asked=Count("comments")).filter(asked__gt=0, case__in=joined.values("pk"))
        return asked.select_related("case__latest_revision", "case__author")

    def words(self, row: ReviewRound) -> str:
        return f"支援チームの事例「{row.case.latest_title}」に、審査担当から{row.asked}か所のコメントがあります"  # type: ignore[attr-defined]


class _Published(CaseTeller):
    sentence = "事例「{}」を公開しました"

    def rows(self, person: User) -> CaseQuerySet:
        """Not one that went out of sight meanwhile."""
        return super().rows(person).published()

    def words(self, row: Case) -> str:
        return self.sentence.format(row.title)

    def address(self, row: Case) -> str:
        return row.get_absolute_url()

    def context(self, occurrence: Occurrence, about: Case) -> dict[str, Any]:
        return {"case": about, "title": about.title}


class _Restored(_Published):
    sentence = "取り下げられていた事例「{}」を、事務局が元に戻しました"

    def context(self, occurrence: Occurrence, about: Case) -> dict[str, Any]:
        return super().context(occurrence, about) | {"reason": reason_of(occurrence)}


class _Withdrawn(CaseTeller):
    sentence = "事例「{}」の公開を、事務局が止めました"

    def rows(self, person: User) -> CaseQuerySet:
        """Not one that was brought back meanwhile."""
        return super().rows(person).withdrawn()

    def context(self, occurrence: Occurrence, about: Case) -> dict[str, Any]:
        return super().context(occurrence, about) | {"reason": reason_of(occurrence)}


class _Imported(Teller):
    """Drafts that staff made from a list; `cases` of its detail are their numbers."""

    event = Event(
        name="cases_imported",
        section=Section.CASES,
        words="事務局が、あなたの事例の下書きを用意したとき",
        told="事務局に事例の一覧を寄せた方",
        letter="cases_imported",
    )

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Any]:
        """Those of the drafts that are still his."""
        numbers = {number for occurrence in occurrences for number in occurrence.detail_of("cases")}
        own = Case.objects.written_by(person).in_bulk(numbers)
        found = {
            occurrence.pk: [own[number] for number in occurrence.detail_of("cases") if number in own]
            for occurrence in occurrences
        }
        return {occurrence: cases for occurrence, cases in found.items() if cases}

    def line(self, occurrence: Occurrence, about: list[Case]) -> Line:
        """How many, and the list of his own."""
        return Line(f"事務局が、あなたの事例の下書きを{len(about)}件用意しました", reverse("cases:mine"))

    def context(self, occurrence: Occurrence, about: list[Case]) -> dict[str, Any]:
        """The titles, as many as one reads."""
        titles = [case.title for case in about[:_LISTED_IN_LETTER]]
        return {"count": len(about), "titles": titles, "unlisted": len(about[_LISTED_IN_LETTER:])}


def _event(name: str, words: str, *, told: str = "事例を書いた方", **values: Any) -> Event:
    return Event(name=name, section=Section.CASES, words=words, told=told, letter=name, **values)


TELLERS: tuple[Teller, ...] = (
    _Returned(_event("case_returned", "事例に、直してほしいところがあるとき")),
    _Commented(
        _event(
            "case_commented",
            "審査担当が、支援チームの事例の項目にコメントしたとき",
            told="書いた方のほかの、支援チームの方",
            mail=Mail.DIGEST,
        )
    ),
    _Published(_event("case_published", "事例を公開したとき")),
    _Withdrawn(_event("case_withdrawn", "事務局が、事例の公開を止めたとき", choices=(Mail.AT_ONCE,))),
    _Restored(_event("case_restored", "事務局が、取り下げた事例を元に戻したとき")),
    _Imported(),
)
