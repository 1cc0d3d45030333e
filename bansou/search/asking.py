"""What somebody typed into the search box, read: words, phrases, what must not come, and conditions.

- 後継者 やる気: both words, in any spelling.
- "先代との関係": the words side by side, in this order.
- -印刷 and -"…": nothing that has it.
- 壁:2 地域:京都 種類:事例: conditions, by the facet's name or label, and by the value's name, label, beginning of the label or number.
- ばんそうしえん: kana are also taken as they are read.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from accounts.audiences import Audience, Person, can_read
from bansou.search import lexemes
from bansou.search.lexemes import LONGEST_QUERY, MOST_QUERY_WORDS
from bansou.search.readings import katakana_of, ways_to_part
from bansou.search.registry import Facet, facets, searchables
from bansou.search.words import Word, words_only

#: The name of the condition on the kind of a thing, and the word for it.
KIND, KIND_LABEL = "kind", "種類"

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "〝": '"', "〟": '"'})
#: Signs that an IME writes for 「-」.
_MINUS = "-−‐‑–—"
_TOKEN = re.compile(rf'(?P<minus>(?<!\S)[{_MINUS}])?(?:(?P<facet>[^\s":]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_EVERYDAY_WORDS = """
    時 とき 事 こと 物 もの 者 所 ところ 為 ため 訳 わけ 筈 はず 方 ほう 様 よう 風 気 つ
    何 何故 如何 どう どの どれ 何処 誰 何時 いつ 幾つ 幾ら 其れ 此れ 彼れ 其の 此の どんな そんな こんな そう こう
    言う 思う 出来る 有る 無い 居る 成る 為る 良い 行く 来る 呉れる 貰う 遣る 下さる 頂く 教える 御座る 過ぎる 仕舞う 見たい もう まだ とても
    事例 実例 例 方法 仕方 遣り方 こつ
"""
#: Words of every question. A query that has others neither insists on them nor is ordered by them.
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())


@dataclass(frozen=True)
class Term:
    """One thing that is asked for: a word in all its spellings, or a run of kana as it is read."""

    text: str
    words: tuple[Word, ...]
    reading: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms by which it is known how rare it is; none for kana that are no word."""
        return tuple(form for word in self.words for form in word.forms) if len(self.words) == 1 else ()

    def query(self, *, reads_supporters: bool) -> str:
        """The tsquery of rows that have it."""
        together = lexemes.phrase(self.text) if len(self.words) > 1 else ""
        alone = [lexemes.word_query(word, reads_supporters=reads_supporters) for word in self.words if not together]
        return lexemes.joined([way for way in (*alone, together, lexemes.reading_query(self.reading)) if way], "or")

    def whole_query(self, *, reads_supporters: bool) -> str:
        """The tsquery of rows that have it as one word, which an index answers without a look at places; "" if it is none."""
        spelled = [
            lexemes.spellings_query(word, reads_supporters=reads_supporters) for word in self.words if len(self.words) == 1
        ]
        return lexemes.joined([way for way in (*spelled, lexemes.whole_reading_query(self.reading)) if way], "or")


