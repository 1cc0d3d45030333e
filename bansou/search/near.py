"""「もしかして」: what somebody may have meant who typed a word that hardly anything has."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from accounts.audiences import Person
from bansou.search.asking import read
from bansou.search.lexemes import LONGEST_QUERY
from bansou.search.models import IndexedWord
from bansou.search.slips import FAR, SAME_SOUND, keys_of, slip_between
from bansou.search.sounds import is_kana, kana_of_letters, reading_of
from bansou.search.visible import queries_that_find, rooms_for
from bansou.search.words import EMPTY_PARTS_OF_SPEECH, morphemes_of
from bansou.text.normalise import nfkc_with_places

#: A word that texts have is only doubted for the sake of one that so many times as many have (伴奏, 伴走).
_TIMES_AS_MANY = 10
#: What is looked at: words in a row, characters, places in one query, neighbours of all of them.
_MOST_TOGETHER, _LONGEST, _MOST_PLACES, _MOST_NEIGHBOURS = 4, 16, 30, 200
#: Ways of mending a query that are tried.
_MOST_WAYS = 3
#: A part of the query that says how to search, and no word: -語, 壁:2, "…".
_NOT_A_WORD = re.compile(r'^[-－]|[:："“”「」]')


@dataclass(frozen=True)
class _Place:
    """A stretch of the query that may be one mistyped word.

    documents: how many texts have what stands there; is_word: it is in the dictionary, so only another word of the same sound is meant.
    doubted: how many of its characters belong to words that no text has.
    """

    start: int
    end: int
    text: str
    documents: int
    is_word: bool
    doubted: int

    @cached_property
    def readings(self) -> tuple[str, str]:
        """As (spelling, reading). Letters are read as kana typed with the input method switched off (bansou)."""
        letters = kana_of_letters(self.text) if self.text.isascii() else ""
        return self.text, letters or reading_of(self.text)

    @cached_property
    def keys(self) -> set[str]:
        return keys_of(*self.readings)


@dataclass(frozen=True)
class _Mend:
    """What to put in a place. slip: how big a slip it mends, for each of its characters."""

    place: _Place
    spelling: str
    slip: float


def near_words(text: str, user: Person) -> str | None:
    """The query as the person may have meant it, or None. It finds something for him.

    Made of words that visitors may read (`IndexedWord`) alone, whoever asks. For queries that found little; three queries.
    """
    typed = nfkc_with_places(text[:LONGEST_QUERY])[0][:LONGEST_QUERY]
    meant = {mended: read(mended, user=user).all_of() for mended in _mended(typed, _places(typed))}
    finding = queries_that_find(list(meant.values()), rooms_for(user)) if meant else set()
    return next((mended for mended, query in meant.items() if query in finding), None)


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    form: str
    #: A lone character as a noun is mostly what is left of a word that was not recognised: 承｜経.
    is_lone: bool
    is_word: bool
    is_kana: bool


def _places(typed: str) -> list[_Place]:
    """Where something may be mistyped: words that no text has and what stands around them, and words that may be another of the same sound."""
    runs = [run for part in re.finditer(r"\S+", typed) if not _NOT_A_WORD.search(part[0]) for run in _runs(part)]
    stretches = {
        (stretch[0].start, stretch[-1].end): stretch
        for run in runs
        for stretch in _stretches(run)
        if stretch[-1].end - stretch[0].start <= _LONGEST
    }
    texts = {place: typed[slice(*place)] for place in stretches}
    forms = {text.casefold() for text in texts.values()} | {token.form for run in runs for token in run}
    documents = dict(IndexedWord.objects.filter(form__in=forms).values_list("form", "documents"))

    def count(place: tuple[int, int]) -> int:
        tokens = stretches[place]
        known = documents.get(texts[place].casefold(), 0)
        return max(known, documents.get(tokens[0].form, 0)) if len(tokens) == 1 else known

    doubted = {token for run in runs for token in _doubted(run, documents)}
    return [
        _Place(
            *place,
            text=texts[place],
            documents=count(place),
            is_word=len(tokens) == 1 and tokens[0].is_word,
            doubted=sum(token.end - token.start for token in tokens if token in doubted),
        )
        for place, tokens in stretches.items()
        if len(texts[place]) > 1 and (len(tokens) == 1 or not doubted.isdisjoint(tokens))
    ][:_MOST_PLACES]


def _doubted(run: Sequence[_Token], documents: Mapping[str, int]) -> Sequence[_Token]:
    """Words of the run that no text has. If one in a run of kana is, all are: SudachiPy cuts mistyped kana anyhow."""
    found = [token for token in run if token.is_lone or not documents.get(token.form)]
    return run if found and all(token.is_kana for token in run) else found


def _runs(part: re.Match[str]) -> Iterator[list[_Token]]:
    """Words without a particle between them. What is typed in kana alone is cut anyhow by SudachiPy, so it stays together."""
    is_one = is_kana(part[0])
    run: list[_Token] = []
    for place, morpheme in morphemes_of(part[0]):
        start = part.start() + place
        kind = morpheme.part_of_speech()[0]
        if kind in EMPTY_PARTS_OF_SPEECH and not is_one:
            yield run
            run = []
            continue
        surface = morpheme.surface()
        run.append(
            _Token(
                start=start,
                end=start + len(surface),
                form=morpheme.normalized_form().casefold(),
                is_lone=kind == "名詞" and len(surface) == 1,
                is_word=not morpheme.is_oov() and not is_kana(surface),
                is_kana=is_kana(surface),
            )
        )
    yield run


def _stretches(run: Sequence[_Token]) -> Iterator[Sequence[_Token]]:
    """The whole run, then each word, then some side by side."""
    if len(run) > _MOST_TOGETHER:
        yield run
    for number in range(min(_MOST_TOGETHER, len(run)), 0, -1):
        yield from (run[start : start + number] for start in range(len(run) - number + 1))


def _mended(typed: str, places: Sequence[_Place]) -> Iterator[str]:
    """The query mended where it can be, in some ways, the likeliest first; nothing where it is right."""
    keys = set().union(*(place.keys for place in places))
    words = list(
        IndexedWord.objects.filter(is_offered=True, slips__overlap=sorted(keys))
        .order_by("-documents", "form")
        .values_list("form", "spelling", "reading", "documents", "slips")[:_MOST_NEIGHBOURS]
        if keys
        else ()
    )
    mends = [mend for place in places if (mend := _best(place, words)) is not None]
    mends.sort(key=lambda mend: (-mend.place.doubted, mend.slip, -len(mend.place.text)))
    for number in range(min(_MOST_WAYS, len(mends))):
        yield _with_mends(typed, mends[number:])


def _with_mends(typed: str, mends: Iterable[_Mend]) -> str:
    """The query with the first mend, and with those after it that do not overlap."""
    done: list[_Mend] = []
    for mend in mends:
        if all(mend.place.end <= other.place.start or other.place.end <= mend.place.start for other in done):
            done.append(mend)
    for mend in sorted(done, key=lambda mend: -mend.place.start):
        typed = typed[: mend.place.start] + mend.spelling + typed[mend.place.end :]
    return typed


def _best(place: _Place, words: Iterable[tuple[str, str, str, int, list[str]]]) -> _Mend | None:
    """The word that is nearest to what stands there, of equal ones the most frequent; None if nothing is near."""
    most = SAME_SOUND if place.documents or place.is_word else FAR - 1
    slips = [
        (slip_between(place.readings, (spelling, reading)), spelling)
        for form, spelling, reading, documents, keys in words
        if documents >= max(1, _TIMES_AS_MANY * place.documents) and not place.keys.isdisjoint(keys)
    ]
    slip, spelling = min(slips, key=lambda found: found[0], default=(FAR, ""))
    if slip > most or spelling.casefold() == place.text.casefold():
        return None
    return _Mend(place, spelling, slip / len(place.text))
