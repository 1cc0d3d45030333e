"""No typed text is lost, and nothing is saved twice, whatever the browser does."""

import re

from playwright.sync_api import expect

from bansou.operations.demo import PASSWORD
from cases.models import Case
from knowhow.models import Topic
from tests.browser.holdings import ADDRESSES

SAVE = "保存して、見え方を確かめる"


def test_two_tabs_that_edit_one_case_both_keep_their_text(own_site, browse, shots):
    first = browse("supporter")
    second = first.context.new_page()
    path = f"/cases/{own_site.holdings.draft}/edit/issue/"
    first.goto(path)
    second.goto(path)

    first.locator("#id_real_issue").fill("先の画面で書いた課題です。")
    first.get_by_role("button", name=SAVE).click()
    first.wait_for_url("**/preview/")
    second.locator("#id_real_issue").fill("後の画面で書いた課題です。")
    second.get_by_role("button", name=SAVE).click()

    expect(second.locator("#conflict")).to_be_visible()
    expect(second.locator("#id_real_issue")).to_have_value("後の画面で書いた課題です。")
    expect(second.locator(".conflict")).to_contain_text("先の画面で書いた課題です。")
    expect(second.get_by_label("いま入力した内容")).to_be_checked()
    shots(second, "conflict")
    second.get_by_role("button", name=SAVE).click()
    second.wait_for_url("**/preview/")
    expect(second.locator("main")).to_contain_text("後の画面で書いた課題です。")


def test_two_tabs_that_edit_one_topic_both_keep_their_text(own_site, browse):
    first = browse("supporter")
    second = first.context.new_page()
    path = f"/knowhow/topics/{own_site.holdings.topic}/edit/"
    first.goto(path)
    second.goto(path)

    first.get_by_label("本文").fill("先の画面で書いた本文です。よろしくお願いします。")
    first.get_by_role("button", name="修正を保存する").click()
    first.wait_for_url(re.compile(r"/topics/\d+/"))
    second.get_by_label("本文").fill("後の画面で書いた本文です。よろしくお願いします。")
    second.get_by_role("button", name="修正を保存する").click()

    expect(second.locator("main")).to_contain_text("先の画面で書いた本文です。")
    expect(second.get_by_label("本文")).to_have_value("後の画面で書いた本文です。よろしくお願いします。")


def test_a_double_click_saves_one_case(own_site, browse):
    page = browse("supporter")
    page.goto("/cases/new/")
    page.locator("#id_title").fill("二度押しした事例")

    page.get_by_role("button", name=SAVE).dblclick()
    page.wait_for_url("**/preview/")

    assert Case.objects.filter(title="二度押しした事例").count() == 1


def test_a_double_click_without_javascript_saves_one_topic(own_site, browse):
    page = browse("supporter", java_script_enabled=False)
    page.goto("/knowhow/new/")
    page.get_by_label("掲示板").select_option(index=1)
    page.get_by_label("題名").fill("二度押しした話題です")
    page.get_by_label("本文").fill("二度押しても、一つだけ残るはずの本文です。")

    page.get_by_role("button", name="話題を投稿する").dblclick()
    page.wait_for_url(re.compile(r"/topics/\d+/"))

    assert Topic.objects.filter(title="二度押しした話題です").count() == 1


def test_going_back_after_saving_shows_what_was_saved_and_saves_again_without_a_conflict(own_site, browse):
    page = browse("supporter")
    page.goto(f"/cases/{own_site.holdings.draft}/edit/issue/")
    page.locator("#id_real_issue").fill("はじめに書いた課題です。")
    page.get_by_role("button", name=SAVE).click()
    page.wait_for_url("**/preview/")

    page.go_back()
    expect(page.locator("#id_real_issue")).to_have_value("はじめに書いた課題です。")
    page.locator("#id_real_issue").fill("戻って書き足した課題です。")
    page.get_by_role("button", name=SAVE).click()
    page.wait_for_url("**/preview/")

    expect(page.locator("main")).to_contain_text("戻って書き足した課題です。")


def test_text_typed_while_the_session_ended_comes_back_after_sign_in(own_site, browse, watch):
    page = browse("supporter")
    path = f"/cases/{own_site.holdings.draft}/edit/dialogue/"
    page.goto(path)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="対話を足す").click()
    page.locator("[name=episodes-3-question]").fill("長い間に、ログインが切れた問いかけ")
    page.locator("[name=episodes-3-reaction]").fill("長い文章を書いている間に、時間がたちました。\n" * 40)
    expect(page.locator(".auto-draft__status")).to_contain_text("ログインが切れています")
    watch.forget()

    page.get_by_role("button", name=SAVE).click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_label("メールアドレス").fill(ADDRESSES["supporter"])
    page.get_by_label("パスワード").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url(f"**{path}")

    expect(page.locator("[name=episodes-3-question]")).to_have_value("長い間に、ログインが切れた問いかけ")
    expect(page.locator("[name=episodes-3-reaction]")).to_have_value(re.compile("時間がたちました"))
    page.get_by_role("button", name=SAVE).click()
    page.wait_for_url("**/preview/")
    assert len(Case.objects.get(pk=own_site.holdings.draft).episodes.all()) == 4
