"""Order, in the browser: a visitor reports and asks what came of it; a reply to a topic that was locked meanwhile keeps its text."""

import re

import pytest
from playwright.sync_api import expect

from bansou.moderation.models import Report, ReportState
from knowhow.actions import lock_topic
from knowhow.models import Reply, Topic
from tests.browser.conftest import PHONE
from tests.browser.holdings import person


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_visitor_reports_a_reply_and_asks_what_came_of_it(own_site, browse, scripts):
    page = browse(java_script_enabled=scripts, viewport=PHONE)

    page.goto(f"/knowhow/topics/{own_site.holdings.topic}/")
    page.locator(f"#reply-{own_site.holdings.reply}").get_by_role("link", name="運営に知らせる").click()
    if scripts:
        expect(page.locator("[name=task_answer]")).not_to_have_value("")
    page.get_by_label("会社や人が分かることが書かれている").check()
    page.get_by_label("くわしく").fill("社名があるようです。")
    page.get_by_role("button", name="事務局に送る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("受け付けました")
    number = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}", page.locator("main").inner_text()).group()
    page.goto("/report/receipt/")
    page.get_by_label("受付番号").fill(number)
    page.get_by_role("button", name="調べる").click()

    expect(page.locator("main")).to_contain_text("事務局の確認を待っています。")
    assert Report.objects.get(number=number).state == (ReportState.WAITING if scripts else ReportState.SUSPECT)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_reply_to_a_topic_that_was_locked_meanwhile_keeps_its_text(own_site, browse, scripts):
    page = browse("supporter", java_script_enabled=scripts, viewport=PHONE)
    topic = Topic.objects.get(pk=own_site.holdings.topic)
    before = Reply.objects.count()
    page.goto(topic.get_absolute_url())
    page.locator("#id_body").fill("書いている間に、受け付けが終わりました。")

    lock_topic(by=person("staff"), topic=topic, lock="closed", reason="話が出つくしました。")
    page.get_by_role("button", name="返信を投稿する").click()

    expect(page.locator("main")).to_contain_text("受け付けを終わりました。理由：話が出つくしました。")
    expect(page.locator("#id_body")).to_have_value("書いている間に、受け付けが終わりました。")
    assert Reply.objects.count() == before
