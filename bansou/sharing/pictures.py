"""Draws the picture that other sites show for a page: its title on paper, and the sign of the site."""

import hashlib
import io
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bansou.sharing.lines import OPENS, cut_to_fit, lines_of
from bansou.sharing.subjects import Subject

#: What the large sites ask for.
WIDTH, HEIGHT = 1200, 630
#: Noto Sans CJK JP Bold with the characters of JIS X 0208 and of the extensions that Windows knows; fonts/README.md says how it is made.
FONT = Path(__file__).parent / "fonts" / "title.otf"
#: Change it when the drawing changes: pictures that others keep are then fetched anew.
DRAWING = "1"

_LEFT, _ROOM = 90, WIDTH - 2 * 90
_TOP, _BOTTOM = 176, 470
#: Size of the letters, and lines of that size that fit between top and bottom.
_SIZES = ((80, 2), (68, 3), (60, 3), (54, 4), (48, 4))
_LEADING = 1.4
#: The colours of static/css/tokens.css.
_PAPER, _INK, _SOFT, _ACCENT, _MID, _WASH = "#ffffff", "#1a201f", "#47524f", "#0d4f48", "#57a293", "#f4f8f6"
#: What printers set where they have no type.
_NO_TYPE = "〓"


def digest_of(subject: Subject) -> str:
    """Changes whenever the picture does."""
    return hashlib.sha256(f"{DRAWING}|{subject.kind}|{subject.title}".encode()).hexdigest()[:16]


@lru_cache(maxsize=128)
def picture_of(subject: Subject) -> bytes:
    """The picture as PNG, some twenty kilobytes. Drawn in some fifty milliseconds, and remembered in this process."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 520, WIDTH, HEIGHT), fill=_WASH)
    _sign(picture)
    draw.text((_LEFT, 84), _settable(subject.kind), font=_font(34), fill=_ACCENT)
    _title(draw, _settable(subject.title))
    draw.text((_LEFT + 104, 547), "伴走", font=_font(44), fill=_ACCENT)
    draw.text((_LEFT + 216, 557), "経営力再構築伴走支援の事例と知恵", font=_font(28), fill=_SOFT)
    file = io.BytesIO()
    picture.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def _title(draw: ImageDraw.ImageDraw, title: str) -> None:
    """The title in the largest letters that hold it, in the middle of its room."""
    for size, most in _SIZES:
        font = _font(size)
        if lines := lines_of(title, width_of=font.getlength, room=_ROOM, most=most):
            break
    else:
        lines = cut_to_fit(title, width_of=font.getlength, room=_ROOM, most=most)
    step = size * _LEADING
    top = _TOP + (_BOTTOM - _TOP - step * len(lines)) / 2
    for number, line in enumerate(lines):
        # The left half of an opening bracket is empty: it hangs out, so that the words stand in line.
        hanging = size / 2 if line[:1] in OPENS else 0
        draw.text((_LEFT - hanging, top + number * step), line, font=font, fill=_INK)


def _sign(picture: Image.Image) -> None:
    """Two lines that go side by side, as in templates/components/mark.html; drawn large and made small, so that they are smooth."""
    scale, box = 8, 48
    sign = Image.new("RGB", (box * scale, box * scale), _WASH)
    draw = ImageDraw.Draw(sign)
    for colour, start, curves in (
        (_MID, (16, 40), (((22, 40), (25, 35), (28, 29.5)), ((31, 24), (35, 20), (42, 20)))),
        (_ACCENT, (5, 32), (((11, 32), (14, 27), (17, 21.5)), ((20, 16), (24, 12), (31, 12)))),
    ):
        points: list[tuple[float, float]] = [start]
        for curve in curves:
            points += _bezier(points[-1], *curve)
        for x, y in points:
            draw.ellipse([(x - 2.5) * scale, (y - 2.5) * scale, (x + 2.5) * scale, (y + 2.5) * scale], fill=colour)
    picture.paste(sign.resize((84, 84), Image.Resampling.LANCZOS), (_LEFT - 6, 533))


_Point = tuple[float, float]


def _bezier(start: _Point, one: _Point, two: _Point, end: _Point, steps: int = 120) -> list[_Point]:
    """Points of a cubic curve, close enough to draw it with a round pen."""
    points = []
    for step in range(1, steps + 1):
        there = step / steps
        here = 1 - there
        weights = (here**3, 3 * here**2 * there, 3 * here * there**2, there**3)
        corners = (start, one, two, end)
        points.append(
            (
                sum(weight * corner[0] for weight, corner in zip(weights, corners, strict=True)),
                sum(weight * corner[1] for weight, corner in zip(weights, corners, strict=True)),
            )
        )
    return points


def _font(size: int) -> ImageFont.FreeTypeFont:
    # Opened for each picture: a face of FreeType serves one thread.
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def _settable(text: str) -> str:
    """The text without what our font has no type for: pictures and marks are left out, letters become 〓."""
    return "".join(
        character if _has_type(character) else _NO_TYPE if unicodedata.category(character)[0] == "L" else ""
        for character in unicodedata.normalize("NFC", " ".join(text.split()))
    )


@lru_cache(maxsize=8192)
def _has_type(character: str) -> bool:
    return character == " " or bytes(_font(20).getmask(character)) != _missing()


@cache
def _missing() -> bytes:
    """How the font draws what it does not have."""
    return bytes(_font(20).getmask("\uffff"))
