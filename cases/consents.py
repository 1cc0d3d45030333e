"""Whether the consents of a case cover what it wants to be: asked before it is submitted, approved and published.

The database works out the same by itself (migration 0012) and stands behind every other way; a test compares both.
"""

from collections.abc import Iterable
from typing import NamedTuple

from accounts.refusals import Refused
from cases.models import Case, Consent
from cases.statuses import SuperiorAnswer
from cases.vocabularies import COVERING, ConsentParty, Disclosure


class Uncovered(NamedTuple):
    """Somebody whose consent is missing: who, and what about it, in words."""

    party: ConsentParty
    who: str
    words: str

    def __str__(self) -> str:
        return f"{self.who}：{self.words}"


_NOT_SAID: dict[ConsentParty, str] = {
    ConsentParty.PRESIDENT: "同意がまだ記録されていません。",
    ConsentParty.SUPERIOR: "確認がまだです。確認を受けるか、要らない理由を記録してください。",
    ConsentParty.PERSON: "社員や前の社長など、ほかに登場する方の同意か、「要らない」ことを記録してください。",
    ConsentParty.PARTNER: "同席した金融機関や専門家などの同意か、「要らない」ことを記録してください。",
}


def uncovered(case_version: Case) -> list[Uncovered]:
    """Whose consent is missing for the disclosure of the version, in the order of the parties; nothing for a sample. One query."""
    if case_version.is_sample or case_version.disclosure == Disclosure.DRAFT:
        return []
    consents = list(Consent.objects.filter(case_id=case_version.pk)) if case_version.pk else []
    missing = []
    for party in ConsentParty:
        people = _people([consent for consent in consents if consent.party == party])
        if not people:
            missing.append(Uncovered(party, str(party.label), _NOT_SAID[party]))
        for rows in people.values():
            words = _against(rows, case_version.disclosure)
            if words:
                missing.append(Uncovered(party, rows[-1].who, words))
    return missing


def check_is_covered(case_version: Case) -> None:
    """Raise Refused while somebody's consent is missing."""
    missing = uncovered(case_version)
    if missing:
        raise Refused(f"同意の記録がそろっていません。{''.join(map(str, missing))}")


def check_is_not_withdrawn(case: Case) -> None:
    """Raise Refused for a case that was taken out of sight."""
    if case.withdrawn_at is not None:
        raise Refused("この事例は、取り下げられています。")


def confirmation_of(case: Case) -> str:
    """所属の確認 (field 33) in words: 確認済み, 不要, or 未確認."""
    rows = [consent for consent in case.consents.filter(party=ConsentParty.SUPERIOR) if consent.is_living]
    if any(consent.is_needed for consent in rows):
        return "確認済み"
    if rows:
        return "不要"
    link = case.superior_links.first()
    asked_for_changes = link is not None and link.answer == SuperiorAnswer.CHANGES
    return "未確認（直してほしいところがあります）" if asked_for_changes else "未確認"


def _people(consents: Iterable[Consent]) -> dict[str, list[Consent]]:
    """The rows by role. That none was needed, taken back, is as if nobody had said it."""
    people: dict[str, list[Consent]] = {}
    for consent in consents:
        if consent.is_needed or consent.withdrawn_at is None:
            people.setdefault(consent.role_words, []).append(consent)
    return people


def _against(rows: list[Consent], disclosure: str) -> str:
    """What is wrong with all consents of one person, "" where one covers the disclosure."""
    living = [consent for consent in rows if consent.is_living]
    if any(not consent.is_needed or consent.scope in COVERING[disclosure] for consent in living):
        return ""
    if living:
        return f"同意の範囲は「{living[-1].get_scope_display()}」です。選ばれた公開のしかたには足りません。"
    return "同意の期限が切れています。" if rows[-1].withdrawn_at is None else "同意が取り消されています。"
