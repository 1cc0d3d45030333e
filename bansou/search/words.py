"""Cuts Japanese text into words with SudachiPy, so that spellings and inflections of one word meet.

A word carries the forms under which it is found: its dictionary's normalised form (サーバ → サーバー, 引越 → 引っ越し), for a verb also the
noun made of it (気づいた → 気付く, 気付き), the words it is made of (補助金 → 補助, 金), how it is read, and the groups of its synonyms
(支援, 援助). A term of our own in several words (資金繰り) is one word.
"""

import re
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate

from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer  # type: ignore[import-untyped]

from bansou.search.characters import NEWER
from bansou.search.readings import is_reading
from bansou.search.terms import GAP, Found, Terms
from bansou.text.normalise import nfkc_with_places

#: Characters handed to SudachiPy at once. It refuses more than 49,149 bytes; a character has four at most.
PIECE = 10_000
#: Parts of speech without a meaning that anybody searches for: particles, auxiliaries, marks, spaces.
EMPTY_PARTS_OF_SPEECH = frozenset({"助詞", "助動詞", "補助記号", "空白"})
_NOUN_KINDS = frozenset({"名詞", "接頭辞", "接尾辞", "形状詞"})
#: Prefixes and suffixes of politeness and counting. They are indexed, but a query with other words does not insist on them.
WEAK_AFFIXES = frozenset({"御", "さん", "様", "ちゃん", "君", "つ", "達"})
#: A longer form is cut: nobody searches for it, and PostgreSQL takes lexemes up to 2,046 bytes.
LONGEST_FORM = 100

_END_OF_SENTENCE = re.compile(r"[。\n]")
_SENTENCES = re.compile(rf"[^。\n]{{1,{PIECE}}}[。\n]*|[。\n]+")
_NOUN_ENDINGS = {"く": "き", "ぐ": "ぎ", "す": "し", "つ": "ち", "ぬ": "に", "ぶ": "び", "む": "み", "る": "り", "う": "い"}
_threads = threading.local()


