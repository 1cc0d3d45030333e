"""Counts the words of what every visitor may read. By the worker, at night: nothing on a page waits for it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import batched
from math import log
from operator import or_

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import Q
from modelsearch.conf import get_app_config

from bansou.search.models import IndexedWord
from bansou.search.registry import Card, searchables
from bansou.search.slips import keys_of
from bansou.search.sounds import reading_of
from bansou.search.words import LONGEST_FORM, morphemes_of
from bansou.text.normalise import nfkc_with_places

#: A word that fewer texts have is nobody's business: it may be a name, and it is no help.
FEWEST_DOCUMENTS = 2
#: The most frequent words, and words side by side, that are kept.
MOST_WORDS, MOST_COMPOUNDS = 100_000, 30_000
#: So many of the newest things of a kind, and so many characters of each, say how words are written and which stand together.
NEWEST, LOOKED_THROUGH = 1_000, 8_000
#: Words that stand side by side as one: 経営＋力＋再＋構築. Longer ones are half a sentence.
MOST_SIDE_BY_SIDE, LONGEST_OFFERED = 4, 15
_NOUNS = frozenset({"名詞", "接頭辞", "接尾辞", "形状詞"})
_INFLECTED = frozenset({"動詞", "形容詞"})
_WRITTEN_AT_ONCE = 2_000
_COUNTS = ["documents", "rarity"]

_COUNT = """
SELECT substr(lexeme, 3), count(*)
FROM ({entries}) AS entry (title, body), unnest(tsvector_to_array(title || body)) AS lexeme
WHERE starts_with(lexeme, 'w/')
GROUP BY lexeme HAVING count(*) >= %s
ORDER BY count(*) DESC, lexeme LIMIT %s
"""


@dataclass
class _Written:
    """How texts write words: spellings by form, and in how many texts words stand side by side."""

    spellings: dict[str, Counter[str]] = field(default_factory=dict)
    side_by_side: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def spelling_of(self, form: str) -> str:
        """As most texts have it; "" where none of those looked at has the word."""
        spellings = self.spellings.get(form, Counter())
        return max(sorted(spellings), key=lambda spelling: spellings[spelling], default="")

    def compounds(self) -> dict[str, int]:
        """Words side by side with the number of their texts, without those that only come inside a longer one (中小企業｜診断)."""
        kept = {words: count for words, count in self.side_by_side.most_common(MOST_COMPOUNDS) if count >= FEWEST_DOCUMENTS}
        within = {
            words[start:end]
            for words, count in kept.items()
            for start in range(len(words))
            for end in range(start + 2, len(words) + 1)
            if end - start < len(words) and kept.get(words[start:end]) == count
        }
        return {"".join(words): count for words, count in kept.items() if words not in within}


def count_words() -> int:
    """Count anew, write what changed and drop what is gone; returns the number of words. May run twice.

    The index tells in how many texts a word is, all of them; the newest texts as visitors see them tell how it is written.
    """
    total, documents = _documents()
    written = _read()
    wanted = {form.casefold(): (form, count) for form, count in written.compounds().items()}
    # A term of our own is one word of the index and several of the texts (事業承継): it is written as it stands side by side.
    wanted |= {form: (written.spelling_of(form) or wanted.get(form, ("", 0))[0], count) for form, count in documents.items()}
    _write(wanted, total)
    return len(wanted)


@transaction.atomic
def _write(wanted: Mapping[str, tuple[str, int]], total: int) -> None:
    there = {word.form: word for word in IndexedWord.objects.defer("slips")}
    new: list[IndexedWord] = []
    changed: list[IndexedWord] = []
    for form, (spelling, documents) in wanted.items():
        rarity = round(1 - log(documents + 1) / log(total + 2), 2)
        word = there.get(form)
        # What was once seen is remembered: the newest texts change, and most words are in few of them.
        if word is None or (spelling and word.spelling != spelling):
            new.append(_indexed(form, spelling, documents, rarity))
        elif (word.documents, word.rarity) != (documents, rarity):
            # Only these two are written: the row is there.
            changed.append(IndexedWord(form=form, documents=documents, rarity=rarity))
    for words, columns in ((new, ["spelling", "reading", "is_offered", "slips", *_COUNTS]), (changed, _COUNTS)):
        IndexedWord.objects.bulk_create(
            words, batch_size=_WRITTEN_AT_ONCE, update_conflicts=True, unique_fields=["form"], update_fields=columns
        )
    for gone in batched(there.keys() - wanted.keys(), _WRITTEN_AT_ONCE):
        IndexedWord.objects.filter(form__in=gone).delete()


def _indexed(form: str, spelling: str, documents: int, rarity: float) -> IndexedWord:
    reading = reading_of(spelling)[: 2 * LONGEST_FORM]
    is_offered = _is_offered(form, spelling)
    return IndexedWord(
        form=form,
        spelling=spelling,
        reading=reading,
        documents=documents,
        rarity=rarity,
        is_offered=is_offered,
        slips=sorted(keys_of(spelling, reading)) if is_offered else [],
    )


def _documents() -> tuple[int, dict[str, int]]:
    """(number of texts that visitors may read, those with each word), the most frequent words first."""
    visitor = AnonymousUser()
    rows = [Q(pk__in=searchable.visible_to(visitor).order_by().values("index_entries__pk")) for searchable in searchables()]
    entries = get_app_config().get_model("IndexEntry").objects.filter(reduce(or_, rows, Q(pk__in=[])))
    sql, values = entries.values_list("title", "body").query.sql_with_params()
    with transaction.atomic(), connection.cursor() as cursor:
        # All words of all texts, once a night: a minute where there are hundreds of thousands, and no page waits for it.
        cursor.execute("SET LOCAL statement_timeout = '15min'")
        cursor.execute(_COUNT.format(entries=sql), [*values, FEWEST_DOCUMENTS, MOST_WORDS])
        return entries.count(), dict(cursor.fetchall())


def _read() -> _Written:
    written = _Written()
    for card in _cards():
        together: set[tuple[str, ...]] = set()
        left = LOOKED_THROUGH
        for text in (card.title, *card.texts):
            together |= _read_text(text[:left], written)
            left -= len(text)
            if left <= 0:
                break
        written.side_by_side.update(together)
    return written


def _cards() -> Iterator[Card]:
    """The newest things of each kind as a visitor's results show them: the index may hold more than he may see, a card does not."""
    for searchable in searchables():
        newest = searchable.with_card_rows(searchable.visible_to(AnonymousUser())).order_by("-pk")[:NEWEST]
        yield from map(searchable.card, newest.iterator(chunk_size=200))


