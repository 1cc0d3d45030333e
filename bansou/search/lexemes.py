"""Words as PostgreSQL stores and asks for them: literals of the types tsvector and tsquery.

We write the literals ourselves, so that no parser of PostgreSQL's cuts a word again. Each lexeme begins with its kind: `w/` a word,
`s/` a group of synonyms of the dictionary, `o/` one of our own, `r/` how a word is read, in katakana, `f/` a condition, `p/`
a word that only supporters read. What somebody types becomes a `w/` or an `r/` lexeme always, so `s/310` typed is not the group 310.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bansou.search.readings import katakana_of, unvoiced, ways_to_part
from bansou.search.terms import GAP
from bansou.search.words import Part, Word, plain, terms_in_use, words_of, words_only

#: A query is cut here: a longer one is a pasted text.
LONGEST_QUERY = 200
#: More words than this do not make a query sharper, only slower.
MOST_QUERY_WORDS = 24
# PostgreSQL's limits: a tsvector of 1 MB, positions up to 16,383. `title || body` is a tsvector too and must fit.
_LARGEST_VECTOR = 450_000
_LAST_POSITION = 16_383
_SYNONYM_WEIGHT = "D"
_QUOTED = r"'(?:[^'\\]|''|\\\\)*'"
_QUOTED_OR_PLACED = re.compile(rf"{_QUOTED}|(?P<placed><(?:-|[0-9]+)>)")
#: Particles of one kana that stand between words.
_PARTICLES = frozenset("ノガヲニハトデモヘヤ")
#: Twice what the longest of such texts together can have.
_MOST_SUPPORTERS_WORDS = 5_000


def word_lexeme(form: str) -> str:
    """The lexeme of a word."""
    return f"w/{form}"


def synonym_lexeme(group: int) -> str:
    """The lexeme of a group of synonyms."""
    return f"s/{group}"


def own_lexeme(group: int) -> str:
    """The lexeme of a group of our own terms."""
    return f"o/{group}"


def reading_lexeme(reading: str) -> str:
    """The lexeme of a reading in katakana."""
    return f"r/{reading}"


def condition_lexeme(condition: str) -> str:
    """The lexeme of a facet's value (`wall/2`)."""
    return f"f/{condition}"


def conditions(values: Iterable[str]) -> str:
    """The conditions as the end of a tsvector. They have no place in the text, so that no rank and no phrase sees them."""
    return "".join(f" {_quoted(condition_lexeme(value))}" for value in values)


def condition_query(condition: str) -> str:
    """The tsquery of rows with the facet's value (`wall/2`)."""
    return _quoted(condition_lexeme(condition))


def supporters_lexeme(form: str) -> str:
    """The lexeme of a word that only supporters read in a row of which others read the rest."""
    return f"p/{form}"


def supporters_words(texts: Iterable[str]) -> str:
    """The words of texts that only supporters read, as the end of a tsvector. Nobody's query without the right has these lexemes."""
    forms = {form for text in texts for word in words_only(text) for form in _all_forms(word)}
    return "".join(f" {_quoted(supporters_lexeme(form))}" for form in sorted(forms)[:_MOST_SUPPORTERS_WORDS])


def _all_forms(word: Word) -> Iterator[str]:
    yield from word.forms
    yield from (part.form for part in word.parts)
    for inner in filter(None, word.inside):
        yield from inner.forms


def lexemes_of(word: Word) -> frozenset[str]:
    """All lexemes by which the whole word is found (not those of its parts)."""
    return frozenset([*map(word_lexeme, word.forms), *map(synonym_lexeme, word.synonyms), *map(own_lexeme, word.groups)])


@dataclass(frozen=True, slots=True)
class _Mark:
    """A lexeme that a word leaves in a vector. after: places after the word's first; is_faint: with the weight of synonyms, whatever the field."""

    lexeme: str
    after: int = 0
    is_faint: bool = False


class _Vector:
    """A tsvector being written."""

    def __init__(self) -> None:
        self.entries: dict[str, list[str]] = {}
        self.size = 0

    @property
    def is_full(self) -> bool:
        return self.size > _LARGEST_VECTOR

    def add(self, marks: Iterable[_Mark], position: int, weight: str) -> None:
        for mark in marks:
            places = self.entries.get(mark.lexeme)
            if places is None:
                places = self.entries[mark.lexeme] = []
                self.size += len(mark.lexeme.encode()) + 8
            places.append(f"{min(position + mark.after, _LAST_POSITION)}{_SYNONYM_WEIGHT if mark.is_faint else weight}")
            self.size += 2

    def literal(self) -> str:
        return " ".join([f"{lexeme}:{','.join(places)}" for lexeme, places in self.entries.items()])


