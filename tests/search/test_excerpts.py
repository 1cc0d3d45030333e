"""What is shown of a found text."""

import pytest

from bansou.search.asking import read
from bansou.search.excerpts import EXCERPT, LOOKED_THROUGH, excerpt, marked, wanted
from bansou.search.lexemes import query_words
from bansou.search.terms import Terms
from bansou.search.words import forms_of_term, use_terms


def sought(query):
    return wanted(query_words(query))


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("社長は気づいた。", "気付き", "社長は<mark>気づいた</mark>。"),
        ("サーバが止まる", "サーバー", "<mark>サーバ</mark>が止まる"),
        ("補助金の話", "補助", "<mark>補助</mark>金の話"),
        ("補助金の話", "補助金", "<mark>補助金</mark>の話"),
        ("販路を支援する", "援助", "販路を<mark>支援</mark>する"),
        ("東京都の話", "京都", "東京都の話"),
        ("㍿の話とＩＴ", "IT", "㍿の話と<mark>ＩＴ</mark>"),
        ("<b>工場</b> & 'x'", "工場", "&lt;b&gt;<mark>工場</mark>&lt;/b&gt; &amp; &#x27;x&#x27;"),
    ],
)
def test_found_words_are_marked_in_the_texts_own_spelling(text, query, shown):
    assert marked(text, sought(query)) == shown


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("社長と伴走支援の話をした", "ばんそうしえん", "社長と<mark>伴走支援</mark>の話をした"),
        ("社長と伴走支援の話をした", "バンソウ", "社長と<mark>伴走</mark>支援の話をした"),
        ("眼鏡の部品", "めがね", "<mark>眼鏡</mark>の部品"),
        ("資金繰りの相談", "しきんぐり", "<mark>資金繰り</mark>の相談"),
        ("のれん分けの相談", "暖簾分け", "<mark>のれん分け</mark>の相談"),
        ("見積りを出した", '"見積もり"', "<mark>見積り</mark>を出した"),
    ],
)
def test_what_was_asked_is_marked_however_it_is_written(text, query, shown):
    asked = read(query)

    assert marked(text, wanted(asked.words, asked.readings)) == shown


@pytest.fixture
def own_terms():
    """One group of ours in force."""
    use_terms(Terms([(1, [forms_of_term("資金繰り"), forms_of_term("キャッシュフロー")], False)]))
    yield
    use_terms(Terms())


def test_a_term_of_ours_is_marked_where_another_of_its_group_stands(own_terms):
    asked = read("キャッシュフロー")

    assert marked("資金繰りに困った", wanted(asked.words)) == "<mark>資金繰り</mark>に困った"


def test_an_excerpt_begins_with_the_sentence_of_the_first_found_word():
    text = "関係のない文です。" * 50 + "ここで社長が気づいたのです。" + "そのあとの文です。" * 50

    shown = excerpt([text], sought("気付き"))

    assert shown.startswith("ここで社長が<mark>気づいた</mark>のです。そのあと")
    assert shown.endswith("…")
    assert len(shown) <= EXCERPT + len("<mark></mark>…")


def test_an_excerpt_in_a_long_sentence_begins_shortly_before_the_word():
    text = "とても長い文が続いて" * 30 + "社長が気づいたのですが" + "まだ終わらず" * 30

    shown = excerpt([text], sought("気付き"))

    assert shown.startswith("…")
    assert "<mark>気づいた</mark>" in shown


def test_an_excerpt_comes_from_the_text_that_has_the_word():
    assert excerpt(["一つ目の文。", "二つ目で気づいた。"], sought("気付き")) == "二つ目で<mark>気づいた</mark>。"


def test_without_the_word_the_first_text_begins():
    assert excerpt(["", "あいさつ。" * 100], sought("気付き")) == ("あいさつ。" * 100)[:EXCERPT] + "…"
    assert excerpt([], sought("気付き")) == ""


def test_a_word_that_shares_no_character_with_the_query_is_found_too():
    text = "関係のない文です。" * 20 + "そこでつまずいた。"

    assert "<mark>つまずいた</mark>" in excerpt([text], sought("躓く"))


def test_looking_for_a_word_has_an_end():
    text = "関係のない文です。" * LOOKED_THROUGH

    assert excerpt([text + "つまずいた。"], sought("躓く")).startswith("関係のない")


def test_an_excerpt_is_one_line_and_escaped():
    shown = excerpt(["<script>\n\n　工場\n</script>"], sought("工場"))

    assert "<script>" not in shown
    assert "\n" not in shown


def test_below_a_title_that_shows_the_words_a_place_is_chosen_only_where_one_stands_as_it_is():
    text = "はじめに朝の会をしました。" * 20 + "それから工場を見て回りました。"

    assert "<mark>工場</mark>" in excerpt([text], sought("工場"), is_below_mark=True)
    assert excerpt([text], sought("補助金"), is_below_mark=True).startswith("はじめに朝の会をしました。")
