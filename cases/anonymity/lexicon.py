"""The word lists of words.toml, which a person may add to without reading code."""

import tomllib
from pathlib import Path

_LISTS: dict[str, str] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def _words(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name].split())


AREAS = _words("areas")
BODIES = _words("bodies")
PROGRAMMES = _words("programmes")
METHODS = _words("methods")
TOOLS = _words("tools")
EVENTS = _words("events")
TRADES = _words("trades")
SHORT_TRADES = _words("short_trades")
SIGNS = _words("signs")
NO_NAME_AFTER_SIGN = _words("no_name_after_sign")
BEFORE_A_NAME = _words("before_a_name")
TITLES = _words("titles")
MANNERS = _words("manners")
NO_SURNAMES = _words("no_surnames")
NO_TOWNS = _words("no_towns")
DIRECTIONS = _words("directions")
FAVOURITES = _words("favourites")
AFTER_A_TRADE = _words("after_a_trade")
