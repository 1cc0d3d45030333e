"""The files of content/ are written as the explainer needs them."""

import datetime as dt

import pytest

from bansou.explainer.blocks import BodyBlock
from bansou.explainer.figures import FIGURES
from bansou.explainer.texts import ContentError, read_text, read_texts
from cases.vocabularies import Inquiry, Wall

TEXTS = [text for text in read_texts() if text.kind != "home"]
FRONT = """+++
slug = "x"
kind = "chapter"
order = 1
title = "題"
summary = "要約"
updated = 2026-11-22
sources = []
+++
"""


def characters(text):
    """Length of the body as it is read, drawings left out."""
    block = BodyBlock()
    own_words = [raw for raw in text.body if raw["type"] != "figure"]
    return sum(len("".join(words.split())) for words in block.get_searchable_content(block.to_python(own_words)))


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.slug)
def test_a_chapter_has_800_to_1600_characters_and_a_wall_300_to_600(text):
    # A policy says all that is kept and done, however much that is.
    bounds = {"chapter": (800, 1600), "wall": (300, 600), "policy": (500, 2000)}

    least, most = bounds[text.kind]

    assert least <= characters(text) <= most


@pytest.mark.parametrize("text", [text for text in TEXTS if text.kind != "policy"], ids=lambda text: text.slug)
def test_what_is_said_about_the_method_has_a_source_with_the_date_on_which_it_was_read(text):
    sources = [raw["value"] for raw in text.sources]

    assert sources
    assert all(source["url"].startswith("https://") and source["title"] and source["publisher"] for source in sources)
    assert all(dt.date.fromisoformat(source["seen"]) <= text.updated for source in sources)


def test_every_wall_has_a_page_of_its_own_with_two_or_three_questions():
    walls = [text for text in TEXTS if text.kind == "wall"]

    assert [text.wall for text in walls] == list(Wall.values)
    for text in walls:
        [questions] = [raw["value"] for raw in text.body if raw["type"] == "questions"]
        assert text.slug == text.wall
        assert 2 <= len(questions) <= 3
        assert all(question["kind"] in Inquiry.values for question in questions)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.slug)
def test_a_summary_fits_a_card_and_the_description_of_a_page(text):
    assert 20 <= len(text.summary) <= 120


def test_every_drawing_is_used_and_every_drawing_used_exists():
    used = {raw["value"] for text in TEXTS for raw in text.body if raw["type"] == "figure"}

    assert used == set(FIGURES)


def test_filling_again_keeps_the_anchors_of_the_sections():
    assert [text.body for text in read_texts()] == [text.body for text in read_texts()]


def test_markdown_becomes_the_html_that_the_editor_keeps(tmp_path):
    path = tmp_path / "x.md"
    path.write_text(FRONT + "## 見出し\n**太字**と[リンク](/walls/)\n\n- 一\n- 二\n", encoding="utf-8")

    heading, words = read_text(path).body

    assert heading["value"] == "見出し"
    assert words["value"] == '<p><b>太字</b>と<a href="/walls/">リンク</a></p>\n<ul>\n<li>一</li>\n<li>二</li>\n</ul>'


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("no front matter", "x.md"),
        (FRONT.replace('title = "題"\n', ""), "title"),
        (FRONT.replace("order = 1", 'order = 1\npart = "middle"'), "middle"),
        (FRONT + ":::note 題\n閉じない", "never closed"),
        (FRONT + ":::table\n:::", "unknown block"),
        (FRONT + ":::compare 左\n:::", "2 cells expected"),
        (FRONT + ":::compare 左 | 右\n一 | 二\n:::", "3 cells expected"),
        (FRONT + ":::steps\n題のない文\n:::", "begins with ###"),
    ],
)
def test_a_badly_written_file_is_named_with_the_reason(tmp_path, source, reason):
    path = tmp_path / "x.md"
    path.write_text(source, encoding="utf-8")

    with pytest.raises(ContentError, match=r"x\.md.*") as raised:
        read_text(path)

    assert reason in str(raised.value)


def test_the_page_on_external_transmission_names_the_cookies_that_the_site_sets(settings):
    [text] = [text for text in TEXTS if text.slug == "external-transmission"]
    words = str(text.body)

    assert settings.SESSION_COOKIE_NAME in words
    assert settings.CSRF_COOKIE_NAME in words
    assert "messages" in words
    assert f"{settings.SESSION_COOKIE_AGE // 86400}日" in words
