"""Cases like a client, as somebody with a note asks for them."""

import re

from playwright.sync_api import expect


def test_a_note_is_answered_without_javascript_and_stands_in_no_address(own_site, browse, shots):
    page = browse(java_script_enabled=False)
    page.goto("/cases/")
    page.get_by_role("link", name="支援先に似た事例をさがす").click()

    page.get_by_role("textbox", name="支援先のようす").fill(
        "温泉旅館。女将と料理長の仲が悪く、社長は間に入って伝言をするだけです。"
    )
    page.get_by_role("button", name="似た事例をさがす").click()

    expect(page.get_by_role("heading", name=re.compile("似ている順に"))).to_be_visible()
    expect(page.locator(".card-case__remark").first).to_contain_text("「女将」")
    expect(page.get_by_role("textbox", name="支援先のようす")).to_have_value(re.compile("^温泉旅館"))
    assert page.url.endswith("/cases/like/")
    shots(page, "like-note")


def test_a_topic_being_typed_shows_cases_alike_with_their_reason(own_site, browse, shots):
    page = browse("reader")
    page.goto("/knowhow/new/")

    page.get_by_label("題名").press_sequentially("間に立つ人")
    page.get_by_label("本文").press_sequentially("女将と料理長が口をきかず、社長が伝言をしています。")

    expect(page.locator("#similar .similar__reason").first).to_contain_text("「料理長」")
    shots(page, "topic-alike")
