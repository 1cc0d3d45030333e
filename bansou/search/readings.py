"""How words are read aloud, in katakana, so that who types ばんそうしえん finds 伴走支援.

SudachiPy cannot part a compound typed in kana: it sees ばんそう, し, え, ん. So every way of parting it is asked for, and the index answers
which of them are words that stand side by side.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from bansou.text.normalise import nfkc_with_places

#: A shorter reading alone would find too much: かい is 会, 回, 階, 海 and 貝.
SHORTEST_READING = 3
#: A longer one is a sentence; and the most words and ways that are tried.
LONGEST_READING, MOST_WORDS, MOST_WAYS = 24, 4, 60

_HIRAGANA = re.compile("[ぁ-ゖ]")
_KATAKANA = re.compile("[ァ-ヺー]+")
_UNVOICED = dict(
    zip("ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポ", "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホ", strict=True)
)
#: No word begins with these.
_NEVER_FIRST = frozenset("ーンッァィゥェォャュョヮヵヶ")
#: ウ and イ after these draw the vowel out (ソウ, ケイ) and begin no word.
_BEFORE_U = frozenset("オコソトノホモヨロゴゾドボポョウクスツヌフムユルグズヅブプュ")
_BEFORE_I = frozenset("エケセテネヘメレゲゼデベペェ")


def katakana_of(text: str) -> str:
    """The text in katakana if it is all kana (ばんそう → バンソウ); "" if it is not."""
    katakana = _HIRAGANA.sub(lambda kana: chr(ord(kana.group()) + 0x60), nfkc_with_places(text)[0].strip())
    return katakana if _KATAKANA.fullmatch(katakana) else ""


def unvoiced(reading: str) -> str:
    """The reading as the word has it alone: in しきんぐり 繰り is read グリ, alone クリ."""
    return _UNVOICED.get(reading[:1], reading[:1]) + reading[1:]


def read_alone(reading: str) -> frozenset[str]:
    """How the words of a reading are read in a row where each is read alone: シキングリ, シキンクリ."""
    ways = (way for way in ways_to_part(reading) if len(way) > 1)
    return frozenset({reading, *("".join([first, *map(unvoiced, rest)]) for first, *rest in ways)})


def is_reading(text: str) -> bool:
    """Whether the text is katakana from its beginning to its end."""
    return bool(_KATAKANA.fullmatch(text))


@lru_cache(maxsize=256)
def ways_to_part(reading: str) -> tuple[tuple[str, ...], ...]:
    """Every way in which the katakana may be words in a row, the fewest words first: バンソウシエン, バンソウ｜シエン, and so on.

    () for a reading too short to ask for, or too long to be anything but a sentence.
    """
    if not SHORTEST_READING <= len(reading) <= LONGEST_READING:
        return ()
    ways: list[tuple[str, ...]] = []
    for count in range(1, MOST_WORDS + 1):
        ways.extend(_parted(reading, count))
        if len(ways) >= MOST_WAYS:
            break
    return tuple(ways[:MOST_WAYS])


def _parted(reading: str, count: int) -> Iterator[tuple[str, ...]]:
    """The reading in so many words. A word of one kana (化, 費) follows another and never begins."""
    if count == 1:
        yield (reading,)
        return
    for end in range(2, len(reading)):
        if _may_begin(reading, end):
            for rest in _rests(reading[end:], count - 1):
                yield (reading[:end], *rest)


def _rests(reading: str, count: int) -> Iterator[tuple[str, ...]]:
    if count == 1:
        yield (reading,)
        return
    for end in range(1, len(reading)):
        if _may_begin(reading, end):
            for rest in _rests(reading[end:], count - 1):
                yield (reading[:end], *rest)


def _may_begin(reading: str, place: int) -> bool:
    """Whether a word may begin there."""
    kana, before = reading[place], reading[place - 1]
    is_drawn_out = (kana == "ウ" and before in _BEFORE_U) or (kana == "イ" and before in _BEFORE_I)
    return kana not in _NEVER_FIRST and not is_drawn_out
