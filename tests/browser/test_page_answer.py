"""A reader says whether a page helped: by the keyboard, and on a phone without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from bansou.explainer.models import PageAnswer
from tests.browser.conftest import DESK, PHONE

REASON = "「待つ」のところで、先週の面談を思い出しました。"


def _open_form(page: Page) -> None:
    page.goto("/about/")
    link = page.get_by_role("link", name=re.compile("^いいえ"))
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/pages/\d+/answer/\?helpful=no$"))


@pytest.mark.parametrize(("javascript", "viewport"), [(True, DESK), (False, PHONE)], ids=["desk", "phone without JavaScript"])
def test_a_reader_answers_and_goes_back_to_the_page(javascript, viewport, own_site, browse, shots):
    page = browse(viewport=viewport, java_script_enabled=javascript)
    _open_form(page)
    expect(page.get_by_role("radio", name="いいえ")).to_be_checked()
    page.get_by_label(re.compile("理由を教えて")).fill(REASON)
    if javascript:  # the work is done while one reads and types; a busy machine needs longer than this test types
        expect(page.locator("[name=task_answer]")).not_to_have_value("", timeout=20_000)
    else:  # whose browser does no work is asked to wait for a moment, and keeps what was typed
        page.get_by_role("button", name="送る").click()
        expect(page.get_by_label(re.compile("理由を教えて"))).to_have_value(REASON)
        page.wait_for_timeout(4200)
    shots(page, f"page-answer-{'desk' if javascript else 'phone'}")

    page.get_by_role("button", name="送る").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("ありがとうございました", timeout=20_000)
    answer = PageAnswer.objects.get()
    assert (answer.page.slug, answer.is_helpful, answer.reason) == ("about", False, REASON)
    page.get_by_role("link", name="「伴走支援とは」に戻る").click()
    page.wait_for_url("**/about/")
