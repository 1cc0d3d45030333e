"""The drawing of 課題の変化: bands from the themes on the left to those on the right, as places and paths for an SVG."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cases.changes import Change

#: Themes drawn on each side; the rest are one band together, and the table has them all.
THEMES_DRAWN = 7
#: The words of that last band.
REST = "そのほかのテーマ"

#: Units of the drawing. Labels stand outside the bars; the widest theme has fourteen letters.
WIDTH, BAR_WIDTH, LEFT, RIGHT = 760, 10, 250, 510
_BANDS_HEIGHT, _ROW_AT_LEAST, _GAP, _TO_BASELINE = 300, 20, 8, 5


@dataclass(frozen=True)
class Bar:
    """A theme on one side: its place, and the words beside it with their baseline."""

    x: int
    y: float
    height: float
    label: str
    weight: int
    label_x: int
    label_y: float


@dataclass(frozen=True)
class Band:
    """From one theme to another, as the path of an area. `is_same`: nothing changed."""

    path: str
    is_same: bool


@dataclass(frozen=True)
class ChangeFigure:
    """All that is drawn."""

    left: list[Bar]
    right: list[Bar]
    bands: list[Band]
    height: int
    width: int = WIDTH
    bar_width: int = BAR_WIDTH


def change_figure(changes: Sequence[Change]) -> ChangeFigure | None:
    """The drawing of the changes; None where there are none."""
    if not changes:
        return None
    weights = _weights(changes)
    unit = _BANDS_HEIGHT / sum(weights.values())
    asked = list(dict.fromkeys(asked for asked, _ in weights))
    places = {name: place for place, name in enumerate(asked)}

    def origin(real: str) -> tuple[bool, float]:
        """Where on the left the bands of a theme come from on the whole: in this order few of them cross. The rest stays last."""
        reaching = {asked: weight for (asked, end), weight in weights.items() if end == real}
        return real == REST, sum(places[asked] * weight for asked, weight in reaching.items()) / sum(reaching.values())

    left = _bars(asked, weights, side=0, unit=unit)
    right = _bars(sorted({real for _, real in weights}, key=origin), weights, side=1, unit=unit)
    bottom = max(bar.y + bar.height for bar in (*left.values(), *right.values()))
    return ChangeFigure(
        left=list(left.values()),
        right=list(right.values()),
        bands=_bands(left, right, weights, unit),
        height=round(bottom + _ROW_AT_LEAST),
    )


def _weights(changes: Sequence[Change]) -> dict[tuple[str, str], int]:
    """How often each drawn theme leads to each other, the theme that is most asked about first and the rest last."""
    asked, real = Counter[str](), Counter[str]()
    for change in changes:
        asked[change.asked.name] += change.count
        real[change.real.name] += change.count
    drawn_asked, drawn_real = _drawn(asked), _drawn(real)
    weights = Counter[tuple[str, str]]()
    for change in changes:
        ends = (drawn_asked.get(change.asked.name, REST), drawn_real.get(change.real.name, REST))
        weights[ends] += change.count
    order = {name: place for place, name in enumerate((*drawn_asked, REST))}
    return dict(sorted(weights.items(), key=lambda item: order[item[0][0]]))


def _drawn(weights: Counter[str]) -> dict[str, str]:
    """The themes of one side that are drawn on their own, the most frequent first."""
    names = [name for name, _ in weights.most_common()]
    # A rest of a single theme would be a longer word for it.
    return {name: name for name in (names if len(names) == THEMES_DRAWN + 1 else names[:THEMES_DRAWN])}


def _bars(names: Sequence[str], weights: dict[tuple[str, str], int], *, side: int, unit: float) -> dict[str, Bar]:
    """The bars of one side from top to bottom, each with room for its words."""
    bars: dict[str, Bar] = {}
    x, label_x = (LEFT - BAR_WIDTH, LEFT - BAR_WIDTH - 8) if side == 0 else (RIGHT, RIGHT + BAR_WIDTH + 8)
    y = 4.0
    for name in names:
        weight = sum(weight for ends, weight in weights.items() if ends[side] == name)
        height = weight * unit
        room = max(height, _ROW_AT_LEAST)
        bars[name] = Bar(x, y + (room - height) / 2, height, name, weight, label_x, y + room / 2 + _TO_BASELINE)
        y += room + _GAP
    return bars


def _bands(left: dict[str, Bar], right: dict[str, Bar], weights: dict[tuple[str, str], int], unit: float) -> list[Band]:
    """The areas between the bars. They leave in the order of the bars on the right and arrive in that on the left: none cross at a bar."""
    departures = {name: bar.y for name, bar in left.items()}
    arrivals = {name: bar.y for name, bar in right.items()}
    starts = {}
    for asked, real in ((asked, real) for asked in left for real in right if (asked, real) in weights):
        starts[asked, real] = departures[asked]
        departures[asked] += weights[asked, real] * unit
    bands = []
    for asked, real in ((asked, real) for real in right for asked in left if (asked, real) in weights):
        path = _area(starts[asked, real], arrivals[real], weights[asked, real] * unit)
        bands.append(Band(path, is_same=asked == real != REST))
        arrivals[real] += weights[asked, real] * unit
    return bands


def _area(start: float, end: float, thick: float) -> str:
    """A band of one thickness from a height on the left to a height on the right."""
    middle = (LEFT + RIGHT) // 2
    return (
        f"M{LEFT} {start:.1f}C{middle} {start:.1f} {middle} {end:.1f} {RIGHT} {end:.1f}"
        f"v{thick:.1f}C{middle} {end + thick:.1f} {middle} {start + thick:.1f} {LEFT} {start + thick:.1f}Z"
    )