def document(texts: Iterable[tuple[str, str]]) -> str:
    """The tsvector of the (text, weight) pairs. Past PostgreSQL's size the rest is left out.

    A compound and the first of its parts share a position, so that 「後継者」 and 「後継の者」 can be told apart by distance.
    """
    vector = _Vector()
    position = 1
    for text, weight in texts:
        for word in words_of(text):
            if vector.is_full:
                return vector.literal()
            if word is None:
                position += 1
            else:
                marks, length = _marks_of(word)
                vector.add(marks, position, weight)
                position += length
        position += 1
    return vector.literal()


@lru_cache(maxsize=4_096)  # common words stand in every text
def _marks_of(word: Word) -> tuple[tuple[_Mark, ...], int]:
    """Its marks, and the places that it takes."""
    return tuple(_marks(word)), word.length


def _marks(word: Word) -> Iterator[_Mark]:
    for form in word.forms:
        yield _Mark(_quoted(word_lexeme(form)))
    for group in word.synonyms:
        yield _Mark(_quoted(synonym_lexeme(group)), is_faint=True)
    for group in word.tells:
        yield _Mark(_quoted(own_lexeme(group)), is_faint=True)
    if word.inside:
        after = 0
        for inner in word.inside:
            if inner is not None:
                yield from (replace(mark, after=after + mark.after) for mark in _marks(inner))
            after += inner.length if inner else 1
        return
    for number, part in enumerate(word.parts):
        yield _Mark(_quoted(word_lexeme(part.form)), number)
    if word.is_noun:
        yield from _readings(word)


def _readings(word: Word) -> Iterator[_Mark]:
    """How its smallest units are read, unless they are spelled so. Verbs typed in kana SudachiPy knows by itself."""
    for number, unit in enumerate(word.parts or (Part(word.forms[0], word.surface, word.reading),)):
        if unit.reading and unit.reading != unit.form:
            yield _Mark(_quoted(reading_lexeme(unit.reading)), number)


def autocomplete_document(texts: Iterable[tuple[str, str]]) -> str:
    """The tsvector that prefixes are looked up in: words as they are spelled, and their normalised forms."""
    vector = _Vector()
    for text, weight in texts:
        for position, word in enumerate(words_only(text), start=1):
            if vector.is_full:
                return vector.literal()
            forms = {word.surface, *word.forms}
            for part in word.parts:
                forms |= {part.surface, part.form}
            for inner in filter(None, word.inside):
                forms |= {inner.surface, *inner.forms}
            vector.add((_Mark(_quoted(word_lexeme(form))) for form in sorted(forms)), position, weight)
    return vector.literal()


def query_words(text: str) -> list[Word]:
    """The words that a query insists on; [] if it has only particles and marks."""
    words = words_only(text[:LONGEST_QUERY])
    strong = [word for word in words if not word.is_weak] or words
    alike: dict[tuple[str, ...], Word] = {}
    for word in strong:
        alike.setdefault(word.forms, word)
    return list(alike.values())[:MOST_QUERY_WORDS]


def query(text: str, *, operator: str = "and") -> str:
    """The tsquery for the words of the text, all (`and`) or any (`or`) of them; "" if there are none."""
    return _query(text, operator, terms_in_use().fingerprint)


@lru_cache(maxsize=256)  # one search asks for it a dozen times
def _query(text: str, operator: str, terms: str) -> str:
    return joined([word_query(word) for word in query_words(text)], operator)


def phrase(text: str) -> str:
    """The tsquery for the words of the text standing side by side; "" if there are none."""
    places: list[str] = []
    gap = 1
    for word in words_of(text[:LONGEST_QUERY]):
        if word is None:
            gap += 1
            continue
        if len(places) >= 2 * MOST_QUERY_WORDS:
            break
        if places:
            places.append(f"<{gap}>")
        places.append(joined([_quoted(word_lexeme(form)) for form in word.forms], "or"))
        gap = max(1, len(word.parts))
    return f"({' '.join(places)})" if places else ""


def units_query(forms: Sequence[str]) -> str:
    """The tsquery for smallest units side by side; where a particle stands between some (GAP), for all of them anywhere."""
    units = [_quoted(word_lexeme(form)) for form in forms if form != GAP]
    return f"({' & '.join(units)})" if GAP in forms else f"({' <-> '.join(units)})"


def autocomplete_query(text: str, *, operator: str = "and") -> str:
    """The tsquery for words of which the last is still being typed; "" if the text has only particles and marks."""
    typed = plain(text[:LONGEST_QUERY]).split()[:MOST_QUERY_WORDS]
    return joined([part for part in map(_typed_query, typed) if part], operator)


def _typed_query(typed: str) -> str:
    words = words_only(typed)
    if not words:
        return ""
    *whole, last = words
    begun = joined([f"{_quoted(word_lexeme(last.surface))}:*", *(_quoted(word_lexeme(form)) for form in last.forms)], "or")
    if len(words) == 1:
        return joined([f"{_quoted(word_lexeme(typed))}:*", begun], "or")
    spelled = [
        joined([_quoted(word_lexeme(form)) for form in dict.fromkeys([word.surface, *word.forms])], "or") for word in whole
    ]
    return joined([f"{_quoted(word_lexeme(typed))}:*", joined([*spelled, begun], "and")], "or")


