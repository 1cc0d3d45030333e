"""Marks the found words in a text's own spelling, and cuts the excerpt around the first of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from bansou.search.readings import read_alone
from bansou.search.words import Word, pieces, places_of, with_verbs

#: Characters of an excerpt, and of the text before its first mark.
EXCERPT, LEAD = 120, 60
#: Characters looked through for a mark in one result. Cutting words costs about 3 µs a character, and ten results share a page.
LOOKED_THROUGH = 1200
_ELLIPSIS = "…"


@dataclass(frozen=True)
class Wanted:
    """What is to be marked. `hints`: characters of which a spelling of a wanted word nearly always has one."""

    forms: frozenset[str]
    synonyms: frozenset[int]
    groups: frozenset[int]
    readings: frozenset[str]
    hints: frozenset[str]

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where wanted words stand in the text."""
        return places_of(text, self.forms, self.synonyms, self.groups, self.readings)


def wanted(words: Iterable[Word], readings: Iterable[str] = ()) -> Wanted:
    """What texts are searched for when the query has these words, or kana (in katakana) that are read so."""
    words = list(words)
    characters = {character for word in words for form in (word.surface, *word.forms) for character in form}
    return Wanted(
        forms=with_verbs(form for word in words for form in word.forms),
        synonyms=frozenset(group for word in words for group in word.synonyms),
        groups=frozenset(group for word in words for group in word.groups),
        readings=frozenset(way for reading in readings for way in read_alone(reading)),
        # Hiragana stand in every sentence; they are hints only where the query has nothing else.
        hints=frozenset({character for character in characters if not "ぁ" <= character <= "ゖ"} or characters),
    )


def marked(text: str, sought: Wanted) -> SafeString:
    """The whole text, escaped, with <mark> around the found words."""
    return _rendered(text, sought.places(text))


def excerpt(texts: Sequence[str], sought: Wanted, *, is_below_mark: bool = False) -> SafeString:
    """About 120 characters around found words, escaped and marked; the beginning of the first text if none is found.

    is_below_mark: the title above it shows the words already; then only a place is looked at where one stands as it is.
    """
    left = LOOKED_THROUGH
    for text, begin in _candidates(texts, sought):
        if left <= 0 or (is_below_mark and not _forms_within(text, begin, sought)):
            break
        part = text[begin : begin + EXCERPT]
        left -= len(part)
        places = sought.places(part)
        if places:
            is_within_sentence = begin > 0 and text[begin - 1] not in "。\n"
            before, after = _ELLIPSIS if is_within_sentence else "", _ELLIPSIS if begin + EXCERPT < len(text) else ""
            return format_html("{}{}{}", before, _rendered(part, places), after)
    first = next((text for text in texts if text.strip()), "")
    return _rendered(first[:EXCERPT] + (_ELLIPSIS if len(first) > EXCERPT else ""), [])


def _candidates(texts: Sequence[str], sought: Wanted) -> Iterator[tuple[str, int]]:
    """(text, where an excerpt may begin): where most of the words stand as they are, then where most of their characters do.

    Then everywhere, for words that share no character with the query.
    """

    def promise(found: tuple[str, int]) -> tuple[int, int]:
        text, begin = found
        return _forms_within(text, begin, sought), len(sought.hints.intersection(text[begin : begin + EXCERPT]))

    yield from sorted(_around(texts, sought.hints), key=promise, reverse=True)
    for text in texts:
        yield from ((text, begin) for begin, _ in pieces(text, EXCERPT))


def _forms_within(text: str, begin: int, sought: Wanted) -> int:
    part = text[begin : begin + EXCERPT]
    return sum(form in part for form in sought.forms)


def _around(texts: Sequence[str], hints: frozenset[str]) -> Iterator[tuple[str, int]]:
    for text in texts:
        folded = text.casefold()
        if len(folded) != len(text):  # letters such as ß, of which case folding makes two: places would be wrong
            folded = text
        place = _next_hint(folded, hints, 0)
        while place >= 0:
            begin = _sentence_start(text, place)
            yield text, begin
            place = _next_hint(folded, hints, begin + EXCERPT)


def _next_hint(text: str, hints: frozenset[str], start: int) -> int:
    """The place of the next character that is a hint; -1 if there is none."""
    return min((place for place in (text.find(hint, start) for hint in hints) if place >= 0), default=-1)


def _sentence_start(text: str, place: int) -> int:
    """Where the sentence of the place begins, or, in a long one, a little before the place."""
    earliest = max(0, place - LEAD)
    start = max(text.rfind("。", earliest, place), text.rfind("\n", earliest, place)) + 1
    return start if start > 0 else earliest


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places that touch as one: 班長, found as 班 and 長, is one mark."""
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _rendered(text: str, places: Iterable[tuple[int, int]]) -> SafeString:
    done = 0
    written: list[str] = []
    for start, end in _joined(places):
        written += [conditional_escape(text[done:start]), format_html("<mark>{}</mark>", text[start:end])]
        done = end
    written.append(conditional_escape(text[done:]))
    return mark_safe(" ".join("".join(written).split()))  # noqa: S308 - each part is escaped; runs of spaces become one
