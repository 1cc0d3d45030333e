"""Going through a page by the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page

#: The widest outline of the focused element, or of the card around it that shows the focus in its place.
_OUTLINE = """() => {
    const around = [document.activeElement, document.activeElement.closest('article, .card-entrance, .card-case, .card-topic, .home-door')];
    const styles = around.filter(Boolean).map((element) => getComputedStyle(element));
    return Math.max(...styles.map((style) => style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth)));
}"""
MOST_STEPS = 150


def tab_to(page: Page, name: re.Pattern[str], *, inside: str = "body") -> None:
    """Press Tab until a link of this name has the focus; each stop on the way must be seen."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        here = page.evaluate("() => document.activeElement.textContent.trim()")
        assert page.evaluate(_OUTLINE) >= 2, f"no outline on {here!r}"
        if name.search(here) and page.evaluate("(inside) => !!document.activeElement.closest(inside)", inside):
            return
    pytest.fail(f"no stop named {name.pattern}")
