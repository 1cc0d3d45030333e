"""Follow, come back to what is new, and have read it; also on a phone without JavaScript."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from knowhow.actions import post_reply
from knowhow.models import Topic
from tests.browser.conftest import DESK, PHONE
from tests.browser.holdings import person

_NEWS = "わたしは、窓の外を一緒に見ます。"


@pytest.mark.parametrize("has_script", [True, False])
def test_somebody_follows_a_topic_and_comes_back_to_what_is_new(has_script, own_site, browse, shots):
    page = browse("staff", viewport=DESK if has_script else PHONE, java_script_enabled=has_script)
    topic = Topic.objects.get(pk=own_site.holdings.topic)
    page.goto(topic.get_absolute_url())
    page.get_by_role("button", name=re.compile("^フォローする")).click()
    expect(page.locator(".follow-control__summary")).to_contain_text("フォロー中（すべて）")
    page.goto("/knowhow/unread/")
    expect(page.get_by_role("heading", level=2)).to_have_text("未読はありません")

    reply = post_reply(by=person("owner"), topic=topic, body=_NEWS, submission_key=uuid.uuid4())

    page.goto("/knowhow/")
    page.get_by_role("link", name=re.compile("^未読の話題")).click()
    shots(page, f"unread-{has_script}")
    page.get_by_role("link", name=topic.title).click()
    page.wait_for_url(re.compile(rf"reply={reply.pk}#reply-{reply.pk}$"))
    expect(page.locator(f"#reply-{reply.pk}")).to_contain_text(_NEWS)
    page.goto("/knowhow/unread/")
    expect(page.get_by_role("heading", level=2)).to_have_text("未読はありません")

    page.get_by_role("link", name="フォロー", exact=True).click()
    row = page.get_by_role("listitem").filter(has_text=topic.title)
    row.locator("summary").click()
    row.get_by_role("button", name=re.compile("^見ない")).click()
    expect(row.locator("summary")).to_contain_text("見ない")
    shots(page, f"following-{has_script}")


def test_somebody_without_javascript_keeps_a_bookmark_with_a_note(own_site, browse, shots):
    page = browse("reader", viewport=PHONE, java_script_enabled=False)
    page.goto(f"/knowhow/topics/{own_site.holdings.topic}/")
    reply = page.locator(f"#reply-{own_site.holdings.reply}")
    reply.get_by_text("ほか", exact=True).click()
    reply.get_by_role("link", name="しおり").click()
    page.get_by_label(re.compile("自分だけのメモ")).fill("木曜の訪問の前に読む")
    page.get_by_role("button", name="しおりを保存する").click()

    page.get_by_role("link", name="この話題にしおりがあります").click()

    expect(page.locator(".bookmark-list__note")).to_contain_text("木曜の訪問の前に読む")
    shots(page, "bookmarks")
    page.get_by_role("link", name=re.compile("メモを直す・外す")).click()
    page.get_by_role("button", name="しおりを外す").click()
    expect(page.get_by_text("この話題にしおりがあります")).to_have_count(0)


def test_a_case_is_asked_about_from_its_page(own_site, browse, shots):
    page = browse("supporter")
    page.goto(f"/cases/{own_site.holdings.published}/")
    shots(page, "case-talk")
    page.get_by_role("link", name="この事例について広場で尋ねる").click()
    expect(page.get_by_role("heading", name="この事例について尋ねます")).to_be_visible()
    page.get_by_label(re.compile("^掲示板")).select_option(index=1)
    page.get_by_label(re.compile("^題名")).fill("昼休みには、どう気づいたのですか")
    page.get_by_label(re.compile("^本文")).fill("きっかけになった場面を、もう少し聞かせてください。")
    page.get_by_text("キーワードを付ける").click()
    page.get_by_label("昼休み", exact=True).check()
    shots(page, "topic-new-with-case")
    page.get_by_role("button", name="話題を投稿する").click()

    expect(page.locator(".topic-cases")).to_contain_text("公開された事例")
    shots(page, "topic-with-case")
    page.get_by_role("link", name="昼休み", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("昼休み")
    shots(page, "keyword")
    page.goto(f"/cases/{own_site.holdings.published}/")
    expect(page.get_by_role("link", name="昼休みには、どう気づいたのですか")).to_be_visible()
