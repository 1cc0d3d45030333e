"""In what order results come: one formula, as SQL, and the reasons for it in words.

    rank = (words + closeness + wholeness) × (1 + freshness + standing)

- words: for each word its rarity times (TITLE × its rank in the title + its rank in the text), also for verbs that no query insists on.
  PostgreSQL's `ts_rank` knows the weights of the fields and that the tenth occurrence tells less than the first. A synonym, a reading or a
  part counts for less than the word itself.
- closeness: for two words typed side by side that stand side by side in the text, CLOSE times their mean rarity.
- wholeness: WHOLE times the sum of the rarities where all words are there, so that what has everything precedes what has some.
- freshness: up to FRESH for what is new, half of it after HALF_LIFE days. It parts equals and turns nothing over.
- standing: up to STANDING for what was solved, checked or confirmed (`Searchable.standing`, 0 to 3).

The rank of a row is the same all day, so that pages of results follow each other by it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchRank
from django.db.models import Expression, ExpressionWrapper, F, FloatField, Func, IntegerField, Value
from django.db.models.functions import Cast, Coalesce

from bansou.search import lexemes
from bansou.search.asking import Asked, Term
from bansou.search.backend import WrittenQuery
from bansou.search.rarity import rarity_of
from bansou.search.registry import searchables

if TYPE_CHECKING:
    from bansou.search.wish import Wish

#: How much a word in the title counts beside one in the text; closeness and wholeness beside a word.
TITLE, CLOSE, WHOLE = 1.0, 0.25, 0.5
#: The most that freshness and standing add, and the days after which a thing is half as fresh.
FRESH, STANDING, HALF_LIFE = 0.06, 0.09, 365
#: What a word counts in a field of the lowest weight (D) to the highest (A); in a title all are equal.
_TEXT_WEIGHTS, _TITLE_WEIGHTS = [0.4, 0.6, 0.8, 1.0], [1.0, 1.0, 1.0, 1.0]
#: A word that every text has still counts for something.
_LEAST_RARITY = 0.05
#: Words that order results, the rarest; and words of which one must be there where nothing has them all.
MOST_ORDERING, MOST_TELLING = 8, 6
#: Where nothing has all words, a word does not bring results if it is so much commoner than the rarest.
_TOO_COMMON = 0.4
# `ts_rank` of a word that stands once in a field of weight 1, by which ways that have no rank of their own are counted.
_ONCE = 0.6


@dataclass(frozen=True)
class Measure:
    """What adds to the rank of rows that match `query`: up to `weight`. `words`: for staff. is_flat: having it is all, how often says nothing."""

    query: str
    weight: float
    words: str
    is_flat: bool = False


@dataclass(frozen=True)
class Order:
    """By what the rows that a query finds are put in order. telling: the terms of which a row must have one where none has them all."""

    words: tuple[Measure, ...] = ()
    near: tuple[Measure, ...] = ()
    whole: Measure | None = None
    telling: tuple[Term, ...] = ()
    #: Of all that is insisted on, together.
    rarities: float = 0.0

    @property
    def is_by_chance_nowhere(self) -> bool:
        """Whether the words are so rare that, were they strewn over the texts, less than one would have them all."""
        # A word of the rarity r stands in n ** (1 - r) of n texts.
        return self.rarities >= 1


def order_of(asked: Asked) -> Order:
    """The order of what was asked. One query, for the rarity of the words."""
    terms = (*asked.terms, *asked.hints)
    rarities = _rarities(terms)
    rarest = sorted(terms, key=lambda term: -rarities[term])[:MOST_ORDERING]
    words = tuple(_measure(asked, term, rarities[term]) for term in terms if term in rarest)
    near = tuple(
        Measure(
            lexemes.near_query(one.words[-1], other.words[0]),
            CLOSE * (rarities[one] + rarities[other]) / 2,
            f"{one.text}・{other.text}",
        )
        for one, other in pairwise(asked.terms)
        if one in rarest and other in rarest and one.words and other.words
    )
    whole = lexemes.joined([asked.query_of(term) for term in asked.terms], "and") if len(terms) > 1 else ""
    insisted_on = sum(rarities[term] for term in asked.terms)
    return Order(
        words=words,
        near=near,
        whole=Measure(whole, WHOLE * insisted_on, "すべて") if whole else None,
        telling=_telling(rarest, rarities),
        rarities=insisted_on,
    )


def rank(wish: "Wish", *, title: Any, body: Any, has_whole: Any = None, shown_at: Any = None, standing: Any = None) -> Expression:
    """The rank of a row as an expression over the columns of its entry; 0 for all where only conditions were asked.

    title, body: its vectors; has_whole: whether it has all that `Order.whole` asks for, where there is one; shown_at: when it was shown
    first, or NULL; standing: 0 to 3.
    """
    order = wish.order or Order(words=(Measure(wish.ranking, 1.0, ""),) if wish.ranking else ())
    parts = [_of_word(measure, title, body) for measure in order.words]
    parts += [Value(measure.weight) * Matches(body, WrittenQuery(measure.query)) for measure in order.near]
    if order.whole:
        parts.append(Value(order.whole.weight) * Cast(has_whole, IntegerField()))
    score = reduce(add, parts) if parts else Value(0.0)
    more: list[Any] = [Value(1.0)]
    if shown_at is not None:
        more.append(Value(FRESH) * Freshness(shown_at, Value(HALF_LIFE)))
    if standing is not None:
        more.append(Value(STANDING / 3) * Coalesce(standing, Value(0)))
    return ExpressionWrapper(score * reduce(add, more), output_field=FloatField())


def reasons(order: Order, rows: Iterable[tuple[str, Any]]) -> dict[tuple[str, Any], str]:
    """Why the rows, by (kind, key), stand where they stand, for staff: 「後継者 0.62（題名・本文）、近さ 社長・息子」. A query a kind."""
    columns: dict[str, Any] = {}
    for number, measure in enumerate(order.words):
        columns[f"title_{number}"] = Matches(F("index_entries__title"), WrittenQuery(measure.query))
        columns[f"body_{number}"] = Matches(F("index_entries__body"), WrittenQuery(measure.query))
    for number, measure in enumerate(order.near):
        columns[f"near_{number}"] = Matches(F("index_entries__body"), WrittenQuery(measure.query))
    told: dict[tuple[str, Any], str] = {}
    wanted = list(rows)
    for room in searchables():
        keys = [key for kind, key in wanted if kind == room.kind]
        if keys:
            for row in room.model._default_manager.filter(pk__in=keys).annotate(**columns).values("pk", *columns):
                told[room.kind, row["pk"]] = _in_words(order, row)
    return told


def _in_words(order: Order, row: Mapping[str, Any]) -> str:
    said = []
    for number, measure in enumerate(order.words):
        places = [word for name, word in (("title", "題名"), ("body", "本文")) if row[f"{name}_{number}"]]
        if places:
            said.append(f"{measure.words} {measure.weight:.2f}（{'・'.join(places)}）")
    near = [measure.words for number, measure in enumerate(order.near) if row[f"near_{number}"]]
    return "、".join([*said, *(f"近さ {words}" for words in near)])


class Matches(Func):
    """1 where the vector matches the query, else 0."""

    template = "(%(expressions)s)::int"
    arg_joiner = " @@ "
    output_field = IntegerField()


class Freshness(Func):
    """1 for what was shown first today, half of it after so many days, 0 for what has no date."""

    template = "coalesce(power(0.5, greatest(0, current_date - (%(expressions)s)), 0)"
    arg_joiner = ")::date)::float / ("
    output_field = FloatField()


def _of_word(measure: Measure, title: Any, body: Any) -> Any:
    query = WrittenQuery(measure.query)
    if measure.is_flat:
        found = Value(_ONCE) * (Value(TITLE) * Matches(title, query) + Value(_TEXT_WEIGHTS[0]) * Matches(body, query))
    else:
        found = Value(TITLE) * SearchRank(title, query, weights=_TITLE_WEIGHTS) + SearchRank(body, query, weights=_TEXT_WEIGHTS)
    return Value(measure.weight) * found


def _measure(asked: Asked, term: Term, rarity: float) -> Measure:
    if term.reading or len(term.words) != 1:
        return Measure(asked.query_of(term), rarity, term.text, is_flat=True)
    return Measure(lexemes.spellings_query(term.words[0], reads_supporters=asked.reads_supporters), rarity, term.text)


def _telling(rarest: Sequence[Term], rarities: Mapping[Term, float]) -> tuple[Term, ...]:
    """The rarer ones, the rarest first: what every text has would bring every text."""
    least = _TOO_COMMON * max((rarities[term] for term in rarest), default=0.0)
    return tuple(term for term in rarest[:MOST_TELLING] if rarities[term] >= least)


def _rarities(terms: Sequence[Term]) -> dict[Term, float]:
    """How rare each term is, by the commonest of its forms; what no count knows is as rare as can be."""
    known = rarity_of(form for term in terms for form in term.forms)
    return {term: max(_LEAST_RARITY, min((known[form] for form in term.forms), default=1.0)) for term in terms}
