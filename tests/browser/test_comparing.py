"""Cases are chosen for comparison over several pages of the list."""

import re

from playwright.sync_api import expect


def test_what_is_ticked_goes_along_to_the_next_page_of_the_list_and_is_there_on_the_way_back(site, browse):
    page = browse()
    page.goto("/cases/")
    first = page.locator(".compare-form input[name=id]").first
    number = first.get_attribute("value")

    first.check()
    page.get_by_role("link", name="次のページ").click()
    page.wait_for_url(re.compile("after="))
    elsewhere = page.locator(f".compare-bar input[value='{number}']")
    expect(elsewhere).to_be_checked()
    page.locator(".case-list__cases input[name=id]").first.check()
    page.go_back()
    expect(page.locator(f".compare-form input[value='{number}']")).to_be_checked()
    page.go_forward()
    page.get_by_role("button", name="選んだ事例を並べて比べる").click()

    expect(page.locator(".compare-table__title")).to_have_count(2)
