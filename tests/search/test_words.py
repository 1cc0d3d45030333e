"""How Japanese is cut into words."""

import threading

import pytest

from bansou.search.characters import NEWER
from bansou.search.words import LONGEST_FORM, pieces, places_of, plain, with_verbs, words_of, words_only


def forms(text):
    return [form for word in words_only(text) for form in word.forms]


@pytest.mark.parametrize(
    ("written", "alike"),
    [
        ("サーバ", "サーバー"),
        ("引越", "引っ越し"),
        ("見積り", "見積もり"),
        ("取組", "取り組み"),
        ("ＩＴ", "it"),
        ("Ｍ＆Ａ", "M&A"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("㈱", "(株)"),
        ("會社", "会社"),
        ("經濟の體制", "経済の体制"),
        ("髙橋", "高橋"),
        ("澤田", "沢田"),
        ("打合せ", "打ち合わせ"),
        ("申込", "申し込み"),
        ("売上げ", "売上"),
        ("問合せ", "問い合わせ"),
        ("コンピュータ", "コンピューター"),
        ("つまづく", "つまずく"),
    ],
)
def test_spellings_of_one_word_are_the_same_word(written, alike):
    assert forms(written) == forms(alike)


@pytest.mark.parametrize(
    ("sentence", "noun"),
    [
        ("気づいた", "気付き"),
        ("見極めて", "見極め"),
        ("引き継いだ", "引き継ぎ"),
        ("問いかけた", "問い掛け"),
        ("つまずく", "躓き"),
        ("変わった", "変わり"),
    ],
)
def test_a_verb_is_also_the_noun_made_of_it(sentence, noun):
    assert noun in forms(sentence)


def test_a_noun_of_a_single_character_is_not_made():
    assert forms("見る") == ["見る"]


def test_particles_auxiliaries_and_marks_are_gaps():
    words = words_of("社長は、話した。")

    assert [word and word.surface for word in words] == ["社長", None, None, "話し", None, None]


def test_a_compound_knows_its_parts():
    (word,) = words_only("補助金")

    assert [part.form for part in word.parts] == ["補助", "金"]


def test_kyoto_is_not_in_the_metropolis_of_tokyo():
    (word,) = words_only("東京都")

    assert "京都" not in [*word.forms, *(part.form for part in word.parts)]


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("昨日ｻｰﾊﾞが止まった", "サーバー", "ｻｰﾊﾞ"),
        ("①番の㍿山田さん", "山田", "山田"),
        ("😀気づいた。", "気付き", "気づいた"),
        ("が\u3099気づいて", "気付く", "気づいて"),
        ("食べられなかった", "食べる", "食べられなかった"),
        ("齋藤の會社", "会社", "會社"),
    ],
)
def test_a_word_says_where_it_stands_in_the_text_as_written(text, query, shown):
    ((start, end),) = places_of(text, with_verbs(forms(query)), frozenset())

    assert text[start:end] == shown


@pytest.mark.parametrize("text", ["班長が話す。", "班長二人が話す。", "社長、続いて班長：話す。"])
def test_a_word_is_marked_whether_it_is_cut_up_there_or_not(text):
    ((start, end),) = places_of(text, with_verbs(forms("班長")), frozenset())

    assert text[start:end] == "班長"


def test_letters_of_two_words_are_no_word():
    assert places_of("東京都の工場", with_verbs(forms("京都")), frozenset()) == []


@pytest.mark.parametrize("text", ["あ" * 60_000, "社長。" * 30_000, "😀" * 40_000, "x" * 100_000, "ﷺ" * 5_000])
def test_a_text_longer_than_the_tokenizer_takes_is_cut(text):
    words = words_only(text)

    assert all(len(form) <= LONGEST_FORM for word in words for form in word.forms)


def test_pieces_end_with_a_sentence_and_lose_nothing():
    text = "一つ目。二つ目\n三つ目の長い文"

    cut = list(pieces(text, 5))

    assert [piece for _, piece in cut] == ["一つ目。", "二つ目\n", "三つ目の長", "い文"]
    assert all(text[start : start + len(piece)] == piece for start, piece in cut)


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "\u200b", "'\"\\&|!()<->:*", "🇯🇵👨\u200d👩\u200d👧", "\u3099", "\u202eabc"]
)
def test_odd_text_is_no_error(text):
    words_of(text)
    plain(text)
    places_of(text, frozenset({"a"}), frozenset({310}))


def test_newer_characters_move_no_place():
    assert all(len(newer) == 1 and ord(newer) not in NEWER for newer in NEWER.values())


def test_every_thread_has_its_own_tokenizer():
    found = []

    threads = [threading.Thread(target=lambda: found.append(forms("気づいた" * 200))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert all(words == found[0] for words in found)
