"""What is new in a saved search: compared are the newest results of now with those of the last look."""

from collections.abc import Sequence

from accounts.audiences import Person
from bansou.search.address import NEW
from bansou.search.asking import read
from bansou.search.finding import cards_at
from bansou.search.hits import Place, Wish, hits
from bansou.search.models.saved_search import SavedSearch
from bansou.search.registry import Card

#: Results that are remembered, and among how many of the newest a new one is looked for. The difference is what may be withdrawn between two
#: looks before an older result slips in and is taken for a new one.
REMEMBERED, LOOKED_AT = 50, 20


def newest_results(user: Person, search: SavedSearch) -> list[str]:
    """The newest results that have everything the search asks for and that the person may see, as 「cases:12」."""
    asked = read(search.query, search.asked.conditions, kind=search.kind, user=user)
    if not asked:
        return []
    wish = Wish(matching=asked.all_of(), ranking="", whole=asked.all_of_whole(), kind=asked.kind, sort=NEW, size=REMEMBERED)
    return [code_of(place) for place in hits(user=user, wish=wish).places]


def new_among(found: Sequence[str], known: Sequence[str]) -> list[str]:
    """Those of the newest that were not there at the last look. Not by date: what staff release later is new, and has an old one."""
    before = frozenset(known)
    return [code for code in found[:LOOKED_AT] if code not in before]


def cards_by_code(user: Person, codes: Sequence[str]) -> dict[str, Card]:
    """What the person may still see of them: a query for each kind, however many."""
    places = [Place(kind, int(key), 0.0) for kind, _, key in (code.partition(":") for code in codes)]
    return {f"{kind}:{key}": card for (kind, key), card in cards_at(user, places).items()}


def code_of(place: Place) -> str:
    """The result as it is remembered."""
    return f"{place.kind}:{place.key}"
