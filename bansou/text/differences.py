"""What two wordings of one text have in common, and what changed."""

import difflib
import re
from collections.abc import Iterator
from typing import NamedTuple

# Japanese has no spaces: compare runs of one kind of character, so that marks fall on words rather than on letters.
_PIECES = re.compile(r"[一-龠々〆]+|[ぁ-ん]+|[ァ-ヴー]+|[0-9０-９]+|[A-Za-zＡ-Ｚａ-ｚ]+|\s|.", re.DOTALL)
#: Pairs that are compared at most, of lines and of pieces: beyond that (a second of work) what lies between counts as changed.
_MOST_PAIRS = 1_000_000


class Change(NamedTuple):
    """A stretch: equal on both sides where `removed` and `added` are the same, else what went and what came."""

    removed: str
    added: str

    @property
    def is_equal(self) -> bool:
        """Whether nothing changed here."""
        return self.removed == self.added


def changes(before: str, after: str) -> Iterator[Change]:
    """The stretches of both texts in their order: lines first, then what changed within them. Time is bounded whatever the texts are."""
    for lines in _compared(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        if lines.is_equal or not (lines.removed and lines.added):
            yield lines
        else:
            yield from _compared(_PIECES.findall(lines.removed), _PIECES.findall(lines.added))


def _compared(left: list[str], right: list[str]) -> Iterator[Change]:
    start = _common(left, right)
    end = _common(left[start:][::-1], right[start:][::-1])
    if start:
        yield _change(left[:start], right[:start])
    yield from _between(left[start : len(left) - end], right[start : len(right) - end])
    if end:
        yield _change(left[len(left) - end :], right[len(right) - end :])


def _common(left: list[str], right: list[str]) -> int:
    """How many parts both begin with."""
    for count, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return count
    return min(len(left), len(right))


def _between(left: list[str], right: list[str]) -> Iterator[Change]:
    if not left and not right:
        return
    if len(left) * len(right) > _MOST_PAIRS:
        yield _change(left, right)
        return
    matcher = difflib.SequenceMatcher(a=left, b=right, autojunk=False)
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        yield _change(left[i1:i2], right[j1:j2])


def _change(left: list[str], right: list[str]) -> Change:
    return Change("".join(left), "".join(right))
