"""法人番号: thirteen digits, the first of which checks the others (国税庁: the sum of products, modulo 9)."""

import re
import unicodedata

_DIGITS = 13


def clean_corporate_number(typed: str) -> str:
    """The number without the spaces and hyphens of printed forms, in half-width digits."""
    return re.sub(r"[\s\-‐‑–—−ー]", "", unicodedata.normalize("NFKC", typed))


def is_corporate_number(number: str) -> bool:
    """Whether these are thirteen digits and the first fits the rest."""
    if not (number.isascii() and number.isdigit() and len(number) == _DIGITS):
        return False
    check, *rest = (int(digit) for digit in number)
    # Counted from the right, digits in even places weigh double.
    return check == 9 - sum(digit * (1 + place % 2) for place, digit in enumerate(reversed(rest))) % 9
