"""How words sound, in katakana, and when two sounds are nearly the same."""

import re
import unicodedata
from functools import lru_cache

from bansou.search.words import morphemes_of

_KANA = re.compile(r"[ぁ-ゖァ-ヺーゝゞヽヾ]+")
_HIRAGANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
# Written one way and spoken the other.
_ALIKE = str.maketrans("ヂヅヲ", "ジズオ")
_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ", "h": "ハヒフヘホ", "m": "マミムメモ", "r": "ラリルレロ",
    "g": "ガギグゲゴ", "z": "ザジズゼゾ", "d": "ダヂヅデド", "b": "バビブベボ", "p": "パピプペポ",
}  # fmt: skip
_KANA_OF = {consonant + vowel: kana for consonant, row in _ROWS.items() for vowel, kana in zip("aiueo", row, strict=True)}
_KANA_OF |= {
    consonant + "y" + vowel: row[1] + small
    for consonant, row in _ROWS.items()
    if consonant
    for vowel, small in zip("auo", "ャュョ", strict=True)
}
_KANA_OF |= {
    "ya": "ヤ",
    "yu": "ユ",
    "yo": "ヨ",
    "wa": "ワ",
    "wo": "ヲ",
    "shi": "シ",
    "chi": "チ",
    "tsu": "ツ",
    "fu": "フ",
    "ji": "ジ",
    "-": "ー",
}
_KANA_OF |= {
    consonant + vowel: first + small
    for consonant, first in {"sh": "シ", "ch": "チ", "j": "ジ"}.items()
    for vowel, small in zip("auo", "ャュョ", strict=True)
}
_SYLLABLE = re.compile("|".join(sorted(_KANA_OF, key=len, reverse=True)))
#: nn, n' and n before a consonant are ン; any other doubled consonant is ッ.
_N_ALONE = re.compile(r"nn(?![aiueoy])|n'|n(?![aiueoy])")
_DOUBLED = re.compile(r"([b-df-hj-mp-tv-z])(?=\1)")
_VOICING = {"\u3099", "\u309a"}


def is_kana(text: str) -> bool:
    """Whether the text is hiragana and katakana and nothing else."""
    return _KANA.fullmatch(text) is not None


def katakana(text: str) -> str:
    """The text with its hiragana made katakana."""
    return text.translate(_HIRAGANA)


def reading_of(text: str) -> str:
    """How the text is read, in katakana: カナ itself, other text as SudachiPy reads it; "" where some of it has no reading."""
    if is_kana(text):
        return katakana(text)
    reading = katakana("".join(morpheme.reading_form() for _, morpheme in morphemes_of(text)))
    return reading if is_kana(reading) else ""


@lru_cache(maxsize=4096)  # one look for near words asks it for the same few kana some thousand times
def rough(reading: str) -> str:
    """The reading without what is easily left out or mistyped: voicing, small kana, long vowels. バンソウ, ハンソウ → ハンソウ."""
    alike = reading.translate(_ALIKE).replace("ー", "")
    unvoiced = "".join(mark for mark in unicodedata.normalize("NFD", alike) if mark not in _VOICING)
    return unvoiced.translate(_SMALL)


def kana_of_letters(text: str) -> str:
    """What the letters would have become with the Japanese input method on (bansou → バンソウ), in katakana; "" if they are no kana."""
    letters = _DOUBLED.sub("ッ", _N_ALONE.sub("ン", text.casefold()))
    return "" if _SYLLABLE.sub("", letters).strip("ンッー") else _SYLLABLE.sub(lambda syllable: _KANA_OF[syllable[0]], letters)
