"""The path in a browser: across sign-in, without JavaScript, with a note that stays there, and the record on one sheet of paper."""

import re

import pytest
from playwright.sync_api import expect

from bansou.operations.demo import PASSWORD
from bansou.school.models import LessonDone
from tests.browser.conftest import PHONE
from tests.browser.holdings import person

LESSON = "/learn/path/four-kinds/"


@pytest.mark.parametrize("with_script", [True, False])
def test_what_a_visitor_has_done_is_his_after_signing_in(with_script, own_site, browse):
    page = browse(viewport=PHONE, java_script_enabled=with_script)
    page.goto("/learn/")
    page.get_by_role("link", name="このレッスンを開く").click()
    title = page.locator("h1").inner_text()
    page.get_by_role("button", name="学びました").click()
    expect(page.get_by_text("学んだ印を付けました").first).to_be_visible()

    page.goto("/learn/path/")
    page.locator("main").get_by_role("link", name="ログイン", exact=True).click()
    page.get_by_label("メールアドレス").fill("reader@example.jp")
    page.locator("main input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/learn/path/$"))
    expect(page.get_by_text("ログインする前に学んだ1つのレッスンを")).to_be_visible()
    expect(page.locator(".path-steps__step--done")).to_have_count(1)
    assert list(LessonDone.objects.of(person("reader")).values_list("lesson__title", flat=True)) == [title]


def test_a_note_to_oneself_stays_in_the_browser_and_is_sent_nowhere(site, browse):
    page = browse()
    sent = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.goto(LESSON)

    page.get_by_label("自分へのメモ").fill("診断的な問いを使いすぎる。")
    page.reload()

    expect(page.get_by_label("自分へのメモ")).to_have_value("診断的な問いを使いすぎる。")
    assert not any("診断的" in body for body in sent)
    page.get_by_role("button", name="メモを消す").click()
    page.reload()
    expect(page.get_by_label("自分へのメモ")).to_have_value("")


def test_without_javascript_a_lesson_asks_for_paper(site, browse):
    page = browse(java_script_enabled=False)

    page.goto(LESSON)

    expect(page.get_by_label("自分へのメモ")).to_be_hidden()
    expect(page.get_by_text("答えは、紙に書くか、心の中で思うだけでかまいません。")).to_be_visible()


def test_the_fullest_record_prints_on_one_sheet_with_its_number_and_nothing_of_the_site(site, browse):
    page = browse("supporter")
    page.goto(f"/learn/certificate/{site.holdings.certificate}/")

    paper = page.pdf(format="A4", prefer_css_page_size=True)
    page.emulate_media(media="print")

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    expect(page.locator(".certificate")).to_contain_text(site.holdings.certificate)
    for hidden in (".site-header", ".site-footer", ".certificate-tools", ".print-footer"):
        expect(page.locator(hidden)).to_be_hidden()
