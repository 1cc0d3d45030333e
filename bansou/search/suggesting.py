"""What the search box offers while somebody types: words, conditions, and titles of what he may see."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db.backends.utils import CursorWrapper
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator

from accounts.audiences import Person
from bansou.freshness.remembering import until_content_changes
from bansou.search.lexemes import LONGEST_QUERY, autocomplete_query, query
from bansou.search.models import IndexedWord
from bansou.search.registry import facets, searchables
from bansou.search.sounds import is_kana, katakana, reading_of
from bansou.search.visible import Room, by_index_alone, queries_that_find, rooms_for, rows_at
from bansou.search.words import plain
from bansou.text.normalise import clean_line, nfkc_with_places

#: Of each sort at most so many, and so many in all: more are read by nobody who is typing.
MOST_WORDS, MOST_CHOICES, MOST_TITLES = 5, 2, 4
#: Characters of a title that are shown: questions of the bank are long.
LONGEST_TITLE = 50
#: Less begins too many words: one kana, one letter. A single kanji is a word.
FEWEST_LETTERS = 2
#: So many titles are looked at, and so many of the newest things of each kind where more have the word.
MOST_CANDIDATES, NEWEST_LOOKED_THROUGH = 300, 300
#: A word that more texts have does not go with one of them.
_MAY_BE_GONE = 20
_REMEMBERED_AS, _REMEMBERED_SECONDS = "search-choices", 30
#: That very many titles have the words: then the newest are asked first, and mostly alone.
_MANY_REMEMBERED_AS, _MANY_REMEMBERED_SECONDS = "search-many-titles", 3600


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
    Three queries, one more where very many titles have the word, and one for each kind.
    """
    typed = nfkc_with_places(clean_line(typed)[:LONGEST_QUERY])[0].strip()
    before, _, last = typed.rpartition(" ")
    if len(last) < FEWEST_LETTERS and (is_kana(last) or last.isascii()):
        return []
    head = f"{before} " if before else ""
    return [*_words(head, last), *_choices(before, last), *_titles(user, typed, rooms_for(user))]


def _words(head: str, last: str) -> list[Suggestion]:
    """Words that begin with what is typed, as they are written or read; the most frequent first."""
    begins = Q(form__startswith=last.casefold()) | Q(spelling__startswith=last)
    if is_kana(last):
        begins |= Q(reading__startswith=katakana(last))
    found = (
        IndexedWord.objects.filter(begins, is_offered=True)
        .exclude(spelling=last)
        .order_by("-documents", "form")
        .values_list("spelling", "documents")[: MOST_WORDS + 2]
    )
    gone = _gone([spelling for spelling, documents in found if documents < _MAY_BE_GONE])
    texts = list(dict.fromkeys(f"{head}{spelling}" for spelling, _ in found if spelling not in gone))[:MOST_WORDS]
    return [Suggestion("ことば", text, _results(q=text)) for text in texts]


def _gone(words: Sequence[str]) -> set[str]:
    """Those that no visitor can read any more: words are counted at night, and a withdrawal holds at once.

    Remembered until any content changes: people begin with the same letters, and to look for words side by side takes long.
    """

    def looked_for() -> set[str]:
        queries = {word: query(word) for word in words}
        there = queries_that_find(list(queries.values()), rooms_for(AnonymousUser()))
        return {word for word, literal in queries.items() if literal not in there}

    return until_content_changes("search-gone", *words, make=looked_for) if words else set()


