"""Where drafts belong. The apps above say who may keep text at their places; this room knows none of them."""

from collections.abc import Callable

from accounts.audiences import Person

#: Whether the place, the part after the first colon, is the person's to write at.
PlaceRule = Callable[[Person, str], bool]

_rules: dict[str, PlaceRule] = {}


def register_places(kind: str, rule: PlaceRule) -> None:
    """All places that begin with `kind:` are asked of `rule`."""
    _rules[kind] = rule


def is_open_to(person: Person, place: str) -> bool:
    """Whether the person may write at the place; never at one that nobody knows."""
    kind, _, rest = place.partition(":")
    rule = _rules.get(kind)
    return bool(person.is_authenticated and rule and rule(person, rest))
