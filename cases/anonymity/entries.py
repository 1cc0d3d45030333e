"""The marks of a version as a person decides about them: the same word in one text is one entry."""

import hashlib
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from cases.anonymity.checking import Mark, TextPlace
from cases.anonymity.suggestions import suggestion_for
from cases.limits import MARK_TEXT
from cases.models import KeptMark
from cases.vocabularies import IdentifyingKind


@dataclass(frozen=True)
class Entry:
    """One word of one text, however often it stands there. `kept`: the decision that it stays, if there is one."""

    place: TextPlace
    kind: IdentifyingKind
    text: str
    count: int
    suggestion: str
    kept: KeptMark | None

    @property
    def key(self) -> str:
        """A name for forms and addresses that stays the same while the text has the word."""
        name = f"{self.place.name}|{self.kind}|{self.text}"
        return hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=6).hexdigest()

    @property
    def is_keepable(self) -> bool:
        """Whether it may stay: not what the private side says, and short enough to be remembered as one word."""
        return self.kind != IdentifyingKind.PRIVATE and len(self.text) <= MARK_TEXT


@dataclass(frozen=True)
class MarkedText:
    """A text with its marks drawn in, and the entries in it."""

    place: TextPlace
    html: SafeString
    entries: list[Entry]

    @property
    def open_count(self) -> int:
        """How many of its places nobody decided about."""
        return sum(entry.count for entry in self.entries if not entry.kept)


def marked_texts(marks: list[Mark], kept: dict[tuple[str, str], KeptMark]) -> list[MarkedText]:
    """The texts that have marks, in the order of the form."""
    return [
        MarkedText(place, _drawn(place, in_text, kept), _entries(place, in_text, kept))
        for place, in_text in ((place, list(group)) for place, group in groupby(marks, key=lambda mark: mark.place))
    ]


def _entries(place: TextPlace, marks: list[Mark], kept: dict[tuple[str, str], KeptMark]) -> list[Entry]:
    same: dict[tuple[str, str], list[Mark]] = {}
    for mark in marks:
        same.setdefault(mark.identity, []).append(mark)
    return [
        Entry(
            place,
            first.kind,
            first.text,
            len(group),
            suggestion_for(first.kind, first.text, place.text[first.end : first.end + 8]),
            kept.get(identity),
        )
        for identity, group in same.items()
        for first in group[:1]
    ]


def _drawn(place: TextPlace, marks: list[Mark], kept: dict[tuple[str, str], KeptMark]) -> SafeString:
    """The text with a mark around each find, which says its kind in words too."""
    parts, done = [], 0
    for mark in marks:
        state = "kept" if mark.identity in kept else "open"
        label = f"{mark.kind.label}・残す" if state == "kept" else str(mark.kind.label)
        parts.append(conditional_escape(place.text[done : mark.start]))
        parts.append(
            format_html(
                '<mark class="find find--{}">{}<span class="find__kind"><span class="visually-hidden">（</span>{}<span class="visually-hidden">）</span></span></mark>',
                state,
                mark.text,
                label,
            )
        )
        done = mark.end
    parts.append(conditional_escape(place.text[done:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped
