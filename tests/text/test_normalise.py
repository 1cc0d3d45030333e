"""Typed and pasted text is cleaned without changing what was meant."""

import datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from bansou.text.normalise import clean_line, clean_text, fold
from bansou.text.templatetags.bansou_text import compact_number, date_ja, datetime_ja, month_ja, paragraphs, since_ja


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("ﾊﾝｶｸ ｶﾞﾅ", "ハンカク ガナ"),
        ("a\u200bb\u202ec\ufeff", "abc"),
        ("一行目\r\n二行目\r三行目  ", "一行目\n二行目\n三行目"),
        ("上\n\n\n\n\n\n下", "上\n\n\n下"),
        ("㈱①髙﨑～（）", "㈱①髙﨑～（）"),
        ("👩‍👩‍👧と葛󠄀城", "👩‍👩‍👧と葛󠄀城"),
        ("か\u3099", "が"),
        ("\x00\x07", ""),
    ],
)
def test_text_is_cleaned(typed, clean):
    assert clean_text(typed) == clean


def test_a_line_has_single_spaces():
    assert clean_line(" 一\u3000\u3000二\n三 ") == "一 二 三"


@pytest.mark.parametrize(("one", "other"), [("ＩＴ", "it"), ("ﾃﾞｰﾀ", "データ"), ("Ｍ＆Ａ", "m&a")])
def test_folded_words_compare_equal(one, other):
    assert fold(one) == fold(other)


def test_plain_text_becomes_paragraphs_and_is_escaped():
    assert paragraphs("一\n<b>二\n\n三") == "<p>一<br>&lt;b&gt;二</p>\n<p>三</p>"
    assert paragraphs(None) == ""


def test_dates_are_read_as_in_japan(settings):
    moment = datetime.datetime(2026, 11, 22, 0, 5, tzinfo=datetime.UTC)

    assert date_ja(moment) == "2026年11月22日"
    assert datetime_ja(moment) == "2026年11月22日 9:05"
    assert month_ja(datetime.date(2024, 4, 1)) == "2024年4月"
    assert [date_ja(None), datetime_ja(None), since_ja(None), month_ja(None)] == ["", "", "", ""]


@pytest.mark.parametrize(("ago", "words"), [(5, "たった今"), (300, "5分前"), (7200, "2時間前"), (3 * 86400, "3日前")])
def test_a_recent_moment_is_told_by_its_age(ago, words):
    assert since_ja(timezone.now() - datetime.timedelta(seconds=ago)) == words


def test_an_old_moment_is_told_by_its_date():
    assert since_ja(datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)) == "2026年1月2日"


@pytest.mark.parametrize(("number", "words"), [(None, "0"), (9999, "9,999"), (10_000, "1万"), (12_345, "1.2万")])
def test_large_numbers_are_short(number, words):
    assert compact_number(number) == words


def test_a_changed_condition_begins_at_the_first_page():
    request = RequestFactory().get("/cases/?wall=see&area=03&after=xyz")

    query = Template("{% query_with wall='face' area='' %}").render(Context({"request": request}))

    assert query == "?wall=face"