def reading_query(typed: str) -> str:
    """The tsquery for what was typed all in kana, taken as the reading of words in a row; "" if it is not in kana, or too short or too long."""
    return joined([row for way in ways_to_part(katakana_of(typed)) for row in _rows(way)], "or")


def whole_reading_query(typed: str) -> str:
    """As `reading_query`, for one word alone."""
    reading = katakana_of(typed)
    return _spoken([reading]) if ways_to_part(reading) else ""


def _rows(readings: Sequence[str]) -> Iterator[str]:
    """The tsqueries for words read so, side by side; a kana that is a particle between two of them may be one: イツ｜ツ｜ノ｜カベ."""
    yield _row(readings, particles=frozenset())
    if not _PARTICLES.isdisjoint(readings[1:-1]):
        yield _row(readings, particles=_PARTICLES)


def _row(readings: Sequence[str], particles: frozenset[str]) -> str:
    row = ""
    gap = 1
    for place, reading in enumerate(readings):
        if reading in particles and 0 < place < len(readings) - 1:
            gap += 1
            continue
        spoken = _spoken([reading, unvoiced(reading)] if place else [reading])
        row, gap = f"{row} <{gap}> {spoken}" if row else spoken, 1
    return f"({row})"


def _spoken(readings: Iterable[str]) -> str:
    # A word that is spelled in katakana has no reading of its own in the index.
    ways = [lexeme for reading in dict.fromkeys(readings) for lexeme in (reading_lexeme(reading), word_lexeme(reading))]
    return joined([_quoted(way) for way in ways], "or")


def word_query(word: Word, *, reads_supporters: bool = False) -> str:
    """The tsquery for one word: its spellings, or its parts side by side. reads_supporters: see `spellings_query`."""
    ways = [spellings_query(word, reads_supporters=reads_supporters)]
    if word.parts:
        ways.append(f"({' <-> '.join(_quoted(word_lexeme(part.form)) for part in word.parts)})")
    return joined(ways, "or")


def any_lexeme(lexemes: Iterable[str]) -> str:
    """The tsquery of what has one of the lexemes; "" for none."""
    return joined([_quoted(lexeme) for lexeme in lexemes], "or")


def spellings_query(word: Word, *, reads_supporters: bool = False) -> str:
    """The tsquery for one word as a whole: its forms and its synonyms. reads_supporters: also where only supporters read it."""
    ways = [_quoted(lexeme) for lexeme in sorted(lexemes_of(word), reverse=True)]
    if reads_supporters:
        ways += [_quoted(supporters_lexeme(form)) for form in word.forms]
    return joined(ways, "or")


def near_query(one: Word, other: Word) -> str:
    """The tsquery of texts in which the two words stand in this order, with two particles between them at most."""
    first, second = (joined([_quoted(word_lexeme(form)) for form in word.forms], "or") for word in (one, other))
    return joined([f"({first} <{one.length + gap}> {second})" for gap in range(3)], "or")


def joined(queries: Sequence[str], operator: str) -> str:
    """The queries joined by "and" or "or"; "" for none."""
    if len(queries) < 2:
        return "".join(queries)
    return f"({(' & ' if operator == 'and' else ' | ').join(queries)})"


@dataclass(frozen=True, slots=True)
class Scan:
    """A tsquery that the index answers without a text. is_sure: what it finds is meant; if not, places are still to be looked at."""

    query: str
    is_sure: bool


def index_scans(query: str, whole: str = "") -> list[Scan]:
    """Scans that together find each row of the query once, and others beside it where they are not sure.

    whole: those of its rows that have its terms as whole words, which is asked apart; "" if that is not known.

    An index knows no places: for words side by side PostgreSQL reads every text that has them. So the index is asked for texts that have
    them anywhere. Of a word that has parts (`'w/経営者' | ('w/経営' <-> 'w/者')`) nearly all texts have the whole: those are sure.
    """
    loose = _anywhere(query)
    if loose == query or "!(" in query:  # within a "not" fewer ways would find more
        return [Scan(query, is_sure=True)]
    if not whole or _anywhere(whole) != whole:
        return [Scan(loose, is_sure=False)]
    return [Scan(whole, is_sure=True), Scan(joined([loose, inverted(whole)], "and"), is_sure=False)]


def _anywhere(query: str) -> str:
    """The query without places: `<->` and `<2>` become `&`."""
    return _QUOTED_OR_PLACED.sub(lambda found: "&" if found["placed"] else found[0], query)


def inverted(text: str) -> str:
    """The query's contrary; "" stays ""."""
    return f"!({text})" if text else ""


def _quoted(lexeme: str) -> str:
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
