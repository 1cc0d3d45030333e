"""Five minutes of somebody who has never heard of it, on a phone, by the keyboard."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.keys import tab_to


def _go(page: Page, name: str, address: str, *, inside: str = "main") -> None:
    tab_to(page, re.compile(name), inside=inside)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"//[^/]+{address}$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_newcomer_learns_what_it_is_how_it_differs_and_finds_a_case_at_his_wall(site, browse):
    page = browse(viewport=PHONE)
    page.goto("/")

    _go(page, "^伴走支援とは$", "/about/", inside=".home-hero")
    _go(page, "伴走", "/", inside=".site-header")
    _go(page, "^これまでの支援との違い$", "/difference/", inside=".home-part")
    tab_to(page, re.compile("メニュー"), inside="summary")
    page.keyboard.press("Enter")
    _go(page, "^五つの壁$", "/walls/", inside=".site-nav")
    _go(page, "向き合わない", "/walls/face/", inside=".wall-cards")
    _go(page, ".+", r"/cases/\d+/", inside=".card-case")

    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
