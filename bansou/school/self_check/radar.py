"""The drawing of a result: twelve spokes around a point, three in each quarter, as points for an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from bansou.school.models.self_check import Level

#: Units of the drawing: its side, the length of a spoke, and how far the numbers of the items stand from the middle.
SIDE, SPOKE, _TO_NUMBER = 320, 108, 128
_MIDDLE = SIDE / 2
#: Where the numerals of the skills stand: in the corners, as their quarters lie, clockwise from the upper right.
_CORNERS = ((298, 30), (298, 302), (22, 302), (22, 30))


@dataclass(frozen=True)
class Spot:
    """A place in the drawing, with what is written there."""

    x: float
    y: float
    words: str = ""

    def __str__(self) -> str:
        return f"{self.x:.1f},{self.y:.1f}"


@dataclass(frozen=True)
class Radar:
    """All that is drawn: rings of the levels, numbers of items and skills, this time's outline, the one before where there is one."""

    rings: list[str]
    levels: list[Spot]
    numbers: list[Spot]
    numerals: list[Spot]
    spots: list[Spot]
    spots_before: list[Spot]
    side: int = SIDE

    @property
    def outline(self) -> str:
        """The points of this time's outline."""
        return " ".join(map(str, self.spots))

    @property
    def outline_before(self) -> str:
        """The points of the last time's outline."""
        return " ".join(map(str, self.spots_before))


def radar(levels: Sequence[int], before: Sequence[int] = ()) -> Radar:
    """The drawing of the levels of all items in their order; `before`: those of the last time, where all items have one."""
    count = len(levels)
    return Radar(
        rings=[" ".join(str(_spot(place, count, _length(level))) for place in range(count)) for level in Level.values],
        levels=[Spot(_MIDDLE + 3, _MIDDLE - _length(level) + 4, str(level)) for level in Level.values],
        numbers=[_spot(place, count, _TO_NUMBER, str(place + 1)) for place in range(count)],
        numerals=[Spot(x, y, numeral) for (x, y), numeral in zip(_CORNERS, "ⅠⅡⅢⅣ", strict=True)],
        spots=_spots(levels),
        spots_before=_spots(before),
    )


def _spots(levels: Sequence[int]) -> list[Spot]:
    return [_spot(place, len(levels), _length(level)) for place, level in enumerate(levels)]


def _length(level: int) -> float:
    return SPOKE * level / max(Level.values)


def _spot(place: int, count: int, length: float, words: str = "") -> Spot:
    """On the spoke of the item, the first just right of the top, so that each quarter holds the items of one skill."""
    turn = 2 * pi * (place + 0.5) / count
    return Spot(_MIDDLE + length * sin(turn), _MIDDLE - length * cos(turn), words)
