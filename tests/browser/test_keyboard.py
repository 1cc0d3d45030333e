"""The site by the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

#: The widest outline of the focused element, or of the card around it that shows the focus in its place.
_OUTLINE = """() => {
    const around = [document.activeElement, document.activeElement.closest('article, .card-entrance, .card-case, .card-topic')];
    const styles = around.filter(Boolean).map((element) => getComputedStyle(element));
    return Math.max(...styles.map((style) => style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth)));
}"""
MOST_STEPS = 120


def _tab_to(page: Page, name: re.Pattern[str], *, inside: str = "body") -> None:
    """Press Tab until a link of this name has the focus; each stop on the way must be seen."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        here = page.evaluate("() => document.activeElement.textContent.trim()")
        assert page.evaluate(_OUTLINE) >= 2, f"no outline on {here!r}"
        if name.search(here) and page.evaluate("(inside) => !!document.activeElement.closest(inside)", inside):
            return
    pytest.fail(f"no stop named {name.pattern}")


def test_a_reader_gets_from_home_over_a_wall_to_a_case(site, browse):
    page = browse()
    page.goto("/")

    _tab_to(page, re.compile("向き合わない|②"), inside="main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/walls/face/")
    _tab_to(page, re.compile(".+"), inside=".card-case")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_first_stop_leads_to_the_text(site, browse):
    page = browse()
    page.goto("/about/")

    page.keyboard.press("Tab")
    link = page.locator(".skip-link")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")

    assert page.evaluate("() => document.activeElement.id") == "main"


def test_the_menu_of_a_phone_opens_and_closes_by_keys(site, browse):
    page = browse(viewport=PHONE)
    page.goto("/")
    cases = page.get_by_role("navigation", name="主なページ").get_by_role("link", name="事例")
    expect(cases).to_be_hidden()

    _tab_to(page, re.compile("メニュー"), inside="summary")
    page.keyboard.press("Enter")
    expect(cases).to_be_visible()
    page.keyboard.press("Escape")

    expect(cases).to_be_hidden()
    assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"