def _choices(before: str, last: str) -> list[Suggestion]:
    """Values of conditions: 京都府, 製造業, 壁②. They narrow what the words before them find."""
    folded, sound = last.casefold(), katakana(last) if is_kana(last) else ""
    found = [
        choice
        for choice in _all_choices()
        # Kana in the middle of a label are the end of another word.
        if (choice.reading.startswith(sound) if sound else folded in choice.text.casefold())
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


def _titles(user: Person, typed: str, rooms: Sequence[Room]) -> list[Suggestion]:
    """Things whose titles have the words, the last of them begun: those that begin with what was typed, then the newest, the kinds in turn."""
    literal = autocomplete_query(typed)
    if not literal or not rooms:
        return []
    is_visible = " OR ".join(f"(narrow.kind = %s AND {room.is_visible})" for room in rooms)
    values = [value for room in rooms for value in (room.searchable.kind, *room.values)]
    # A word begun in kana is cut anyhow by SudachiPy, so its letters have to be there.
    last = plain(typed).rpartition(" ")[2]
    asked = [plain(typed), literal, last if is_kana(last) else "", MOST_CANDIDATES, *values, MOST_TITLES]
    moments, remembered_as = caches["moments"], f"{_MANY_REMEMBERED_AS}/{sha256(plain(typed).encode()).hexdigest()}"
    are_many: bool = moments.get(remembered_as, False)
    places: list[tuple[str, int]] = []
    with by_index_alone() as cursor:
        if not are_many:
            count, places = _places(cursor, _CANDIDATES, is_visible, asked)
            if are_many := count == MOST_CANDIDATES:
                moments.set(remembered_as, True, _MANY_REMEMBERED_SECONDS)
        if are_many:
            newest = " UNION ALL ".join([_NEWEST] * len(rooms))
            kinds = [value for room in rooms for value in (room.searchable.kind, NEWEST_LOOKED_THROUGH)]
            _, newer = _places(cursor, _OF_NEWEST.format(newest=newest), is_visible, [*kinds, *asked])
            if len(newer) < MOST_TITLES and not places:
                _, places = _places(cursor, _CANDIDATES, is_visible, asked)
            places = list(dict.fromkeys([*newer, *places]))
    return list(_shown(user, places[:MOST_TITLES]))


_CANDIDATES = """
SELECT narrow.kind, narrow.key, narrow.shown_at, starts_with(lower(entry.title_text), %s) AS begins
FROM wagtailsearch_indexentry AS entry JOIN search_entry AS narrow ON narrow.entry_id = entry.id
WHERE entry.autocomplete @@ %s::tsquery AND strpos(lower(entry.title_text), %s) > 0
LIMIT %s
"""
#: Where titles with the word are many, the index hands out any of them: then the newest of each kind are looked through as well.
_NEWEST = "(SELECT * FROM search_entry WHERE kind = %s ORDER BY shown_at DESC, entry_id DESC LIMIT %s)"
_OF_NEWEST = """
WITH newest AS MATERIALIZED ({newest})
SELECT newest.kind, newest.key, newest.shown_at, starts_with(lower(entry.title_text), %s) AS begins
FROM newest JOIN wagtailsearch_indexentry AS entry ON entry.id = newest.entry_id
WHERE entry.autocomplete @@ %s::tsquery AND strpos(lower(entry.title_text), %s) > 0
LIMIT %s
"""
_PLACES = """
WITH candidate AS MATERIALIZED ({candidates}),
visible AS (
    SELECT kind, key, shown_at, begins, row_number() OVER (PARTITION BY kind ORDER BY begins DESC, shown_at DESC, key DESC) AS turn
    FROM candidate AS narrow WHERE {is_visible}
)
SELECT
    (SELECT count(*) FROM candidate),
    ARRAY(SELECT kind || '/' || key FROM visible ORDER BY begins DESC, turn, shown_at DESC, kind, key DESC LIMIT %s)
"""


def _places(cursor: CursorWrapper, candidates: str, is_visible: str, values: Sequence[Any]) -> tuple[int, list[tuple[str, int]]]:
    """(number of candidates, kind and key of those that the person may see, the best first)."""
    cursor.execute(_PLACES.format(candidates=candidates, is_visible=is_visible), values)
    count, places = cursor.fetchone()
    return count, [(kind, int(key)) for kind, key in (place.split("/") for place in places)]


def _shown(user: Person, places: Sequence[tuple[str, Any]]) -> Iterator[Suggestion]:
    """The things as a page of results shows them: only what the person may see at this moment."""
    by_kind = {searchable.kind: searchable for searchable in searchables()}
    found: dict[tuple[str, Any], Suggestion] = {}
    for kind, group in itertools.groupby(sorted(places, key=lambda place: place[0]), key=lambda place: place[0]):
        searchable = by_kind[kind]
        for row in rows_at(searchable, user, [key for _, key in group], for_cards=False):
            title, url = searchable.named(row)
            found[kind, row.pk] = Suggestion(searchable.label, Truncator(title).chars(LONGEST_TITLE), url)
    return (found[place] for place in places if place in found)


def _results(**asked: str) -> str:
    """The address of a page of results."""
    return f"{reverse('search:results')}?{urlencode({name: value for name, value in asked.items() if value})}"
