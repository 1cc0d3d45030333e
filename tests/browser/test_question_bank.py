"""Tomorrow's visit: from the bank to a sheet of paper, also without JavaScript; the sheet is always one page."""

import re

import pytest
from django.db.models.functions import Length
from playwright.sync_api import expect

from cases.models import QuestionCard
from tests.browser.conftest import PHONE


def test_somebody_without_javascript_takes_questions_along_on_a_phone(site, browse):
    page = browse(viewport=PHONE, java_script_enabled=False)
    page.goto("/knowhow/")
    page.get_by_role("link", name="問いかけバンク").click()
    page.get_by_text("条件で絞り込む").click()
    page.get_by_label(re.compile("③実行できない")).check()
    page.get_by_role("button", name="絞り込む").click()

    for number in (0, 1):
        page.get_by_role("link", name=re.compile("あしたの1枚に入れる")).nth(number).click()
    page.get_by_role("link", name="1枚の紙にする").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("あしたの問いかけ")
    questions = page.locator(".question-sheet__question")
    expect(questions).to_have_count(2)
    second = questions.nth(1).inner_text()
    page.get_by_role("link", name=re.compile("一つ上へ")).click()
    expect(questions.nth(0)).to_have_text(second)
    page.get_by_role("link", name=re.compile("外す")).first.click()
    expect(questions).to_have_count(1)
    page.get_by_role("link", name="問いかけを選び直す").click()
    expect(page.locator(".question-tray")).to_contain_text("1／6")


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
def test_the_sheet_is_one_page_however_long_the_questions_are(count, site, browse):
    longest = QuestionCard.objects.shown().order_by(Length("question").desc()).values_list("pk", flat=True)[:count]
    page = browse()
    page.goto(f"/knowhow/questions/sheet/?{'&'.join(f'card={number}' for number in longest)}")

    paper = page.pdf(format="A4", prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
