"""The drawings can be read by everybody, on every screen and on paper."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from bansou.explainer.figures import FIGURES

FOLDER = Path(settings.BASE_DIR) / "templates" / "explainer" / "figures"
SVG = "{http://www.w3.org/2000/svg}"
#: At 300 px a drawing is shown at the size in which it is drawn.
WIDTH, LEAST_TEXT = 300, 12

figures = pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda figure: figure.name)


def drawing(figure):
    return ET.fromstring((FOLDER / f"{figure.name}.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own file


def test_every_drawing_has_words_and_every_words_have_a_drawing():
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(FIGURES)


@figures
def test_a_drawing_has_a_title_and_its_content_in_words(figure):
    root = drawing(figure)

    title = root.find(f"{SVG}title")

    assert title.text
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == title.get("id")
    assert figure.caption
    assert len(figure.description) >= 60


@figures
def test_what_is_written_in_a_drawing_is_told_in_its_words(figure):
    told = re.sub(r"[\W\d]", "", figure.title + figure.caption + figure.description)
    written = [re.sub(r"[\W\d]", "", element.text or "") for element in drawing(figure).iter(f"{SVG}text")]

    untold = [words for words in written if not any(words[start : start + 3] in told for start in range(max(1, len(words) - 2)))]

    assert untold == []


@figures
def test_a_drawing_has_no_style_and_no_script(figure):
    for element in drawing(figure).iter():
        assert element.tag not in {f"{SVG}style", f"{SVG}script", f"{SVG}image", f"{SVG}use"}
        assert not [name for name in element.attrib if name == "style" or name.startswith("on") or name.endswith("href")]


@figures
def test_the_words_of_a_drawing_can_be_read_at_300_pixels(figure):
    root = drawing(figure)

    assert root.get("viewBox").split()[2] == str(WIDTH)
    assert all(float(element.get("font-size")) >= LEAST_TEXT for element in root.iter(f"{SVG}text"))


@figures
def test_the_lines_of_a_drawing_take_the_colour_of_the_page(figure):
    strokes = {element.get("stroke") for element in drawing(figure).iter() if element.get("stroke")}

    assert "currentColor" in strokes


@figures
def test_a_drawing_stands_on_a_page_with_its_caption_and_its_words(figure):
    html = render_to_string("explainer/figure.html", {"figure": figure})

    assert "<svg" in html
    assert figure.caption in html
    assert figure.description in html
    assert "図の説明" in html
