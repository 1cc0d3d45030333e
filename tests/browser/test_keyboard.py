"""The site by the keyboard alone."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.keys import tab_to


def test_a_reader_gets_from_home_over_a_wall_to_a_case(site, browse):
    page = browse()
    page.goto("/")

    tab_to(page, re.compile("向き合わない|②"), inside="main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/walls/face/")
    tab_to(page, re.compile(".+"), inside=".card-case")
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

    tab_to(page, re.compile("メニュー"), inside="summary")
    page.keyboard.press("Enter")
    expect(cases).to_be_visible()
    page.keyboard.press("Escape")

    expect(cases).to_be_hidden()
    assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"