def _read_text(text: str, written: _Written) -> set[tuple[str, ...]]:
    """Notes how the words of the text are written; returns the words that stand side by side in it."""
    together: set[tuple[str, ...]] = set()
    run: list[tuple[str, str]] = []
    for _, morpheme in morphemes_of(nfkc_with_places(text)[0]):
        kind, detail, *_ = morpheme.part_of_speech()
        is_noun = kind in _NOUNS and detail != "数詞"
        if is_noun or kind in _INFLECTED:
            form = morpheme.normalized_form().casefold()
            written.spellings.setdefault(form, Counter())[morpheme.surface() if is_noun else morpheme.dictionary_form()] += 1
        if is_noun:
            run.append((morpheme.surface(), kind))
            together.update(_ends(run))
        else:
            run.clear()
    return together


def _ends(run: Sequence[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    """The last two, three and four words of the run, where they may be one: none begins with 者 or ends with 再."""
    for number in range(2, MOST_SIDE_BY_SIDE + 1):
        if len(run) < number or run[-number][1] == "接尾辞" or run[-1][1] == "接頭辞":
            continue
        words = tuple(surface for surface, _ in run[-number:])
        if len("".join(words)) <= LONGEST_OFFERED:
            yield words


def _is_offered(form: str, spelling: str) -> bool:
    """Whether it is worth offering: a name of something or a doing, no number, no single kana or letter, no affix, no half a sentence."""
    if len(spelling) > LONGEST_OFFERED or spelling.isnumeric() or (len(spelling) == 1 and not "一" <= spelling <= "鿿"):
        return False
    morphemes = [morpheme for _, morpheme in morphemes_of(spelling)]
    kinds = [morpheme.part_of_speech()[:2] for morpheme in morphemes]
    if not kinds or kinds[0][0] == "接尾辞" or kinds[-1][0] == "接頭辞":
        return False
    if len(morphemes) == 1 and morphemes[0].normalized_form().casefold() != form:
        return False  # the noun that the index makes of each verb (聞く → 聞き)
    return all(kind in _NOUNS | _INFLECTED and detail not in {"数詞", "非自立可能"} for kind, detail in kinds)
