"""What somebody typed into the search box, read: words, phrases, what must not come, and conditions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bansou.search.lexemes import LONGEST_QUERY, query, query_words
from bansou.search.words import Word


@dataclass(frozen=True)
class Asked:
    """A query as read.

    text: as typed, cut; words: what it insists on; phrases (`"…"`) and without (`-語`) as typed, without their marks.
    conditions: values by the facets' names (`wall:2` → {"wall": ("2",)}), those chosen on the page included.
    """

    text: str
    words: tuple[Word, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.conditions)

    def all_of(self) -> str:
        """The tsquery of rows that have everything that was asked."""
        return query(self.text)

    def any_of(self) -> str:
        """The tsquery of rows that have some of it."""
        return query(self.text, operator="or")


def read(text: str, conditions: Mapping[str, tuple[str, ...]] | None = None) -> Asked:
    """Reads what was typed. Never fails; what cannot be read as a condition is a word."""
    text = text[:LONGEST_QUERY]
    return Asked(text=text, words=tuple(query_words(text)), conditions=conditions or {})
