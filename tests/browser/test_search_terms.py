"""Staff teach the search a word, and what people find changes."""

from playwright.sync_api import Page, expect


def _found(page: Page, words: str) -> int:
    page.goto(f"/search/?q={words}&typed=1")
    return page.locator(".search-page__list > li").count()


def test_a_word_that_staff_add_to_the_terms_finds_what_was_written_in_others(own_site, browse):
    visitor, staff = browse(), browse("owner")
    assert _found(visitor, "後継者") > 0
    assert _found(visitor, "kokeisha") == 0

    staff.goto("/admin/search-terms/new/")
    staff.get_by_label("言葉").first.fill("後継者\nkokeisha")
    staff.get_by_role("button", name="作成").click()
    staff.goto("/admin/search-terms/try/?sentence=kokeishaの話")
    expect(staff.get_by_text("効いていない変更があります。")).to_be_visible()
    staff.get_by_role("button", name="いまの言葉を、検索に効かせる").click()
    expect(staff.get_by_text("言葉の変更は、すべて検索に効いています。")).to_be_visible()

    # Every process looks for a new version every few seconds.
    for _ in range(20):
        if _found(visitor, "kokeisha"):
            break
        visitor.wait_for_timeout(500)
    assert _found(visitor, "kokeisha") > 0
