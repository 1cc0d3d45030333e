"""What becomes of the consents on which a case rests."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from bansou.moderation.models import Decision
from bansou.notifications.events import Event, Mail, Section
from bansou.notifications.models import Occurrence
from bansou.notifications.row_teller import RowTeller
from cases.models import Case, Consent, SuperiorLink
from cases.models.querysets import CaseQuerySet
from cases.statuses import SuperiorAnswer
from cases.tellers.authors import CaseTeller, preview_of


class _Ending(RowTeller[Consent]):
    """A consent that ends within a month."""

    def rows(self, person: User) -> QuerySet[Consent]:
        """Of published cases of his own; not one that was taken back meanwhile."""
        own = Case.objects.written_by(person).published().order_by()
        return Consent.objects.standing().filter(case__in=own.values("pk")).select_related("case__latest_revision")

    def words(self, row: Consent) -> str:
        return f"事例「{row.case.latest_title}」への{row.who}の同意の期限が近づいています"

    def address(self, row: Consent) -> str:
        return reverse("cases:consents", args=[row.case_id])

    def context(self, occurrence: Occurrence, about: Consent) -> dict[str, Any]:
        return {"case": about.case, "title": about.case.latest_title, "consent": about}


class _Withdrawn(CaseTeller):
    """Somebody took his consent back: told to the author, and to the whole team where it was the president."""

    sentence = "事例「{}」への同意が取り消されました"

    def rows(self, person: User) -> CaseQuerySet:
        return Case.objects.of_team(person).select_related("latest_revision")

    def context(self, occurrence: Occurrence, about: Case) -> dict[str, Any]:
        """Whose consent, why, and whether the case went out of sight with it. The record has the party before the reason."""
        decision = Decision.objects.get(pk=occurrence.detail_of("decision"))
        who = "経営者"
        reason = decision.reason
        if consent := Consent.objects.filter(pk=occurrence.detail_of("consent")).first():
            who, reason = consent.who, reason.removeprefix(f"{consent.who}：")
        return super().context(occurrence, about) | {"who": who, "reason": reason, "is_gone": occurrence.detail_of("is_gone")}


class _SuperiorAnswered(RowTeller[SuperiorLink]):
    """The superior answered whoever of the team asked him."""

    def rows(self, person: User) -> QuerySet[SuperiorLink]:
        of_team = Case.objects.of_team(person).order_by().values("pk")
        asked = SuperiorLink.objects.filter(created_by=person, case__in=of_team)
        return asked.exclude(answer=SuperiorAnswer.WAITING).select_related("case__latest_revision")

    def words(self, row: SuperiorLink) -> str:
        return f"事例「{row.case.latest_title}」の確認に、所属長から返事がありました：{row.get_answer_display()}"

    def address(self, row: SuperiorLink) -> str:
        return preview_of(row.case)

    def context(self, occurrence: Occurrence, about: SuperiorLink) -> dict[str, Any]:
        return {"case": about.case, "title": about.case.latest_title, "link": about}


def _event(name: str, words: str, told: str, **values: Any) -> Event:
    return Event(name=name, section=Section.CASES, words=words, told=told, letter=name, **values)


TELLERS = (
    _Ending(_event("consent_ending", "同意の期限が近づいたとき", "公開中の事例を書いた方")),
    _Withdrawn(
        _event(
            "consent_withdrawn",
            "同意が取り消されたとき",
            "事例を書いた方（経営者が取り消したときは、支援チームの全員）",
            choices=(Mail.AT_ONCE,),
        )
    ),
    _SuperiorAnswered(_event("superior_answered", "所属長から返事があったとき", "所属長に確認を頼んだ方")),
)
