"""The site without JavaScript: nothing is missing that somebody needs."""

import re

from django.core import mail
from playwright.sync_api import expect

from bansou.notifications.models import Notice
from knowhow.models import Topic

PASSWORD = "やまのぼりのひと-2026"


def test_a_newcomer_signs_up_asks_and_reads_staffs_answer(own_site, browse):
    newcomer, staff = browse(java_script_enabled=False), browse("staff", java_script_enabled=False)

    newcomer.goto("/")
    newcomer.get_by_role("link", name="新規登録").first.click()
    newcomer.get_by_label("表示名").press_sequentially("みなと")
    newcomer.get_by_label("メールアドレス").press_sequentially("minato@example.jp")
    newcomer.get_by_label("パスワード").press_sequentially(PASSWORD)
    newcomer.wait_for_timeout(4000)  # without the browser's work, the form asks for a moment
    newcomer.get_by_role("button", name="確認のメールを受け取る").click()
    newcomer.wait_for_url("**/confirm-email/")
    newcomer.goto(re.search(r"https?://\S+", _letter_to("minato@example.jp")).group())
    newcomer.get_by_role("button", name="確認する").click()
    newcomer.wait_for_url("**/me/")
    newcomer.goto("/knowhow/")
    newcomer.get_by_role("link", name="話題を書く").click()
    newcomer.get_by_label("掲示板").select_option(index=1)
    newcomer.get_by_label("題名").fill("はじめて会う社長に、何から聴きますか")
    newcomer.get_by_label("本文").fill("来週、はじめて訪問します。\n■ 知りたいこと\n・最初のひとこと")
    newcomer.get_by_role("button", name="話題を投稿する").click()
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("はじめて会う社長に、何から聴きますか")
    topic = Topic.objects.get(title="はじめて会う社長に、何から聴きますか")

    staff.goto(topic.get_absolute_url())
    staff.get_by_role("link", name="確認して表示する").click()
    staff.get_by_label("理由").select_option(label="問題は見あたらない")
    staff.get_by_role("button", name="確認して表示する").click()
    staff.wait_for_url(f"**{topic.get_absolute_url()}")
    staff.locator("#id_body").fill("まず、いまの仕事で楽しいことを聴いてみてください。")
    staff.get_by_role("button", name="返信を投稿する").click()
    staff.wait_for_url("**#reply-*")
    newcomer.reload()

    expect(newcomer.locator("main")).to_contain_text("まず、いまの仕事で楽しいことを聴いてみてください。")
    # He has read it on the site; whoever has not gets it by mail after ten minutes.
    assert Notice.objects.get(event="own_reply", person__email="minato@example.jp").read_at


def _letter_to(address: str) -> str:
    """The text of the last mail to somebody."""
    return next(str(letter.body) for letter in reversed(mail.outbox) if letter.to == [address])
