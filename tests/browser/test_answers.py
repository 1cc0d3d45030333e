"""A question goes to its answer: asked, replied to, solved, tried; also without JavaScript, also on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from bansou.moderation.models import LimitCounter
from knowhow.models import Reply, Topic
from tests.browser.conftest import DESK, PHONE

TITLE = "社長が話し終えるまで、どう待ちますか"


@pytest.fixture
def rested_site(own_site):
    """A site on which nobody has just posted."""
    LimitCounter.objects.all().delete()
    return own_site


def _ask(page: Page) -> None:
    """From the front, first on the wrong form, then on the right one."""
    page.goto("/knowhow/")
    page.get_by_role("link", name="話題を書く").click()
    page.get_by_label("題名").fill(TITLE)
    page.get_by_role("button", name="ノウハウを伝える").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ノウハウを伝える")
    page.get_by_role("button", name="質問する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("質問する")
    expect(page.get_by_label("題名")).to_have_value(TITLE)
    page.get_by_label("掲示板").select_option("dialogue")
    page.get_by_label("本文").fill("三秒で、次の質問をしてしまいます。")
    page.get_by_role("button", name="話題を投稿する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def _reply(page: Page, text: str) -> None:
    page.goto("/knowhow/boards/dialogue/?show=unanswered")
    page.get_by_role("link", name=TITLE).click()
    page.locator("#id_body").fill(text)
    page.get_by_role("button", name="返信を投稿する").click()
    page.wait_for_url("**#reply-*")


@pytest.mark.parametrize(("javascript", "viewport"), [(True, DESK), (False, PHONE)], ids=["desk", "phone without JavaScript"])
def test_a_question_is_answered_solved_and_tried(javascript, viewport, rested_site, browse, shots):
    asker = browse("supporter", viewport=viewport, java_script_enabled=javascript)
    helper = browse("reader", viewport=viewport, java_script_enabled=javascript)

    _ask(asker)
    _reply(helper, "手元のノートに、聞いた言葉を書いてみてはどうでしょう。")
    asker.reload()
    reply = asker.locator(".post--reply")
    reply.get_by_role("link", name="この返信で解決した").click()
    asker.get_by_label("お礼のひとこと").fill("明日、ノートを持っていきます。")
    asker.get_by_role("button", name="解決にする").click()
    expect(reply).to_contain_text("解決につながった返信")
    expect(reply).to_contain_text("明日、ノートを持っていきます。")
    expect(asker.locator(".topic-solutions")).to_contain_text("見本の読者さんの返信")
    shots(asker, "question-solved")

    reply.get_by_role("button", name="参考になった").click()
    expect(reply).to_contain_text("参考になった 1人")
    reply.get_by_role("link", name="やってみた").click()
    asker.get_by_label("やってみて、どうでしたか").fill("書いているあいだに、社長が続けてくれました。")
    asker.get_by_role("button", name="保存する").click()
    reply.get_by_text(re.compile("やってみた 1人")).click()
    expect(reply.get_by_text("書いているあいだに、社長が続けてくれました。")).to_be_visible()

    helper.goto("/knowhow/?show=solved")
    expect(helper.get_by_role("link", name=TITLE)).to_be_visible()
    helper.goto(f"/knowhow/people/{Reply.objects.latest('created_at').author_id}/?show=tried")
    expect(helper.locator("main")).to_contain_text("書いているあいだに、社長が続けてくれました。")
    reply.get_by_role("button", name="解決を取り消す").click()
    expect(reply).not_to_contain_text("解決につながった返信")
    assert not Topic.objects.get(title=TITLE).is_solved


def test_enter_in_the_title_shows_how_it_will_look_and_does_not_change_the_kind(rested_site, browse):
    page = browse("supporter", java_script_enabled=False)
    page.goto("/knowhow/new/?kind=talk&board=dialogue")
    page.get_by_label("本文").fill("来月の勉強会のお知らせです。")
    page.get_by_label("題名").fill("来月の勉強会のお知らせ")

    page.get_by_label("題名").press("Enter")

    expect(page.locator(".post-preview")).to_contain_text("来月の勉強会のお知らせです。")
    expect(page.get_by_label("題名")).to_have_value("来月の勉強会のお知らせ")
    page.get_by_role("button", name="話題を投稿する").click()
    page.wait_for_url(re.compile(r"/topics/\d+/"))
    assert Topic.objects.get(title="来月の勉強会のお知らせ").kind == "talk"
