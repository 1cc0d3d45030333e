"""The list below the search box while somebody types."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from bansou.search.counting import count_words
from tests.browser.axe import axe_findings
from tests.browser.conftest import DESK, PHONE


@pytest.fixture
def counted(own_site):
    """A site whose words have been counted."""
    count_words()
    return own_site


def _box(page: Page):
    return page.locator("main").get_by_role("combobox", name="サイト内検索")


def test_the_list_is_walked_by_keys_and_leads_to_the_results(counted, browse, shots):
    page = browse()
    page.goto("/search/")
    box, options = _box(page), page.get_by_role("option")

    box.press_sequentially("後継")
    expect(options.first).to_be_visible()
    shots(page, "suggestions", small=False)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", re.compile("-0$"))
    expect(box).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("後継")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    word = options.first.locator(".search-suggest__text").inner_text()
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/?q=*")
    expect(_box(page)).to_have_value(word)


def test_enter_without_a_choice_searches_for_what_was_typed(site, browse):
    page = browse()
    page.goto("/")

    page.get_by_role("banner").get_by_role("combobox").press_sequentially("面談")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/search/\?q=%E9%9D%A2%E8%AB%87$"))


def test_a_press_on_a_title_leads_to_the_thing(site, browse):
    page = browse("supporter")
    page.goto("/search/")

    _box(page).press_sequentially("社長")
    title = page.get_by_role("option").filter(has_text="事例").first
    words = title.locator(".search-suggest__text").inner_text()
    title.click()

    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_nothing_is_looked_up_while_the_input_method_composes(site, browse):
    page = browse()
    page.goto("/search/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    box = _box(page)
    box.focus()
    keyboard = page.context.new_cdp_session(page)

    for text in ("k", "こ", "こうけい", "後継者"):
        keyboard.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    page.wait_for_timeout(400)
    assert not asked
    keyboard.send("Input.insertText", {"text": "後継者"})

    expect(page.get_by_role("option").first).to_be_visible()
    expect(box).to_have_value("後継者")
    assert len(asked) == 1


def test_the_open_list_is_accessible_and_stays_on_the_screen(counted, browse):
    page = browse()
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.goto("/search/")
        _box(page).press_sequentially("支援")
        expect(page.get_by_role("option").first).to_be_visible()

        assert axe_findings(page) == []
        if folder := os.environ.get("BANSOU_SHOTS"):
            page.screenshot(path=f"{folder}/suggestions-open-{size['width']}.png")
        box = page.get_by_role("listbox").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_in_the_menu_of_a_phone_escape_closes_the_list_first(site, browse):
    page = browse(viewport=PHONE)
    page.goto("/")
    page.locator(".site-menu__summary").click()

    page.get_by_role("banner").get_by_role("combobox").press_sequentially("後継者")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.locator(".site-menu")).to_have_attribute("open", "")
    page.keyboard.press("Escape")

    expect(page.locator(".site-menu")).not_to_have_attribute("open", "")
