"""Finds in a text what may tell which company it is about. Pure: texts in, spans out; nothing is stored or asked.

It cannot find everything (a nickname, a story that everybody in town knows), and finds some things that tell nothing. People decide.
"""

import re
from collections.abc import Iterable, Iterator

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
    exempt = list(places_of_words(plain, {*PROGRAMME_WORDS, *map(folded, allowed)}))
    areas = list(places_of_words(plain, AREA_WORDS))
    found = [
        span
        for rule in (find_contacts, find_numbers, find_phrases, find_names)
        for span in rule(plain)
        if not any(span.within(place) for place in (exempt if span.kind == IdentifyingKind.PERSON else [*exempt, *areas]))
    ]
    return without_overlaps(typed.as_typed(span) for span in (*_private(plain, words), *found))


def _private(plain: str, words: Iterable[str]) -> Iterator[Span]:
    wanted = {part for word in words for part in (folded(word), _FORM.sub("", folded(word)))}
    for start, end in places_of_words(plain, (word for word in wanted if len(word) >= _SHORTEST_WORD)):
        yield Span(IdentifyingKind.PRIVATE, start, end)
