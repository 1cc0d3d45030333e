"""The page of results: narrowing on a phone without JavaScript, and a search that is saved."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE


def test_results_are_narrowed_and_widened_on_a_phone_without_javascript(site, browse):
    page = browse(viewport=PHONE, java_script_enabled=False)
    page.goto("/search/?q=社長")
    offered = page.locator(".facet-links__link").first
    expect(offered).to_be_hidden()

    page.get_by_text("条件でしぼり込む").click()
    words = offered.inner_text().split("\n")[0].rsplit(" ", 1)[0].strip()
    offered.click()
    expect(page.locator(".condition-chip")).to_contain_text(words)
    expect(page.get_by_role("searchbox")).to_have_value("社長")
    page.locator(".condition-chip").click()

    expect(page.locator(".condition-chip")).to_have_count(0)
    expect(page.locator(".search-page__list li").first).to_be_visible()


def test_a_search_is_saved_and_opened_again(own_site, browse):
    page = browse("supporter")
    page.goto("/search/?q=後継者&kind=cases")

    page.get_by_role("button", name="この検索を保存する").click()
    page.wait_for_url("**/me/searches/")
    page.get_by_role("link", name="後継者／事例").first.click()

    page.wait_for_url(re.compile(r"/search/\?.*sort=new"))
    expect(page.locator(".search-tabs__link[aria-current]")).to_contain_text("事例")
