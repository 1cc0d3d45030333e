"""How keywords are typed and shown: 「補助金、IT導入」 is two, ＩＴ and IT are one."""

import re
import unicodedata
from collections.abc import Iterable

from bansou.text.normalise import clean_line

_SEPARATORS = re.compile(r"[、，,;；\n\u3000]+")


def split_keywords(typed: str) -> list[str]:
    """The keywords of a typed line, NFKC, each once (case ignored), in the order typed. A normal space does not part: 「DX 人材」 is one."""
    found: dict[str, str] = {}
    for part in _SEPARATORS.split(typed or ""):
        word = clean_line(unicodedata.normalize("NFKC", part)).strip("\"' ")
        if word:
            found.setdefault(word.casefold(), word)
    return list(found.values())


def join_keywords(tags: Iterable[object]) -> str:
    """The keywords as staff see them in the form."""
    return "、".join(sorted(str(tag) for tag in tags))
