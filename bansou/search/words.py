"""Cuts Japanese text into words with SudachiPy, so that spellings and inflections of one word meet.

A word carries the forms under which it is found: its dictionary's normalised form (サーバ → サーバー, 引越 → 引っ越し), for a verb also the
noun made of it (気づいた → 気付く, 気付き), the words it is made of (補助金 → 補助, 金), and the groups of its synonyms (支援, 援助).
"""

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer  # type: ignore[import-untyped]

from bansou.text.normalise import nfkc_with_places

#: Characters handed to SudachiPy at once. It refuses more than 49,149 bytes; a character has four at most.
PIECE = 10_000
#: Parts of speech without a meaning that anybody searches for: particles, auxiliaries, marks, spaces.
EMPTY_PARTS_OF_SPEECH = frozenset({"助詞", "助動詞", "補助記号", "空白"})
#: Prefixes and suffixes of politeness and counting. They are indexed, but a query with other words does not insist on them.
WEAK_AFFIXES = frozenset({"御", "さん", "様", "ちゃん", "君", "つ", "達"})
#: A longer form is cut: nobody searches for it, and PostgreSQL takes lexemes up to 2,046 bytes.
LONGEST_FORM = 100

_END_OF_SENTENCE = re.compile(r"[。\n]")
_NOUN_ENDINGS = {"く": "き", "ぐ": "ぎ", "す": "し", "つ": "ち", "ぬ": "に", "ぶ": "び", "む": "み", "る": "り", "う": "い"}
_threads = threading.local()


@dataclass(frozen=True, slots=True)
class Part:
    """A smaller word inside a word (SudachiPy's mode A)."""

    form: str
    surface: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text (SudachiPy's mode C). `is_weak`: a query that has other words does not insist on it."""

    surface: str
    forms: tuple[str, ...]
    parts: tuple[Part, ...]
    synonyms: tuple[int, ...]
    is_weak: bool


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
    plain_text, _ = nfkc_with_places(text)
    return [_word(morpheme) for _, piece in pieces(plain_text, PIECE) for morpheme in _tokenizer().tokenize(piece)]


def words_only(text: str) -> list[Word]:
    """The words of the text without the gaps."""
    return [word for word in words_of(text) if word is not None]


def places_of(text: str, forms: frozenset[str], synonyms: frozenset[int]) -> list[tuple[int, int]]:
    """Where words of one of the forms, or of one of the groups of synonyms, stand in the text; of a compound the part that is meant.

    It says what `words_of` would, and does only the work that this question needs: a page of results asks it forty times.
    `forms` holds the verbs of its nouns (see `with_verbs`).
    """
    plain_text, places = nfkc_with_places(text)
    found: list[tuple[int, int]] = []
    for start, piece in pieces(plain_text, PIECE):
        is_open = False  # whether the last place may take in an ending: 気づい|た
        for morpheme in _tokenizer().tokenize(piece):
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
    return found


def with_verbs(forms: Iterable[str]) -> frozenset[str]:
    """The forms and the verbs of which they may be the nouns: 気付き → 気付く, 見極め → 見極める. Some exist nowhere; no text has them."""
    found = set(forms)
    for form in tuple(found):
        if len(form) > 1:
            found.add(f"{form}る")
            found.update(form[:-1] + verb for verb, noun in _NOUN_ENDINGS.items() if form.endswith(noun))
    return frozenset(found)


def plain(text: str) -> str:
    """The text as the index compares it: NFKC, lower case, without the characters that PostgreSQL or SudachiPy refuse."""
    return nfkc_with_places(text)[0].casefold()


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


def _word(morpheme: Morpheme) -> Word | None:
    kind, detail, _, _, conjugation, _ = morpheme.part_of_speech()
    form = _form(morpheme.normalized_form())
    if kind in EMPTY_PARTS_OF_SPEECH or not form:
        return None
    forms = [form]
    if kind == "動詞":
        forms.extend(_noun_of(form, conjugation))
    parts = [
        Part(form=_form(part.normalized_form()), surface=_form(part.surface()))
        for part in morpheme.split(SplitMode.A, add_single=False)
        if part.part_of_speech()[0] not in EMPTY_PARTS_OF_SPEECH
    ]
    return Word(
        surface=_form(morpheme.surface()),
        forms=tuple(forms),
        parts=tuple(part for part in parts if part.form),
        synonyms=tuple(morpheme.synonym_group_ids()),
        is_weak=(kind in {"動詞", "形容詞"} and detail == "非自立可能")
        or (kind in {"接頭辞", "接尾辞"} and form in WEAK_AFFIXES),
    )


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
