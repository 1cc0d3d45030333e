"""The outline of a case: a few facts about company and support, each a link to the cases that share it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from cases.models import Case
from cases.vocabularies import AREA_NONE, EmployeeBand, PresidentRole
from cases.wording import field_words

#: Values that say nothing.
_UNSAID = {"area": AREA_NONE, "employee_band": EmployeeBand.NONE, "president_role": PresidentRole.NONE}
#: The list's condition for a field.
_CONDITIONS = {"industry": "industry", "area": "area", "employee_band": "size", "president_role": "role", "self_running": "state"}


@dataclass(frozen=True)
class Fact:
    """One line of the outline. `url` leads to the list of cases that share the fact, or is ""."""

    term: str
    words: str
    url: str = ""


def outline_of(case: Case, readable: frozenset[str]) -> list[Fact]:
    """The facts that are said and that the reader may see."""
    facts = [
        _fact(case, "会社", "display_name"),
        _fact(case, "業種", "industry"),
        _fact(case, "地域", "area"),
        _fact(case, "従業員規模", "employee_band"),
        _fact(case, "創業", "founded_decade"),
        _fact(case, "経営者", "president_role"),
        ("support_started", Fact("支援の期間", case.period)),
        ("meetings_count", Fact("面談の回数", f"{case.meetings_count}回" if case.meetings_count else "")),
        _fact(case, "支援の形", "support_format"),
        _fact(case, "きっかけ", "trigger"),
        _fact(case, "自走化", "self_running"),
    ]
    return [fact for name, fact in facts if fact.words and name in readable]


def _fact(case: Case, term: str, name: str) -> tuple[str, Fact]:
    value = getattr(case, name)
    if not value or value == _UNSAID.get(name):
        return name, Fact(term, "")
    words = field_words(case, name)
    if name == "industry" and case.industry_note:
        words += f"（{case.industry_note}）"
    url = f"{reverse('cases:list')}?{urlencode({_CONDITIONS[name]: value})}" if name in _CONDITIONS else ""
    return name, Fact(term, words, url)