@dataclass(frozen=True, slots=True)
class Part:
    """A smaller word inside a word (SudachiPy's mode A). `reading`: in katakana, "" where the dictionary knows none."""

    form: str
    surface: str
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text (SudachiPy's mode C, or a term of our own). `is_weak`: a query that has other words does not insist on it.

    reading: of the dictionary's form, in katakana; "" where the dictionary knows none. is_noun: or what nouns are made with (再, 化).
    groups: our own groups of synonyms for which a query with the word asks; tells: those that the index notes at its place: also of terms
    inside it, and of those that a query for them does not widen.
    inside: the words of a term that is made of several, None for a particle between them.
    """

    surface: str
    forms: tuple[str, ...]
    parts: tuple[Part, ...]
    synonyms: tuple[int, ...]
    is_weak: bool
    reading: str = ""
    is_noun: bool = True
    groups: tuple[int, ...] = ()
    tells: tuple[int, ...] = ()
    inside: tuple["Word | None", ...] = ()

    @property
    def length(self) -> int:
        """The places that it takes in a text: its smallest units, and the particles in it."""
        return sum(word.length if word else 1 for word in self.inside) or max(1, len(self.parts))


class _InForce:
    """The terms that this process cuts texts by (bansou.search.terms_in_force)."""

    terms = Terms()


def terms_in_use() -> Terms:
    """The terms by which texts are cut now."""
    return _InForce.terms


def use_terms(terms: Terms) -> None:
    """From now on texts are cut by these, in this process. Swapped whole: a thread that cuts meanwhile keeps the ones it began with."""
    _InForce.terms = terms


@cache
def _dictionary() -> Dictionary:
    # Read on first use, once a process: 0.3 seconds and 80 MB, which forked workers share when it is read before the fork.
    return Dictionary(dict="core")


def _tokenizer() -> Tokenizer:
    # A tokenizer serves one thread.
    if not hasattr(_threads, "tokenizer"):
        _threads.tokenizer = _dictionary().tokenizer(SplitMode.C)
    tokenizer: Tokenizer = _threads.tokenizer
    return tokenizer


def morphemes_of(plain_text: str) -> Iterator[tuple[int, Morpheme]]:
    """SudachiPy's own longest units with their places, for who asks for parts of speech. `plain_text`: see nfkc_with_places."""
    for start, piece in pieces(plain_text, PIECE):
        for morpheme in _tokenizer().tokenize(piece):
            yield start + morpheme.begin(), morpheme


def readings_of(surface: str) -> frozenset[str]:
    """Every part of speech that the dictionary knows for the word as written, as 「名詞-固有名詞-人名-姓」; empty for an unknown word."""
    return frozenset("-".join(entry.part_of_speech()[:4]) for entry in _dictionary().lookup(surface))


def words_of(text: str) -> list[Word | None]:
    """The words of the text in their order; None stands where a particle, an auxiliary or a mark stood."""
    return words_of_terms(text, _InForce.terms)


def words_of_terms(text: str, terms: Terms) -> list[Word | None]:
    """As `words_of`, with these terms instead of those in use."""
    if _Remembered.words is not None:
        sentences = _SENTENCES.findall(_newer(text)[0])
        return [word for sentence in sentences for word in _Remembered.words(sentence, terms)]
    return _with_terms(_cut(text), terms)


def _cut(text: str) -> list[Word | None]:
    plain_text, _ = _newer(text)
    return [word for _, piece in pieces(plain_text, PIECE) for word in _cut_piece(piece)]


def _cut_piece(piece: str) -> tuple[Word | None, ...]:
    return tuple(_word(morpheme) for morpheme in _tokenizer().tokenize(piece))


class _Remembered:
    words: Callable[[str, Terms], Sequence[Word | None]] | None = None


@contextmanager
def remembering(sentences: int) -> Iterator[None]:
    """Within the block so many sentences are cut once and remembered, in this process: for many texts made of few sentences.

    In one text of five hundred a word beside a full stop is cut otherwise than with the sentences around it.
    """
    _Remembered.words = lru_cache(maxsize=sentences)(lambda sentence, terms: _with_terms([*_cut_piece(sentence)], terms))
    try:
        yield
    finally:
        _Remembered.words = None


def forms_of_term(term: str) -> tuple[str, ...]:
    """The forms of the smallest units of a term, as texts have them; a particle between them is a gap, one at an end is nothing."""
    units = _units(_cut(term))
    filled = [place for place, unit in enumerate(units) if unit != GAP]
    return tuple(units[filled[0] : filled[-1] + 1]) if filled else ()


def _units(words: Sequence[Word | None]) -> list[str]:
    """The forms of the smallest units, a gap for each None."""
    units: list[str] = []
    for word in words:
        if word is None:
            units.append(GAP)
        else:
            units.extend([part.form for part in word.parts] or [word.forms[0]])
    return units


def _with_terms(words: list[Word | None], terms: Terms) -> list[Word | None]:
    """The words with our own terms: the longest that begins and ends where words do is one word, the others are noted where they begin."""
    found = terms.found_in(_units(words)) if terms else []
    if not found:
        return words
    first_units = list(accumulate((word.length if word else 1 for word in words), initial=0))
    places = {unit: place for place, unit in enumerate(first_units)}
    telling: dict[int, list[int]] = {}
    whole: dict[int, Found] = {}  # by the place of their first word, the longest
    taken = 0
    for term in found:
        begin = bisect_right(first_units, term.start) - 1
        telling.setdefault(begin, []).extend(term.groups)
        if term.start >= taken and term.start in places and term.end in places:
            whole[begin] = term
            taken = term.end
    joined: list[Word | None] = []
    place = 0
    while place < len(words):
        end = places[whole[place].end] if place in whole else place + 1
        word = _one(words[place:end])
        tells = [group for begin in range(place, end) for group in telling.get(begin, ())]
        if word is not None and tells:
            asks = whole[place].asks if place in whole else ()
            word = replace(word, groups=asks, tells=tuple(dict.fromkeys(tells)))
        joined.append(word)
        place = end
    return joined


def _one(words: Sequence[Word | None]) -> Word | None:
    """The words of a term as one."""
    if len(words) == 1:
        return words[0]
    full = [word for word in words if word is not None]
    return Word(
        surface="".join(word.surface for word in full)[:LONGEST_FORM],
        forms=("".join(word.forms[0] for word in full)[:LONGEST_FORM],),
        parts=tuple(part for word in full for part in word.parts or (Part(word.forms[0], word.surface, word.reading),)),
        synonyms=(),
        is_weak=False,
        reading="".join(word.reading for word in full) if all(word.reading for word in full) else "",
        inside=tuple(words),
    )


def words_only(text: str) -> list[Word]:
    """The words of the text without the gaps."""
    return [word for word in words_of(text) if word is not None]


def places_of(
    text: str,
    forms: frozenset[str],
    synonyms: frozenset[int],
    groups: frozenset[int] = frozenset(),
    readings: frozenset[str] = frozenset(),
) -> list[tuple[int, int]]:
    """Where words of one of the forms, or of one of the groups of synonyms, stand in the text; of a compound the part that is meant.

    It says what `words_of` would, and does only the work that this question needs: a page of results asks it forty times.
    `forms` holds the verbs of its nouns (see `with_verbs`); `groups` are our own, `readings` in katakana, of one word or of several in a row.
    """
    plain_text, places = _newer(text)
    found: list[tuple[int, int]] = []
    for start, piece in pieces(plain_text, PIECE):
        found_before = len(found)
        is_open = False  # whether the last place may take in an ending: 気づい|た
        morphemes = _tokenizer().tokenize(piece)
        for morpheme in morphemes:
            form = morpheme.normalized_form().casefold()
            parts: Iterable[Morpheme] = ()
            if form in forms or (synonyms and not synonyms.isdisjoint(morpheme.synonym_group_ids())):
                parts = (morpheme,)
            elif is_open and _is_ending(morpheme):
                found[-1] = (found[-1][0], places[start + morpheme.end()])
                continue
            elif len(form) > 1 and any(wanted in form for wanted in forms):
                parts = [
                    part for part in morpheme.split(SplitMode.A, add_single=False) if part.normalized_form().casefold() in forms
                ]
            is_open = False
            for part in parts:
                kind = part.part_of_speech()[0]
                if kind not in EMPTY_PARTS_OF_SPEECH:
                    begin = places[start + part.begin()]
                    found.append((begin, max(begin + 1, places[start + part.end()])))
                    is_open = kind in {"動詞", "形容詞"}
        # 班長 is one word in 「班長が」 and two in 「班長二人」.
        is_told = len(found) > found_before
        cut_up = frozenset() if is_told else frozenset(form for form in forms if len(form) > 1 and form in piece)
        if groups or readings or cut_up:
            rows = _rows(_smallest(morphemes), groups, readings, cut_up)
            found.extend((places[start + begin], places[start + end]) for begin, end in rows)
    return sorted(found)


def _smallest(morphemes: Iterable[Morpheme]) -> list[Morpheme]:
    return [part for morpheme in morphemes for part in list(morpheme.split(SplitMode.A, add_single=False)) or [morpheme]]


def _rows(
    units: Sequence[Morpheme], groups: frozenset[int], readings: frozenset[str], cut_up: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Where rows of units are a term of one of the groups, are read as one of the readings, or are written as one of the words cut up."""
    is_gap = [unit.part_of_speech()[0] in EMPTY_PARTS_OF_SPEECH for unit in units]

    def told(by: Callable[[Morpheme], str]) -> list[str]:
        return [GAP if gap else by(unit) for unit, gap in zip(units, is_gap, strict=True)]

    rows: list[tuple[int, int]] = []
    if groups:
        found = _InForce.terms.found_in(told(lambda unit: _form(unit.normalized_form())))
        rows += [(term.start, term.end) for term in found if not groups.isdisjoint(term.groups)]
    if readings:
        rows += _in_a_row(told(_reading), readings)
    if cut_up:
        rows += _in_a_row(told(Morpheme.surface), cut_up)
    return ((units[start].begin(), units[end - 1].end()) for start, end in rows)


def _in_a_row(units: Sequence[str], sought: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where units side by side, and no gap between them, are together one of those sought."""
    longest = max(map(len, sought))
    for start in range(len(units)):
        row = ""
        for end in range(start, len(units)):
            row += units[end]
            if units[end] == GAP or len(row) > longest:
                break
            if row in sought:
                yield start, end + 1


def with_verbs(forms: Iterable[str]) -> frozenset[str]:
    """The forms and the verbs of which they may be the nouns: 気付き → 気付く, 見極め → 見極める. Some exist nowhere; no text has them."""
    found = set(forms)
    for form in tuple(found):
        if len(form) > 1:
            found.add(f"{form}る")
            found.update(form[:-1] + verb for verb, noun in _NOUN_ENDINGS.items() if form.endswith(noun))
    return frozenset(found)


def plain(text: str) -> str:
    """The text as the index compares it: NFKC, newer characters, lower case, without the characters that PostgreSQL or SudachiPy refuse."""
    return _newer(text)[0].casefold()


def _newer(text: str) -> tuple[str, Sequence[int]]:
    """As nfkc_with_places, with the newer shapes of characters: 會社 is 会社."""
    plain_text, places = nfkc_with_places(text)
    return plain_text.translate(NEWER), places


def pieces(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """The text cut after 。 or newline into pieces of at most `longest` characters, each with its place. Cuts hard where neither comes."""
    start = 0
    while start < len(text):
        end = start + longest
        if end < len(text):
            ends = [match.end() for match in _END_OF_SENTENCE.finditer(text, start, end)]
            end = ends[-1] if ends else end
        yield start, text[start:end]
        start = end


def _is_ending(morpheme: Morpheme) -> bool:
    kind, detail, *_ = morpheme.part_of_speech()
    return kind == "助動詞" or (kind == "助詞" and detail == "接続助詞" and morpheme.surface() in {"て", "で"})


#: Words that the dictionary has whole and that are cut up beside some signs: 班長 in 「班長が」, 班 and 長 in 「班長二人」. Of all that stand side by
#: side in the samples it is the only one; the others are numbers (日目, 年前).
_CUT_UP = {"班長": (Part("班", "班", "ハン"), Part("長", "長", "チョウ"))}


def _word(morpheme: Morpheme) -> Word | None:
    kind, detail, _, _, conjugation, _ = morpheme.part_of_speech()
    form = _form(morpheme.normalized_form())
    if kind in EMPTY_PARTS_OF_SPEECH or not form:
        return None
    forms = [form]
    if kind == "動詞":
        forms.extend(_noun_of(form, conjugation))
    parts = [
        Part(form=_form(part.normalized_form()), surface=_form(part.surface()), reading=_reading(part))
        for part in morpheme.split(SplitMode.A, add_single=False)
        if part.part_of_speech()[0] not in EMPTY_PARTS_OF_SPEECH
    ]
    return Word(
        surface=_form(morpheme.surface()),
        forms=tuple(forms),
        parts=tuple(part for part in parts if part.form) or _CUT_UP.get(form, ()),
        synonyms=tuple(morpheme.synonym_group_ids()),
        is_weak=(kind in {"動詞", "形容詞"} and detail == "非自立可能")
        or (kind in {"接頭辞", "接尾辞"} and form in WEAK_AFFIXES),
        reading=_reading(morpheme),
        is_noun=kind in _NOUN_KINDS,
    )


def _reading(morpheme: Morpheme) -> str:
    """How its dictionary's form is read: of 気づいた キヅク."""
    if morpheme.part_of_speech()[5] != "*":  # inflected
        morpheme = morpheme.dictionary_form_morpheme()
    reading: str = morpheme.reading_form()
    return reading[:LONGEST_FORM] if is_reading(reading) else ""


def _form(text: str) -> str:
    return text.strip()[:LONGEST_FORM].casefold()


def _noun_of(verb: str, conjugation: str) -> list[str]:
    """The noun that the verb becomes (気付く → 気付き, 見極める → 見極め); [] where it would be a single character."""
    if "変格" in conjugation:
        return []
    if verb.endswith("る") and "五段" not in conjugation and "四段" not in conjugation:
        noun = verb[:-1]
    elif verb[-1] in _NOUN_ENDINGS:
        noun = verb[:-1] + _NOUN_ENDINGS[verb[-1]]
    else:
        return []
    return [noun] if len(noun) > 1 else []
