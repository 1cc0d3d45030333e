"""Finds in a text what may tell which company it is about. Pure: texts in, spans out; nothing is stored or asked.

It cannot find everything (a nickname, a story that everybody in town knows), and finds some things that tell nothing. People decide.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import itemgetter

from cases.anonymity.allowed import AREA_WORDS, PROGRAMME_WORDS, places_of_words
from cases.anonymity.contacts import find_contacts
from cases.anonymity.names import find_names
from cases.anonymity.numbers import find_numbers
from cases.anonymity.phrases import find_phrases
from cases.anonymity.spans import FoldedText, Span, folded, without_overlaps
from cases.vocabularies import IdentifyingKind

#: Of a company's name also the part without its form is looked for.
_FORM = re.compile(r"株式会社|有限会社|合同会社|合資会社|合名会社|\([株有同名資]\)")
#: A private word of one character would be found everywhere.
_SHORTEST_WORD = 2


def find_marks(text: str, *, words: Iterable[str] = (), allowed: Iterable[str] = ()) -> list[Span]:
    """What the rules find in the text as typed, in its order and without overlaps.

    `words`: what the private side of the case says (the company's real name and the like); found in any width and with old characters.
    `allowed`: words, beside our own list, that identify nobody; what lies within one of them is not found. A private word always is.
    """
    typed = FoldedText(text)
    plain = typed.plain
    words_allowed = list(places_of_words(plain, PROGRAMME_WORDS | set(map(folded, allowed))))
    areas = list(places_of_words(plain, AREA_WORDS))
    found = [
        span
        for rule in (find_contacts, find_numbers, find_phrases, find_names)
        for span in rule(plain)
        if not _lies_in(span, words_allowed) and (span.kind == IdentifyingKind.PERSON or not _lies_in(span, areas))
    ]
    return without_overlaps(typed.as_typed(span) for span in (*_private(plain, words), *found))


def _lies_in(span: Span, places: list[tuple[int, int]]) -> bool:
    """Whether one of the places, which stand in the order of the text, holds the whole span."""
    after = bisect_right(places, span.start, key=itemgetter(0))
    return after > 0 and span.end <= places[after - 1][1]


def _private(plain: str, words: Iterable[str]) -> Iterator[Span]:
    wanted = {part for word in words for part in (folded(word), _FORM.sub("", folded(word)))}
    for start, end in places_of_words(plain, (word for word in wanted if len(word) >= _SHORTEST_WORD)):
        yield Span(IdentifyingKind.PRIVATE, start, end)
