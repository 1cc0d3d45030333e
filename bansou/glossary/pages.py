"""What the glossary's pages show."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from bansou.freshness.keys import later
from bansou.glossary.linked_data import described_set, described_term
from bansou.glossary.models import ROWS, Term

#: How the glossary is called, and where it is.
TITLE, ADDRESS = "用語集", "/glossary/"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the syllabary, with its terms in their order."""

    name: str
    terms: list[Term]


def rows() -> list[Row]:
    """All rows, those without a term too, so that the index of the page is always the same. One query."""
    terms = Term.objects.published().in_order()
    return [Row(name, [term for term in terms if term.row == name]) for name in ROWS]


def index_context() -> dict[str, Any]:
    """The page with all terms."""
    found = later(rows)
    return {
        "rows": found,
        "count": later(lambda: sum(len(row.terms) for row in found)),
        "linked_data": described_set(),
        "breadcrumb": [(TITLE, "")],
    }


def term_context(term: Term) -> dict[str, Any]:
    """The page of a term, published or not."""
    return {
        "term": term,
        "neighbours": later(lambda: term.neighbours),
        "chapter": later(lambda: Page.objects.live().public().filter(pk=term.page_id).first()),
        "linked_data": described_term(term),
        "breadcrumb": [(TITLE, ADDRESS), (term.name, "")],
    }
