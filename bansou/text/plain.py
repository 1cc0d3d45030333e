"""What somebody wrote with our few marks, as plain text for a mail."""

import re

_PAIR = re.compile(r"(?<!\*)\*\*(?!\*)")
_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\(([^()\s]{1,2000})\)")
_ONLY_ADDRESS = re.compile(r"^[ \t　]*(https?://\S+)[ \t　]*$", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n[ \t　]*\n(?:[ \t　]*\n)+")


def plain(source: str, most: int) -> str:
    """The source of a post without the marks that mean nothing in a mail, at most `most` characters; a longer one ends with 「…」.

    An address that stands alone on a line gets 〈 〉, so that it does not look like a button of ours.
    """
    words = _PAIR.sub("", _LINK.sub(r"\1（\2）", source))
    words = _EMPTY_LINES.sub("\n\n", _ONLY_ADDRESS.sub(r"〈\1〉", words)).strip()
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
