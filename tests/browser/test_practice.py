"""Practice in a browser: a case that stops, and the sheets on paper."""

import re

from playwright.sync_api import Page, expect

from bansou.school.models import PresidentSheet, ReadingStop, RolePlay, RolePlayPart
from bansou.school.models.president_sheet import LEAD_MAX, PART_MAX, PARTS
from bansou.school.models.role_play import SETTING_MAX, SHEET_MAX
from tests.browser.conftest import PHONE


def _pages_on_paper(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


def test_a_visitor_practises_by_keyboard_on_a_phone_and_reads_what_the_supporter_did(site, browse):
    page = browse()
    page.set_viewport_size(PHONE)
    page.goto("/learn/reading/")
    page.get_by_role("link", name="昼どき、窓のある事務所で").click()
    expect(page.locator("main")).not_to_contain_text("お昼はいつもどこで")

    page.get_by_label("あなたの問いかけ").focus()
    page.keyboard.type("しばらく一緒に窓の外を見ます")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="書いて、続きを読む")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("その先を読む")
    expect(page.locator(".reading-own")).to_contain_text("しばらく一緒に窓の外を見ます")
    expect(page.locator("main")).to_contain_text("お昼はいつもどこで")
    expect(page.locator(".reading-answers__one").first).to_be_visible()


def test_a_supporter_keeps_his_answer_changes_it_and_takes_it_back(own_site, browse):
    stop = ReadingStop.objects.get(title="三人がそろった席で")
    page = browse("supporter")
    page.goto(stop.get_absolute_url())
    page.get_by_label("あなたの問いかけ").fill("お二人は、いまのお話をどう聞かれましたか")
    page.get_by_label("名前を出さずに、ほかの方にも見せる").check()
    page.get_by_role("button", name="書いて、続きを読む").click()

    expect(page.locator(".reading-own")).to_contain_text("どう聞かれましたか")
    page.get_by_role("link", name="書き直す").click()
    expect(page.get_by_label("あなたの問いかけ")).to_have_value("お二人は、いまのお話をどう聞かれましたか")
    page.goto(stop.rest_url)
    page.get_by_role("button", name="消す").click()
    expect(page.locator(".notice--success")).to_contain_text("消しました")


def test_the_presidents_sheet_is_one_page_of_a4_with_what_is_typed(site, browse):
    page = browse("supporter")
    page.goto("/learn/sheet/")
    assert _pages_on_paper(page) == 1

    page.locator(".paper-form > summary").click()
    page.get_by_label("お渡しする相手").fill("株式会社見本製作所")
    page.get_by_role("button", name="紙に入れる").click()

    expect(page.locator(".president-sheet")).to_contain_text("株式会社見本製作所　様")
    assert _pages_on_paper(page) == 1


def test_every_sheet_of_a_role_play_is_one_page_of_a4(site, browse):
    page = browse()
    for role_play in RolePlay.objects.shown():
        page.goto(f"{role_play.get_absolute_url()}sheets/")
        assert _pages_on_paper(page) == 3, role_play.title


def test_with_every_text_as_long_as_staff_may_write_it_each_sheet_is_still_one_page(own_site, browse):
    PresidentSheet.objects.update(lead="あ" * LEAD_MAX, **dict.fromkeys(PARTS, _lines(PART_MAX)))
    sheets = dict.fromkeys(RolePlayPart.values, _lines(SHEET_MAX))
    RolePlay.objects.filter(slug="no-spirit").update(setting="あ" * SETTING_MAX, **sheets)
    page = browse()

    page.goto("/learn/role-plays/no-spirit/sheets/")
    assert _pages_on_paper(page) == 3
    page.goto("/learn/sheet/")
    for label, count in (("お渡しする相手", 40), ("機関の名前", 60), ("担当の名前", 40), ("連絡先", 80)):
        page.get_by_label(label).fill("長" * count)
    page.get_by_role("button", name="紙に入れる").click()
    expect(page.locator(".president-sheet__who")).to_contain_text("長" * 80)
    assert _pages_on_paper(page) == 1


def _lines(count: int) -> str:
    """So many characters as items of thirty, which need more room than paragraphs."""
    return "\n".join("・" + "あ" * 29 for _ in range(count // 31))
