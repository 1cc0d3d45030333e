"""Where nothing was found: questions close to the one that was asked, and how much they find."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from accounts.audiences import Person
from accounts.prefectures import BLOCK_OF, Prefecture
from bansou.search.asking import Asked, Term
from bansou.search.hits import Wish, hits
from bansou.search.registry import Facet, facets

#: Neighbours shown, and neighbours looked for: each costs the queries of a search.
MOST_SHOWN, MOST_LOOKED_FOR = 4, 6
#: The condition on the place, of which a row has its prefecture and the block around it.
_PLACE = "pref"


@dataclass(frozen=True)
class Neighbour:
    """A question close to the one that found nothing, with the number of things that the person finds by it."""

    label: str
    query: str
    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: str = ""
    count: int = 0


def neighbours_of(asked: Asked, user: Person) -> list[Neighbour]:
    """Fewer words, fewer conditions, the region around the place, what is in reach of the words alone; only those that find something."""
    found: list[Neighbour] = []
    for looked_for, (label, query, other) in enumerate(_candidates(asked)):
        if len(found) == MOST_SHOWN or looked_for == MOST_LOOKED_FOR:
            break
        counts = hits(
            user=user, wish=Wish(matching=other.all_of(), ranking="", whole=other.all_of_whole(), kind=other.kind, size=1)
        ).counts
        count = counts.get(other.kind, 0) if other.kind else sum(counts.values())
        if count:
            found.append(Neighbour(label, query, other.conditions, other.kind, count))
    return found


def _candidates(asked: Asked) -> Iterator[tuple[str, str, Asked]]:
    """(words for it, what is typed, the question), the closest first."""
    typed = _typed(asked, asked.terms)
    if asked.kind:
        yield "すべての種類で", typed, asked.but(kind="")
    yield from _around(asked, typed)
    conditions = asked.conditions
    if conditions and typed:
        yield f"条件を外して「{typed}」だけで", typed, asked.but(conditions={}, kind="")
    if asked.terms or asked.phrases:
        for facet in facets():
            if facet.name in conditions:
                alone = {facet.name: conditions[facet.name]}
                yield (
                    f"{facet.label}「{_labels(facet, alone[facet.name])}」のすべて",
                    "",
                    Asked("", conditions=alone, kind=asked.kind),
                )
    if len(asked.terms) > 1:
        for left_out in asked.terms:
            kept = tuple(term for term in asked.terms if term is not left_out)
            words = _typed(asked, kept)
            yield f"「{words}」で", words, asked.but(terms=kept)
    if asked.phrases:
        words = " ".join([*(term.text for term in asked.terms), *asked.phrases])
        yield f"「{words}」をばらばらのことばとして", words, _loosened(asked)


def _around(asked: Asked, typed: str) -> Iterator[tuple[str, str, Asked]]:
    """The same in the region around the prefectures."""
    blocks = {BLOCK_OF[Prefecture(area)]: None for area in asked.conditions.get(_PLACE, ()) if area in Prefecture.values}
    for block in blocks:
        yield f"{block.label}まで広げて", typed, asked.but(conditions={**asked.conditions, _PLACE: (block.value,)})


def _loosened(asked: Asked) -> Asked:
    terms = tuple(Term(word.surface, (word,)) for word in asked.words)
    return asked.but(phrases=(), terms=terms)


def _typed(asked: Asked, terms: Sequence[Term]) -> str:
    """The words as one would type them."""
    return " ".join(
        [*(term.text for term in terms), *(f'"{text}"' for text in asked.phrases), *(f"-{text}" for text in asked.without)]
    )


def _labels(facet: Facet, values: Sequence[str]) -> str:
    known = dict(facet.choices()) if facet.is_known_to_all else {}
    return "・".join(str(known.get(value, value)) for value in values)
