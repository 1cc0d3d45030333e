"""The words by which texts are like each other: those that tell something, and which of them an indexed case has."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, TextField, Value
from django.db.models.expressions import CombinedExpression

from accounts.audiences import Person
from bansou.search.hits import Wish, hits
from bansou.search.lexemes import any_lexeme, lexemes_of, word_lexeme
from bansou.search.words import Word, words_only

#: Words of a text that are looked at: a longer text repeats what it is about. And those by which cases are searched for.
MOST_WORDS, SEARCHED_WORDS = 160, 24

# What is written in hiragana alone (こと, もの, ところ) tells nothing without its sentence, and a number nothing at all.
_TELLS = re.compile(r"[一-龯々〆ァ-ヺa-z]")
_NUMBER = re.compile(r"[0-9〇一二三四五六七八九十百千万億数何]+")


@dataclass(frozen=True)
class TellingWord:
    """A word as its writer spelled it, its own lexeme, and all those by which another text may say the same."""

    surface: str
    own: str
    lexemes: frozenset[str]


def telling_words(texts: Iterable[str]) -> list[TellingWord]:
    """The words of the texts that tell what they are about, each once, in their order; at most MOST_WORDS."""
    found: dict[str, TellingWord] = {}
    for text in texts:
        for word in _telling(words_only(text)):
            found.setdefault(word.own, word)
            if len(found) == MOST_WORDS:
                return list(found.values())
    return list(found.values())


def _telling(words: Iterable[Word]) -> Iterator[TellingWord]:
    """The words, and the words of which terms and compounds are made: 自社ブランド is like 自社 and like ブランド."""
    for word in words:
        if not word.is_weak and _tells(word.forms[0]):
            yield TellingWord(word.surface, word_lexeme(word.forms[0]), lexemes_of(word))
            yield from _telling(word.inside)
            for part in word.parts if not word.inside else ():
                # A single character of a compound (者, 社) is no word of its own.
                if len(part.form) > 1 and _tells(part.form):
                    yield TellingWord(part.surface, word_lexeme(part.form), frozenset([word_lexeme(part.form)]))


def _tells(form: str) -> bool:
    return bool(_TELLS.search(form)) and not _NUMBER.fullmatch(form)


class LexemesAmong(Func):
    """Which of the lexemes the row has in the index: an array; empty where it is not indexed. Reads each row's vectors once."""

    template = "ARRAY(SELECT unnest(tsvector_to_array(%(expressions)s))"
    arg_joiner = ")) INTERSECT SELECT unnest("
    output_field = ArrayField(TextField())

    def __init__(self, lexemes: Collection[str], **extra: Any) -> None:
        whole = CombinedExpression(F("index_entries__title"), "||", F("index_entries__body"), output_field=SearchVectorField())
        super().__init__(whole, Value(sorted(lexemes), output_field=ArrayField(TextField())), **extra)


def cases_with_words(words: Sequence[TellingWord], person: Person, *, most: int) -> list[int]:
    """The cases that have the rarest of the words and that the person may read, best first."""
    # A long word is rarer than a short one.
    rarest = sorted(words, key=lambda word: -len(word.own))[:SEARCHED_WORDS]
    some = any_lexeme(sorted({lexeme for word in rarest for lexeme in word.lexemes}))
    if not some:
        return []
    found = hits(user=person, wish=Wish(matching=some, ranking=some, kind="cases", size=most))
    return [place.key for place in found.places]
