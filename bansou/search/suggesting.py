"""What the search box offers while somebody types: words, conditions, and titles of what he may see."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.aggregates import BoolOr
from django.core.cache import caches
from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from accounts.audiences import Person
from bansou.search.backend import WrittenQuery, ranked_by
from bansou.search.lexemes import LONGEST_QUERY, autocomplete_query, joined, query
from bansou.search.models import IndexedWord
from bansou.search.registry import Searchable, facets, searchables
from bansou.search.sounds import is_kana, katakana, reading_of
from bansou.text.normalise import clean_line, nfkc_with_places

#: Of each sort at most so many, and so many in all: more are read by nobody who is typing.
MOST_WORDS, MOST_CHOICES, MOST_TITLES = 5, 2, 4
#: Less begins too many words: one kana, one letter. A single kanji is a word.
FEWEST_LETTERS = 2
#: A word that more texts have does not go with one of them.
_MAY_BE_GONE = 20
_REMEMBERED_AS, _REMEMBERED_SECONDS = "search-choices", 30


@dataclass(frozen=True)
class Suggestion:
    """A line of the list. label: what sort of thing it is (ことば, 壁, 事例); url: where it leads."""

    label: str
    text: str
    url: str


@dataclass(frozen=True)
class _Choice:
    name: str
    label: str
    value: str
    text: str
    reading: str


def suggestions(*, user: Person, typed: str) -> list[Suggestion]:
    """What may be meant by what was typed so far; [] for too little.

    Words are those of texts for everybody, conditions those whose labels are for everybody, titles those of things that the person may see.
    Three queries, and what the cards of each kind need.
    """
    typed = nfkc_with_places(clean_line(typed)[:LONGEST_QUERY])[0].strip()
    before, _, last = typed.rpartition(" ")
    if len(last) < FEWEST_LETTERS and (is_kana(last) or last.isascii()):
        return []
    head = f"{before} " if before else ""
    return [*_words(head, last), *_choices(before, last), *_titles(user, typed)]


def _words(head: str, last: str) -> list[Suggestion]:
    """Words that begin with what is typed, as they are written or read; the most frequent first."""
    begins = Q(form__startswith=last.casefold()) | Q(spelling__startswith=last)
    if is_kana(last):
        begins |= Q(reading__startswith=katakana(last))
    found = (
        IndexedWord.objects.filter(begins, is_offered=True)
        .exclude(spelling=last)
        .order_by("-documents", "form")
        .values_list("spelling", "documents")[: 2 * MOST_WORDS]
    )
    gone = _gone([spelling for spelling, documents in found if documents < _MAY_BE_GONE])
    texts = list(dict.fromkeys(f"{head}{spelling}" for spelling, _ in found if spelling not in gone))[:MOST_WORDS]
    return [Suggestion("ことば", text, _results(q=text)) for text in texts]


def _gone(words: Sequence[str]) -> set[str]:
    """Those that no visitor can read any more: words are counted at night, and a withdrawal holds at once."""
    literals = {f"has_{number}": query(word) for number, word in enumerate(words)}
    literals = {name: literal for name, literal in literals.items() if literal}
    there: set[str] = set()
    for searchable in searchables():
        left = {name: literal for name, literal in literals.items() if name not in there}
        rows = ranked_by(searchable.visible_to(AnonymousUser()), joined(list(left.values()), "or")).order_by()
        has = (
            rows.aggregate(**{name: BoolOr(Q(_vector_=WrittenQuery(literal))) for name, literal in left.items()}) if left else {}
        )
        there.update(name for name, is_there in has.items() if is_there)
    return {word for number, word in enumerate(words) if f"has_{number}" not in there}


def _choices(before: str, last: str) -> list[Suggestion]:
    """Values of conditions: 京都府, 製造業, 壁②. They narrow what the words before them find."""
    folded, sound = last.casefold(), katakana(last) if is_kana(last) else ""
    found = [
        choice for choice in _all_choices() if folded in choice.text.casefold() or (sound and choice.reading.startswith(sound))
    ]
    found.sort(key=lambda choice: not choice.text.casefold().startswith(folded))
    return [
        Suggestion(
            choice.label,
            f"{choice.text}（{before}）" if before else choice.text,
            _results(q=before, **{choice.name: choice.value}),
        )
        for choice in found[:MOST_CHOICES]
    ]


def _all_choices() -> list[_Choice]:
    """Remembered for half a minute: some are staff's rows, and nobody waits for a new one."""
    moments = caches["moments"]
    choices: list[_Choice] | None = moments.get(_REMEMBERED_AS)
    if choices is None:
        choices = [
            _Choice(facet.name, facet.label, value, label, _reading(label))
            for facet in facets()
            if facet.is_known_to_all
            for value, label in facet.choices()
        ]
        moments.set(_REMEMBERED_AS, choices, _REMEMBERED_SECONDS)
    return choices


@lru_cache(maxsize=1024)
def _reading(label: str) -> str:
    return reading_of(label)


def _titles(user: Person, typed: str) -> list[Suggestion]:
    """Things whose titles have the words, the last of them begun: those that begin with what was typed, then the newest of each kind."""
    literal = autocomplete_query(typed)
    if not literal:
        return []
    begun = [_begun(searchable, user, typed, literal) for searchable in searchables()]
    first, *others = begun
    places = first.union(*others, all=True).order_by("-begins", "place", "-found_key")[:MOST_TITLES]
    return list(_shown(user, [(kind, key) for kind, key, _, _ in places]))


def _begun(searchable: Searchable, user: Person, typed: str, literal: str) -> QuerySet[Any, Any]:
    rows = searchable.visible_to(user).filter(index_entries__autocomplete=WrittenQuery(literal))
    begins = Case(When(index_entries__title_text__istartswith=typed, then=1), default=0, output_field=IntegerField())
    return (
        rows.order_by()
        .annotate(
            found_kind=Value(searchable.kind, output_field=CharField()),
            found_key=F("pk"),
            begins=begins,
            place=Value(searchable.order, output_field=IntegerField()),
        )
        .values_list("found_kind", "found_key", "begins", "place")
        .order_by("-begins", "-pk")[:MOST_TITLES]
    )


def _shown(user: Person, places: Sequence[tuple[str, Any]]) -> Iterator[Suggestion]:
    """The things as a page of results shows them: only what the person may see at this moment."""
    by_kind = {searchable.kind: searchable for searchable in searchables()}
    found: dict[tuple[str, Any], Suggestion] = {}
    for kind, group in itertools.groupby(sorted(places, key=lambda place: place[0]), key=lambda place: place[0]):
        searchable = by_kind[kind]
        rows = searchable.visible_to(user).filter(pk__in=[key for _, key in group])
        for row in searchable.with_card_rows(rows):
            card = searchable.card(row)
            found[kind, row.pk] = Suggestion(searchable.label, card.title, card.url)
    return (found[place] for place in places if place in found)


def _results(**asked: str) -> str:
    """The address of a page of results."""
    return f"{reverse('search:results')}?{urlencode({name: value for name, value in asked.items() if value})}"
