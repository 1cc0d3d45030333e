"""What must never be counted among searched words: texts that may name somebody (rule for bansou.search.demand)."""

from bansou.search.demand import register_naming_rule
from cases.anonymity.finder import find_marks
from cases.models import AllowedWord
from cases.vocabularies import IdentifyingKind

#: Years, sums and headcounts are no names; a search for 「売上1億円」 is a question.
_NAMING = frozenset(IdentifyingKind) - {
    IdentifyingKind.YEAR,
    IdentifyingKind.MONEY,
    IdentifyingKind.HEADCOUNT,
    IdentifyingKind.UNIQUE,
}


def may_name_somebody(text: str) -> bool:
    """Whether the check of anonymity finds a person, a company, a place below a prefecture or an address in it. One query."""
    return any(span.kind in _NAMING for span in find_marks(text, allowed=AllowedWord.objects.values_list("word", flat=True)))


def connect() -> None:
    """Called once when the app is ready."""
    register_naming_rule(may_name_somebody)
