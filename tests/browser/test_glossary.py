"""A marked word shows its meaning by pointer, by keyboard and by finger, and is a link where there is no JavaScript (WCAG 1.4.13)."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

#: A chapter with marks, and a word that is marked in it.
CHAPTER, WORD, ADDRESS = "/difference/", "課題設定型", "/glossary/issue-setting/"


@pytest.fixture
def word_in():
    def _word_in(page):
        return page.locator("main a.gloss", has_text=WORD).first

    return _word_in


def test_a_pointer_reads_the_meaning_and_escape_puts_it_away(site, browse, word_in, shots):
    page = browse()
    page.goto(CHAPTER)
    tip = page.get_by_role("tooltip")

    word_in(page).hover()
    expect(tip).to_contain_text("何が本当の課題なのかを")
    tip.hover()
    page.wait_for_timeout(400)  # longer than it waits for the pointer to come over
    expect(tip).to_be_visible()
    shots(page, "glossary-hover", small=False)
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()

    word_in(page).hover()
    expect(tip).to_be_visible()
    page.mouse.move(5, 5)
    expect(tip).to_be_hidden()


def test_the_keyboard_reads_the_meaning_where_the_focus_is(site, browse, word_in):
    page = browse()
    page.goto(CHAPTER)
    word = word_in(page)
    tip = page.get_by_role("tooltip")

    page.keyboard.press("Tab")
    word.focus()
    expect(tip).to_be_visible()
    expect(word).to_have_accessible_description(tip.inner_text())
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(word).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{ADDRESS}")


def test_a_finger_reads_first_and_goes_on_with_the_second_tap(site, browse, word_in, shots):
    page = browse(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(CHAPTER)
    tip = page.get_by_role("tooltip")

    word_in(page).tap()
    expect(tip).to_contain_text("もう一度押すと")
    assert page.url.endswith(CHAPTER)
    box = tip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    shots(page, "glossary-tap", small=False)
    page.locator("h1").tap()
    expect(tip).to_be_hidden()
    word_in(page).tap()
    word_in(page).tap()
    page.wait_for_url(f"**{ADDRESS}")


def test_without_javascript_a_mark_is_a_link_and_on_paper_it_is_nothing(site, browse, word_in):
    page = browse(java_script_enabled=False)
    page.goto(CHAPTER)
    page.emulate_media(media="print")
    expect(word_in(page)).to_have_css("text-decoration-line", "none")
    page.emulate_media(media="screen")
    word_in(page).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("課題設定型支援")
    page.get_by_role("link", name="用語集にもどる").click()
    page.get_by_role("navigation", name="五十音").get_by_role("link", name="た行").click()
    assert page.url.endswith("#row-4")
