"""People called by name in a text: 「@あおいさん」. Pure; who they are is for the rooms above.

Japanese has no spaces, so a name ends where the text, a mark, an honorific or a particle begins.
"""

import re
from collections.abc import Iterable

#: Before the sign: not the middle of a mail address or of an address.
_SIGN = r"(?<![A-Za-z0-9._%+\-/@＠])[@＠]"
_AFTER = (
    r"(?=$|[\s、。，．・…〜～！？!?,.:;：；/／()（）「」『』【】<>＜＞\[\]|｜#＃@＠*`\"'ー-]"
    r"|さん|さま|様|先生|君|くん|ちゃん|殿|氏|[のはがをにとへもや])"
)
_CALL = re.compile(_SIGN)
#: Characters of a name, and calls of one text that are looked at: nobody calls more people, and each is forty names to look up.
NAME_MAX = 40
_MOST_CALLS = 100


def possible_names(text: str) -> set[str]:
    """Every name that may be called in the text: all beginnings of what follows a sign."""
    names: set[str] = set()
    for number, call in enumerate(_CALL.finditer(text)):
        if number == _MOST_CALLS:
            break
        following = text[call.end() : call.end() + NAME_MAX].split("\n", maxsplit=1)[0]
        names.update(following[:length] for length in range(1, len(following) + 1))
    return names


def calls_of(names: Iterable[str]) -> re.Pattern[str]:
    """Finds calls of just these names, the longest first; the name is its only group."""
    either = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(f"{_SIGN}({either}){_AFTER}")
