"""Writing in the exchange: nothing is lost by a closed tab or a lost session; pictures, quotations and the look before posting."""

import re

from playwright.sync_api import Page, expect

from bansou.operations.demo import PASSWORD
from knowhow.models import Reply
from tests.browser.conftest import PHONE
from tests.browser.holdings import ADDRESSES
from tests.factories import photo_with_gps

TEXT = "まだ途中ですが、三つ数えてから話すようにしています。"


def _picture() -> dict[str, object]:
    return {"name": "白板.jpg", "mimeType": "image/jpeg", "buffer": photo_with_gps(size=(800, 600)).read()}


def _reply_to(page: Page, topic: int) -> None:
    page.goto(f"/knowhow/topics/{topic}/")


def test_a_reply_survives_a_closed_tab(own_site, browse, shots):
    page = browse("reader", viewport=PHONE)
    _reply_to(page, own_site.holdings.topic)
    page.get_by_label("返信", exact=False).locator("visible=true").first.wait_for()
    page.locator("#id_body").press_sequentially(TEXT)
    expect(page.locator(".auto-draft__status")).to_contain_text("下書きを保存しました")
    page.close(run_before_unload=False)

    again = page.context.new_page()
    again.goto("/me/")
    shots(again, "my-page-with-a-draft")
    again.get_by_role("link", name=re.compile("^返信：")).click()

    expect(again.locator("#id_body")).to_have_value(TEXT)
    again.get_by_role("button", name="返信を投稿する").click()
    again.wait_for_url(re.compile("#reply-"))
    again.goto("/me/")
    expect(again.locator("main")).not_to_contain_text("書きかけの文章")


def test_a_reply_survives_a_lost_session(own_site, browse, watch):
    page = browse("reader")
    _reply_to(page, own_site.holdings.topic)
    page.locator("#id_body").fill(TEXT)
    page.context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="返信を投稿する").click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_label("メールアドレス").fill(ADDRESSES["reader"])
    page.get_by_label("パスワード").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url(re.compile(r"/knowhow/topics/\d+/"))
    watch.forget()

    expect(page.locator("#id_body")).to_have_value(TEXT)


def test_a_passage_is_quoted_beside_what_was_typed(own_site, browse):
    page = browse("reader")
    _reply_to(page, own_site.holdings.topic)
    page.locator("#id_body").fill("先に書いた文です。")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.post--opening li'))")

    page.locator(".post--opening").get_by_role("link", name="引用して返信").click()

    expect(page.locator("#id_body")).to_have_value(re.compile(r"^先に書いた文です。\n\n> .+さん：\n> お茶を飲む\n\n$"))


def test_pictures_quotations_and_the_look_work_without_javascript(own_site, browse, shots):
    page = browse("reader", java_script_enabled=False, viewport=PHONE)
    _reply_to(page, own_site.holdings.topic)
    page.locator(".post--opening").get_by_role("link", name="引用して返信").click()
    expect(page.locator("#id_body")).to_have_value(re.compile("^> .+さん：\n> 社長が考え込んだとき"))
    page.locator("#id_body").fill("株式会社みほんの山田太郎さんの白板です。")
    page.get_by_text("写真を入れる", exact=True).click()
    page.get_by_label("写真", exact=True).or_(page.locator("#id_picture")).first.set_input_files(_picture())
    page.locator("#id_picture_alt").fill("付せんを貼った白板")
    page.get_by_role("button", name="写真を本文に入れる").click()
    expect(page.locator("#id_body")).to_have_value(re.compile(r"白板です。\n\n【写真\d+】"))

    page.get_by_role("button", name="返信を投稿する").click()
    expect(page.get_by_role("heading", name="投稿前の確認")).to_be_visible()
    shots(page, "before-posting")
    page.get_by_role("button", name="返信を投稿する").click()

    page.wait_for_url(re.compile(r"\?reply="))
    picture = page.get_by_role("img", name="付せんを貼った白板")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete || true")
    assert Reply.objects.latest("created_at").pictures.count() == 1
    shots(page, "topic-with-a-picture")


def test_similar_ones_appear_below_the_title_and_are_reached_by_the_keyboard(own_site, browse, shots):
    page = browse("reader")
    page.goto("/knowhow/new/")

    page.get_by_label("題名").press_sequentially("沈黙が続いたとき")

    similar = page.locator("#similar a")
    expect(similar.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(similar.first).to_be_focused()
    shots(page, "similar")
