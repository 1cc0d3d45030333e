"""The files of content/ are written as the explainer needs them."""

import datetime as dt
import re
import tomllib
from itertools import pairwise

import pytest

from bansou.explainer.blocks import BodyBlock
from bansou.explainer.figures import FIGURES
from bansou.explainer.texts import CONTENT_DIR, ContentError, read_text, read_texts
from cases.vocabularies import Inquiry, Wall

TEXTS = [text for text in read_texts() if text.kind != "home"]
ABOUT_THE_METHOD = [text for text in TEXTS if text.kind != "policy"]
#: The parts in the order in which they are read.
PARTS = ("know", "proceed", "ask", "keep")
#: How far each kind of question reaches into the person who is asked, least first.
INTERFERENCE = ("pure", "diagnostic", "confrontive", "process")
#: Addresses of other rooms that texts lead to.
ROOMS = {
    "/cases/", "/knowhow/", "/knowhow/questions/", "/knowhow/clinic/",
    "/learn/", "/learn/sheet/", "/learn/role-plays/", "/learn/reading/",
}  # fmt: skip
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
def test_a_chapter_has_900_to_1800_characters_and_a_wall_800_to_1400(text):
    # A policy says all that is kept and done, however much that is.
    bounds = {"chapter": (900, 1800), "wall": (800, 1400), "policy": (500, 2000), "english": (1500, 4000)}

    least, most = bounds[text.kind]

    assert least <= characters(text) <= most


@pytest.mark.parametrize("text", ABOUT_THE_METHOD, ids=lambda text: text.slug)
def test_what_is_said_about_the_method_has_a_source_with_the_date_on_which_it_was_read(text):
    sources = [raw["value"] for raw in text.sources]

    assert sources
    assert all(source["url"].startswith("https://") and source["title"] and source["publisher"] for source in sources)
    assert all(dt.date.fromisoformat(source["seen"]) <= text.updated for source in sources)


def test_every_wall_has_a_page_of_its_own_with_questions_that_reach_deeper_one_by_one():
    walls = [text for text in TEXTS if text.kind == "wall"]

    assert [text.wall for text in walls] == list(Wall.values)
    for text in walls:
        [questions] = [raw["value"] for raw in text.body if raw["type"] == "questions"]
        assert text.slug == text.wall
        reached = [INTERFERENCE.index(question["kind"]) for question in questions]
        assert reached == sorted(reached)
        assert {question["kind"] for question in questions} == set(Inquiry.values)
        assert 5 <= len(questions) <= 8


def test_every_wall_says_by_what_it_is_known_what_helps_what_to_ask_and_what_not_to_do():
    for text in (text for text in TEXTS if text.kind == "wall"):
        headings = [raw["value"] for raw in text.body if raw["type"] == "heading"]

        assert headings == [
            "こんな様子に気づいたら",
            "この壁の前で起きていること（架空の例）",
            "役に立つこと",
            "問いかけてみる",
            "しないほうがよいこと",
        ]


def test_the_chapters_are_read_part_by_part():
    parts = [tomllib.loads(path.read_text(encoding="utf-8").split("+++")[1]) for path in CONTENT_DIR.glob("*.md")]
    read = [facts["part"] for facts in sorted(parts, key=lambda facts: facts["order"]) if facts["kind"] in ("chapter", "wall")]

    assert set(read) == set(PARTS)
    assert all(PARTS.index(after) >= PARTS.index(before) for before, after in pairwise(read))


def test_the_book_has_at_least_twenty_pages_about_the_method():
    assert len(ABOUT_THE_METHOD) >= 20


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.slug)
def test_a_text_leads_only_to_other_texts_and_to_rooms_of_the_site(text):
    pages = {f"/walls/{other.slug}/" if other.kind == "wall" else f"/{other.slug}/" for other in TEXTS}

    links = set(re.findall(r'href="([^"]+)"', str(text.body)))

    assert links <= pages | ROOMS
    assert f"/{text.slug}/" not in links


@pytest.mark.parametrize("text", [text for text in ABOUT_THE_METHOD if text.kind == "chapter"], ids=lambda text: text.slug)
def test_a_chapter_leads_on_and_is_led_to(text):
    others = " ".join(str(other.body) for other in ABOUT_THE_METHOD if other is not text)

    assert "href=" in str(text.body)
    assert f'href="/{text.slug}/"' in others


@pytest.mark.parametrize("text", ABOUT_THE_METHOD, ids=lambda text: text.slug)
def test_a_paragraph_is_short_enough_to_be_read_aloud_in_one_breath_or_two(text):
    words = [
        re.sub(r"<[^>]+>", "", part)
        for raw in text.body
        if raw["type"] == "text"
        for part in re.split("</p>|</li>", raw["value"])
    ]

    most = 520 if text.slug == "en" else 260  # of letters a word has some, of characters one or two
    assert [part for part in words if len(part) > most] == []


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


def test_what_stands_beside_a_chapter_is_named_in_a_file_of_its_own(tmp_path):
    path = tmp_path / "x.md"
    path.write_text(FRONT + "文。", encoding="utf-8")

    text = read_text(path, {"x": {"wall": "face", "inquiry": "pure"}})

    assert text.beside == {"wall": "face", "inquiry": "pure"}
    assert text.digest != read_text(path).digest
    for wrong in ({"wall": "high"}, {"story": "pure"}):
        with pytest.raises(ContentError, match=r"high|story"):
            read_text(path, {"x": wrong})


def test_the_page_on_external_transmission_names_the_cookies_that_the_site_sets(settings):
    [text] = [text for text in TEXTS if text.slug == "external-transmission"]
    words = str(text.body)

    assert settings.SESSION_COOKIE_NAME in words
    assert settings.CSRF_COOKIE_NAME in words
    assert "messages" in words
    assert f"{settings.SESSION_COOKIE_AGE // 86400}日" in words
