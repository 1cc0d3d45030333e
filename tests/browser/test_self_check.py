"""The self-check as somebody does it on his phone: begun, left, finished, and again three months later; and without JavaScript."""

import datetime
import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from bansou.school.models import SelfCheck
from tests.browser.conftest import PHONE
from tests.browser.watching import scroll_width


def _choose(page: Page, statement: str, answer: str) -> None:
    page.get_by_role("group", name=re.compile(statement)).get_by_role("radio", name=answer).check()


def _choose_everywhere(page: Page, answer: str) -> None:
    for radio in page.get_by_role("radio", name=answer).all():
        radio.check()


def test_left_half_way_it_goes_on_where_it_was_and_the_second_time_shows_the_change(own_site, browse, shots):
    page = browse("reader", viewport=PHONE)
    page.goto("/learn/self-check/")
    shots(page, "self-check-start")
    page.get_by_role("link", name="はじめる").click()
    _choose(page, "決算書やローカルベンチマーク", "たいていしている")
    expect(page.locator("#self-check-kept")).to_have_text(re.compile("保存しました"))

    page.goto("/me/")
    page.get_by_role("link", name="続きから答える").click()
    expect(page.get_by_role("radio", name="たいていしている").first).to_be_checked()
    page.get_by_role("button", name="結果を見る").click()
    expect(page.get_by_role("alert")).to_contain_text("ここまでの答えは保存しました")
    shots(page, "self-check-errors")
    _choose_everywhere(page, "ときどきしている")
    page.get_by_role("button", name="結果を見る").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("自己点検の結果")
    expect(page.get_by_role("img", name="12項目の答えの図")).to_be_visible()
    page.set_viewport_size(PHONE)
    width = scroll_width(page)
    assert width["content"] <= width["window"], width
    shots(page, "self-check-first")
    then = timezone.now() - datetime.timedelta(days=95)
    SelfCheck.objects.filter(person__email="reader@example.jp").update(finished_at=then)

    page.goto("/me/")
    page.get_by_role("link", name="自己点検のページへ").click()
    page.get_by_role("link", name="もう一度ふりかえる").click()
    _choose_everywhere(page, "ときどきしている")
    _choose(page, "言葉を足さずに待っている", "いつもしている")
    page.get_by_role("button", name="結果を見る").click()

    row = page.get_by_role("row", name=re.compile("沈黙を待つ"))
    expect(row).to_contain_text("いつもしている")
    expect(row).to_contain_text("前回：ときどきしている（2段ふえた）")
    expect(page.get_by_role("heading", name=re.compile("からの変化"))).to_be_visible()
    shots(page, "self-check-second")


def test_a_visitor_without_javascript_gets_his_result_on_the_spot(site, browse):
    page = browse(viewport=PHONE, java_script_enabled=False)
    page.goto("/learn/self-check/answer/")
    _choose_everywhere(page, "まだしていない")
    page.get_by_role("button", name="結果を見る").click()

    expect(page.get_by_text("どこにも保存していません")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(17)
    page.get_by_role("button", name="ログインして、この答えを残す").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))
