"""Cleans what people type or paste, without changing what they meant."""

import re
import unicodedata
from collections.abc import Sequence

# Invisible characters that pasted text brings along: controls but tab and newline, zero-width marks, direction overrides, BOM.
# The zero-width joiner (U+200D) and variation selectors stay: emoji and old forms of characters are made with them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]+")
_SPACES = re.compile(r"[\s\u3000]+")
_MANY_BLANK_LINES = re.compile(r"\n{4,}")
# What may follow a character and belong to it: voicing marks of half-width kana, combining marks.
_CLUSTER = re.compile("[\u0000-\U0010ffff][\uff9e\uff9f\u3099\u309a\u0300-\u036f]*")
# Characters that NFKC leaves as they are and that nothing combines with: most Japanese text has no others.
_PLAIN = re.compile("[\n -~、-〕ぁ-ゖァ-ヾ一-鿿]*")


def clean_text(text: str) -> str:
    """Several lines of text: NFC, half-width kana made full, invisible characters gone, at most two empty lines in a row."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _INVISIBLE.sub("", text)
    text = _HALF_WIDTH_KANA.sub(lambda kana: unicodedata.normalize("NFKC", kana.group()), text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _MANY_BLANK_LINES.sub("\n\n\n", text).strip("\n")


def clean_line(text: str) -> str:
    """One line of text: as `clean_text`, with every run of spaces and newlines made one space."""
    return _SPACES.sub(" ", clean_text(text)).strip()


def fold(text: str) -> str:
    """The text for comparing: ＩＴ, IT and it are equal, so are ﾃﾞｰﾀ and データ."""
    return clean_line(unicodedata.normalize("NFKC", text)).casefold()


def nfkc_with_places(text: str) -> tuple[str, Sequence[int]]:
    """The text in NFKC and, for each of its characters and its end, the place in the text as given."""
    if "\x00" not in text and _PLAIN.fullmatch(text):
        return text, range(len(text) + 1)
    characters: list[str] = []
    places: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        for character in unicodedata.normalize("NFKC", cluster.group()):
            # NUL is refused by PostgreSQL, half a surrogate pair by SudachiPy: both part words like a space.
            characters.append(" " if character == "\x00" or "\ud800" <= character <= "\udfff" else character)
            places.append(cluster.start())
    places.append(len(text))
    return "".join(characters), places
