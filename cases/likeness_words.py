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
from bansou.search.lexemes import any_lexeme, joined, lexemes_of, word_lexeme
from bansou.search.ranking import Measure, Order
from bansou.search.rarity import rarity_of
from bansou.search.words import Word, words_only

#: Words of a text that are looked at: a longer text repeats what it is about. And those by which cases are searched for.
MOST_WORDS, SEARCHED_WORDS = 160, 10

# What is written in hiragana alone (こと, もの, ところ) tells nothing without its sentence, and a number or a single letter nothing at all.
_TELLS = re.compile(r"[一-龯々〆ァ-ヺa-z]")
_ENDS_IN_HIRAGANA = re.compile(r"[ぁ-ゖ]$")
_NOTHING = re.compile(r"[a-z]|[0-9〇一二三四五六七八九十百千万億数何]+")


@dataclass(frozen=True)
class TellingWord:
    """A word as its writer spelled it, its form in the dictionary, and the lexemes by which another text may say the same."""

    surface: str
    form: str
    lexemes: frozenset[str]

    @property
    def own(self) -> str:
        """The lexeme of the word itself."""
        return word_lexeme(self.form)

    @property
    def is_noun(self) -> bool:
        """Whether it is one as far as its spelling tells: verbs and adjectives end in hiragana."""
        return not _ENDS_IN_HIRAGANA.search(self.surface)


def telling_words(texts: Iterable[str]) -> list[TellingWord]:
    """The words of the texts that tell what they are about, each once, in their order; at most MOST_WORDS."""
    found: dict[str, TellingWord] = {}
    for text in texts:
        for word in _telling(words_only(text)):
            found.setdefault(word.form, word)
            if len(found) == MOST_WORDS:
                return list(found.values())
    return list(found.values())


def _telling(words: Iterable[Word]) -> Iterator[TellingWord]:
    """The words, and the words of which terms and compounds are made: 自社ブランド is like 自社 and like ブランド."""
    for word in words:
        if not word.is_weak and _tells(word.surface):
            yield TellingWord(word.surface, word.forms[0], lexemes_of(word))
            yield from _telling(filter(None, word.inside))
            for part in word.parts if not word.inside else ():
                # A single character of a compound (者, 社) is no word of its own.
                if len(part.form) > 1 and _tells(part.surface):
                    yield TellingWord(part.surface, part.form, frozenset([word_lexeme(part.form)]))


def _tells(surface: str) -> bool:
    return bool(_TELLS.search(surface)) and not _NOTHING.fullmatch(surface)


class LexemesAmong(Func):
    """Which of the lexemes the row has in the index: an array; empty where it is not indexed. Reads each row's vectors once."""

    template = "ARRAY(SELECT unnest(tsvector_to_array(%(expressions)s))"
    arg_joiner = ")) INTERSECT SELECT unnest("
    output_field = ArrayField(TextField())

    def __init__(self, lexemes: Collection[str], **extra: Any) -> None:
        whole = CombinedExpression(F("index_entries__title"), "||", F("index_entries__body"), output_field=SearchVectorField())
        super().__init__(whole, Value(sorted(lexemes), output_field=ArrayField(TextField())), **extra)


def cases_with_words(words: Sequence[TellingWord], person: Person, *, most: int) -> list[int]:
    """The cases that have one of the rarest words and that the person may read, those with more and rarer ones first."""
    rarities = rarity_of(word.form for word in words)
    # Of two that no count knows the longer one is rarer.
    rarest = sorted(words, key=lambda word: (rarities[word.form], len(word.form)), reverse=True)[:SEARCHED_WORDS]
    measures = [Measure(any_lexeme(sorted(word.lexemes)), rarities[word.form], word.surface, is_flat=True) for word in rarest]
    some = joined([measure.query for measure in measures], "or")
    if not some:
        return []
    wish = Wish(matching=some, ranking=some, kind="cases", size=most, order=Order(words=tuple(measures)))
    return [place.key for place in hits(user=person, wish=wish).places]
