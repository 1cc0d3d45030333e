"""Where drafts belong. The apps above say who may keep text at their places; this room knows none of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from accounts.audiences import Person
from bansou.drafts.models import Draft

#: Whether the place, the part after the first colon, is the person's to write at.
PlaceRule = Callable[[Person, str], bool]


@dataclass(frozen=True)
class Whereabouts:
    """What a draft belongs to, in words (返信：沈黙が続いたとき), and the address where it is written on."""

    words: str
    url: str


#: Where the person's drafts of one kind of places belong, by their keys. What he may no longer open is left out.
PlaceWords = Callable[[Person, Sequence[Draft]], dict[int, Whereabouts]]

_rules: dict[str, PlaceRule] = {}
_words: dict[str, PlaceWords] = {}


def register_places(kind: str, rule: PlaceRule, words: PlaceWords) -> None:
    """All places that begin with `kind:` are asked of `rule`, and named by `words`."""
    _rules[kind] = rule
    _words[kind] = words


def whereabouts(person: Person, drafts: Sequence[Draft]) -> dict[int, Whereabouts]:
    """Where the drafts belong, by their keys; a query or two for each kind of places."""

    def kind_of(draft: Draft) -> str:
        return draft.place.partition(":")[0]

    found: dict[int, Whereabouts] = {}
    for kind, group in groupby(sorted(drafts, key=kind_of), key=kind_of):
        if kind in _words:
            found |= _words[kind](person, list(group))
    return found


def is_open_to(person: Person, place: str) -> bool:
    """Whether the person may write at the place; never at one that nobody knows."""
    kind, _, rest = place.partition(":")
    rule = _rules.get(kind)
    return bool(person.is_authenticated and rule and rule(person, rest))
