"""Marks the found words in a text's own spelling, and cuts the excerpt around the first of them."""

from collections.abc import Iterable, Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from bansou.search.lexemes import lexemes_of, word_lexeme
from bansou.search.words import Word, pieces, words_only

#: Characters of an excerpt, and of the text before its first mark.
EXCERPT, LEAD = 120, 40
#: Characters looked through for a mark in one result. Cutting words costs 3 µs a character; twenty results share a page.
LOOKED_THROUGH = 6000
_PIECE = 200
_ELLIPSIS = "…"


def wanted_lexemes(words: Iterable[Word]) -> frozenset[str]:
    """What a word of a text must have one of to be marked."""
    return frozenset(lexeme for word in words for lexeme in lexemes_of(word))


def marked(text: str, words: Sequence[Word]) -> SafeString:
    """The whole text, escaped, with <mark> around the found words."""
    return _rendered(text, _places(text, wanted_lexemes(words)))


def excerpt(texts: Sequence[str], words: Sequence[Word]) -> SafeString:
    """About 120 characters around the first found word, escaped and marked; the beginning of the first text if none is found."""
    wanted = wanted_lexemes(words)
    found = _first_place(texts, words, wanted)
    if found is None:
        first = next((text for text in texts if text.strip()), "")
        return _rendered(first[:EXCERPT] + (_ELLIPSIS if len(first) > EXCERPT else ""), [])
    text, sentence, place = found
    begin = sentence if place - sentence <= LEAD else place - LEAD
    end = begin + EXCERPT
    places = [
        (max(start, begin) - begin, min(stop, end) - begin)
        for start, stop in ((start + sentence, stop + sentence) for start, stop in _places(text[sentence:end], wanted))
        if stop > begin
    ]
    before = _ELLIPSIS if begin != sentence else ""
    return format_html("{}{}{}", before, _rendered(text[begin:end], places), _ELLIPSIS if end < len(text) else "")


def _first_place(texts: Sequence[str], words: Sequence[Word], wanted: frozenset[str]) -> tuple[str, int, int] | None:
    """(text, where its sentence begins, where the word begins)."""
    hints = {character for word in words for form in (word.surface, *word.forms) for character in form if not "ぁ" <= character <= "ゖ"}
    parts = [(text, start, piece) for text in texts for start, piece in pieces(text, _PIECE)]
    # Pieces that share a character other than hiragana with the query come first: nearly always the word is there.
    parts.sort(key=lambda part: hints.isdisjoint(part[2].casefold()))
    left = LOOKED_THROUGH
    for text, start, piece in parts:
        if left <= 0:
            return None
        left -= len(piece)
        places = _places(piece, wanted)
        if places:
            return text, _sentence_start(text, start, start + places[0][0]), start + places[0][0]
    return None


def _sentence_start(text: str, earliest: int, place: int) -> int:
    """Where the sentence of the place begins, not before `earliest`."""
    return max(earliest, text.rfind("。", earliest, place) + 1, text.rfind("\n", earliest, place) + 1)


def _places(text: str, wanted: frozenset[str]) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    for word in words_only(text):
        if lexemes_of(word) & wanted:
            hits = [(word.start, word.end)]
        else:
            hits = [(part.start, part.end) for part in word.parts if word_lexeme(part.form) in wanted]
        for start, end in hits:
            if not places or start >= places[-1][1]:
                places.append((start, max(end, start + 1)))
    return places


def _rendered(text: str, places: Iterable[tuple[int, int]]) -> SafeString:
    done = 0
    written: list[str] = []
    for start, end in places:
        written += [conditional_escape(text[done:start]), format_html("<mark>{}</mark>", text[start:end])]
        done = end
    written.append(conditional_escape(text[done:]))
    return mark_safe(" ".join("".join(written).split()))  # noqa: S308 - each part is escaped; runs of spaces become one
