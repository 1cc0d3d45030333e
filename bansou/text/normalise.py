"""Cleans what people type or paste, without changing what they meant."""

import re
import unicodedata

# Invisible characters that pasted text brings along: controls but tab and newline, zero-width marks, direction overrides, BOM.
# The zero-width joiner (U+200D) and variation selectors stay: emoji and old forms of characters are made with them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]+")
_SPACES = re.compile(r"[\s\u3000]+")
_MANY_BLANK_LINES = re.compile(r"\n{4,}")


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
