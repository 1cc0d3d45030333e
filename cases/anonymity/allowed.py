"""Words that look like names and identify nobody: areas that the form offers too, programmes, public bodies, tools, laws.

They stand in words.toml; staff add words of their own in the admin (models.AllowedWord).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from accounts.prefectures import Prefecture
from cases.anonymity.lexicon import AREAS, BODIES, EVENTS, METHODS, PROGRAMMES, TOOLS
from cases.anonymity.spans import folded

_PREFECTURES = {name for prefecture in Prefecture for name in (prefecture.label, re.sub("[都府県]$", "", str(prefecture.label)))}

#: As wide as a case may say anyway. 福島 is also a surname: these exempt no person.
AREA_WORDS: frozenset[str] = frozenset(folded(word) for word in AREAS | _PREFECTURES)
#: These are never what they look like.
PROGRAMME_WORDS: frozenset[str] = frozenset(folded(word) for word in BODIES | PROGRAMMES | METHODS | TOOLS | EVENTS)


def places_of_words(plain: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where one of the folded words stands in the folded text, the longest first; spaces within a word, and capitals, do not matter."""
    if wanted := frozenset(filter(None, words)):
        for match in _pattern(wanted).finditer(plain):
            yield match.span()


@lru_cache(maxsize=100)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(r"\s*".join(map(re.escape, word)) for word in longest_first), re.IGNORECASE)
