"""What a spreadsheet would take for a formula. Whoever writes text into a file for one asks here."""

import re

#: At the beginning of a text: here, or once the cell is edited or saved as CSV. Japanese Excel takes the wide ones too.
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet would calculate the text instead of showing it."""
    return bool(_FORMULA.match(text))