@dataclass(frozen=True)
class Asked:
    """A query as read.

    text: as typed, cut; terms: what it insists on; hints: words that only put results in order (終わる, 付く).
    phrases (`"…"`) and without (`-語`): as typed, without their marks.
    conditions: values by the facets' names (`wall:2` → {"wall": ("2",)}), those chosen on the page included.
    kind: of what kind results are to be, "" for all. reads_supporters: whether words that only supporters read count.
    """

    text: str
    terms: tuple[Term, ...] = ()
    hints: tuple[Term, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: str = ""
    reads_supporters: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms or self.phrases or self.conditions)

    @property
    def is_one_thing(self) -> bool:
        """Whether there is one term or phrase, no condition, and nothing that must not come."""
        return len(self.terms) + len(self.phrases) == 1 and not (self.without or self.conditions)

    @property
    def is_of_terms_alone(self) -> bool:
        """Whether there is no phrase, no condition, and nothing that must not come."""
        return not (self.phrases or self.without or self.conditions)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words to be marked in a text: those of the terms and of the phrases. Kana that are several words are marked as they are read."""
        of_terms = (word for term in self.terms if len(term.words) == 1 for word in term.words)
        of_phrases = (word for text in self.phrases for word in words_only(text))
        return (*of_terms, *of_phrases)

    @property
    def readings(self) -> frozenset[str]:
        """The kana to be marked where a text is read so."""
        return frozenset(term.reading for term in self.terms if term.reading)

    def all_of(self) -> str:
        """The tsquery of rows that have everything that was asked."""
        return self._with_the_rest([self.query_of(term) for term in self.terms])

    def all_of_whole(self) -> str:
        """As `all_of`, each term as one word (`Term.whole_query`); "" where one is none."""
        whole = [term.whole_query(reads_supporters=self.reads_supporters) for term in self.terms]
        return self._with_the_rest(whole) if all(whole) else ""

    def any_of(self, terms: Sequence[Term] | None = None) -> str:
        """The tsquery of rows that have one of the terms (None: of all), and the phrases and conditions besides."""
        some = lexemes.joined([self.query_of(term) for term in (self.terms if terms is None else terms)], "or")
        return self._with_the_rest([some] if some else [])

    def any_of_whole(self, terms: Sequence[Term]) -> str:
        """As `any_of`, each term as one word (`Term.whole_query`); those that are none are left out."""
        whole = [term.whole_query(reads_supporters=self.reads_supporters) for term in terms]
        some = lexemes.joined([query for query in whole if query], "or")
        return self._with_the_rest([some]) if some else ""

    def words_query(self, terms: Sequence[Term] | None = None) -> str:
        """The tsquery of rows that have one of the terms or phrases, by which rows can be put in order; "" for conditions alone."""
        wanted = [self.query_of(term) for term in (self.terms if terms is None else terms)]
        phrases = [lexemes.phrase(text) for text in self.phrases]
        return lexemes.joined([query for query in (*wanted, *phrases) if query], "or")

    def query_of(self, term: Term) -> str:
        """The tsquery of one term for this person."""
        return term.query(reads_supporters=self.reads_supporters)

    def but(self, **changed: object) -> "Asked":
        """The same with something else asked."""
        return replace(self, **changed)  # type: ignore[arg-type]

    def _with_the_rest(self, queries: Sequence[str]) -> str:
        phrases = [lexemes.phrase(text) for text in self.phrases]
        # As they stand, side by side: a synonym of what must not come may come.
        without = [lexemes.inverted(lexemes.phrase(text)) for text in self.without]
        conditions = [
            lexemes.joined([lexemes.condition_query(f"{name}/{value}") for value in values], "or")
            for name, values in self.conditions.items()
        ]
        return lexemes.joined([part for part in (*queries, *phrases, *conditions, *without) if part], "and")


def read(
    text: str, conditions: Mapping[str, Sequence[str]] | None = None, *, kind: str = "", user: Person | None = None
) -> Asked:
    """Reads what was typed. Never fails; what cannot be read as a condition is a word, and a mark without its fellow is nothing.

    conditions, kind: those chosen on the page; they are added to those typed. user: who asks; None for a visitor.
    """
    text = text[:LONGEST_QUERY]
    rest: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    asked = {name: tuple(values) for name, values in (conditions or {}).items() if values}
    for token in _tokens(text):
        found = None if token.is_unwanted else _condition(token, user or AnonymousUser())
        if found:
            name, values = found
            if name == KIND:
                kind = kind or values[0]
            else:
                asked[name] = tuple(dict.fromkeys([*asked.get(name, ()), *values]))
        elif words_only(token.typed):
            (without if token.is_unwanted else phrases if token.is_phrase else rest).append(token.typed)
        elif ways_to_part(katakana_of(token.typed)):
            rest.append(token.typed)
    if not (rest or phrases or asked):
        # Only what must not come: nobody asks for everything else, so it is what is looked for.
        rest, without = without, []
    terms, hints = _terms(rest)
    return Asked(
        text=text,
        terms=terms,
        hints=hints,
        phrases=tuple(phrases),
        without=tuple(without),
        conditions=asked,
        kind=kind,
        reads_supporters=user is not None and can_read(user, Audience.SUPPORTER),
    )


def without_typed_kind(text: str) -> str:
    """The text without 「種類:事例」, for who chooses another kind on the page; untouched where no kind is typed."""
    plain = _plain(text)
    typed = [token for token in _tokens(text) if not token.is_unwanted and _kinds(token)]
    for token in reversed(typed):
        plain = f"{plain[: token.start]} {plain[token.end :]}"
    return " ".join(plain.split()) if typed else text


@dataclass(frozen=True)
class _Token:
    """A piece of what was typed, between spaces or quotation marks. facet: what stands before a colon in it. start, end: in `_plain`."""

    text: str
    facet: str
    is_phrase: bool
    is_unwanted: bool
    start: int
    end: int

    @property
    def typed(self) -> str:
        return f"{self.facet}:{self.text}" if self.facet else self.text


def _plain(text: str) -> str:
    """In one spelling of signs, with a fellow for each mark."""
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    if plain.count('"') % 2:
        place = plain.rfind('"')
        plain = f"{plain[:place]} {plain[place + 1 :]}"
    return plain


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(_plain(text)):
        phrase = match["phrase"]
        yield _Token(
            text=match["word"] if phrase is None else phrase,
            facet=match["facet"] or "",
            is_phrase=phrase is not None,
            is_unwanted=bool(match["minus"]),
            start=match.start(),
            end=match.end(),
        )


def _condition(token: _Token, user: Person) -> tuple[str, Sequence[str]] | None:
    """(facet's name, values) of 「壁:2」; None if there is no such facet, or no such value that the person may know of."""
    name, value = _folded(token.facet), _folded(token.text)
    if not name or not value:
        return None
    if kinds := _kinds(token):
        return KIND, kinds[:1]
    for facet in facets():
        if name in {facet.name, _folded(facet.label)}:
            values = _values(facet, value, user)
            return (facet.name, values) if values else None
    return None


def _kinds(token: _Token) -> list[str]:
    """The kinds that 「種類:事例」 means; none where it is another word."""
    if _folded(token.facet) not in {KIND, KIND_LABEL} or not _folded(token.text):
        return []
    return _matching(_folded(token.text), [(room.kind, room.label) for room in searchables()])


def _values(facet: Facet, value: str, user: Person) -> Sequence[str]:
    choices = [(str(code), str(label)) for code, label in facet.choices()]
    if not facet.is_known_to_all:
        meant = [code for code, label in choices if value in {_folded(code), _folded(label)}]
        known = facet.known_to(user) if meant else ()
        return [code for code in meant if code in known]
    return _matching(value, choices)


def _matching(value: str, choices: Sequence[tuple[str, str]]) -> list[str]:
    """The values that are meant: by name or label as it is, else by the label's beginning, else by a piece of it, else by its number."""
    folded = [(code, _folded(code), _folded(label)) for code, label in choices]
    for is_meant in (
        lambda code, label: value in {code, label},
        lambda code, label: label.startswith(value),
        lambda code, label: value in label,
    ):
        if found := [code for code, name, label in folded if is_meant(name, label)]:
            return found
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0
    return [choices[number - 1][0]] if 0 < number <= len(choices) else []


def _terms(texts: Iterable[str]) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """(what is insisted on, what only orders), each once. Words that no query insists on are taken where there are no others."""
    alike: dict[tuple[str, ...], Term] = {}
    for term in (term for text in texts for term in _terms_of(text)):
        alike.setdefault((*term.forms, term.reading), term)
    terms = list(alike.values())
    telling = [term for term in terms if not _is_everyday(term)]
    strong = [term for term in telling if not _is_weak(term)] or telling or terms
    hints = [term for term in telling if term not in strong]
    return tuple(strong[:MOST_QUERY_WORDS]), tuple(hints[:MOST_QUERY_WORDS])


def _terms_of(text: str) -> Iterator[Term]:
    words = tuple(words_only(text))
    reading = katakana_of(text)
    if reading and ways_to_part(reading):
        # SudachiPy cuts kana that are no word of its dictionary anyhow: いつ｜つの｜かべ.
        is_spelled_so = 2 * sum(len(word.surface) for word in words) > len(reading)
        yield Term(text, words if is_spelled_so else (), reading)
    else:
        for word in words:
            yield Term(word.surface, (word,))


def _is_weak(term: Term) -> bool:
    return not term.reading and all(word.is_weak for word in term.words)


def _is_everyday(term: Term) -> bool:
    return bool(term.words) and not any(_EVERYDAY.isdisjoint(word.forms) for word in term.words)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
