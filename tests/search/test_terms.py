"""Our own terms in texts and queries."""

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.search.lexemes import document, query
from bansou.search.terms import Terms
from bansou.search.words import Word, forms_of_term, places_of, use_terms, words_of, words_only

_MONEY, _CENTRE, _GUIDE, _PLAN, _BUSINESS, _HANDING = range(1, 7)


_GROUPS = {
    _MONEY: ["資金繰り", "キャッシュフロー"],
    _CENTRE: ["よろず支援拠点"],
    _GUIDE: ["経営者保証に関するガイドライン", "経営者保証ガイドライン"],
    _PLAN: ["事業計画", "経営計画"],
    _BUSINESS: ["事業", "ビジネス"],
    _HANDING: ["事業承継", "第三者承継"],
}


@cache
def _own() -> Terms:
    """The six groups, the last of them one-way."""
    return Terms((number, [forms_of_term(term) for term in spelled], number == _HANDING) for number, spelled in _GROUPS.items())


@pytest.fixture
def terms():
    """Six groups in use."""
    use_terms(_own())
    yield
    use_terms(Terms())


def _only(text: str) -> Word:
    (word,) = words_only(text)
    return word


def test_a_term_of_several_words_is_one_word(terms):
    word = _only("よろず支援拠点")

    assert word.surface == "よろず支援拠点"
    assert word.groups == (_CENTRE,)
    assert [inner and inner.surface for inner in word.inside] == ["よろず", "支援", "拠点"]


def test_without_terms_nothing_is_joined():
    assert len(words_only("よろず支援拠点")) == 3


def test_terms_of_one_group_meet(terms):
    assert _only("資金繰り").groups == _only("キャッシュフロー").groups == (_MONEY,)
    assert "'o/1'" in query("資金繰り")
    assert "'o/1'" in document([("キャッシュフローが細る。", "D")])


def test_spellings_of_a_term_are_the_term(terms):
    assert _only("ｷｬｯｼｭﾌﾛｰ").groups == (_MONEY,)


def test_a_particle_may_stand_inside_a_term(terms):
    assert _only("経営者保証に関するガイドライン").groups == _only("経営者保証ガイドライン").groups == (_GUIDE,)


def test_the_longest_term_is_the_word_and_the_shorter_one_in_it_is_told(terms):
    word = _only("事業計画")

    assert word.groups == (_PLAN,)
    assert set(word.tells) == {_PLAN, _BUSINESS}


def test_a_term_that_ends_inside_a_word_is_told_and_joins_nothing(terms):
    business, _ = words_of("事業計画書")

    assert business is not None
    assert business.groups == (_BUSINESS,)
    assert set(business.tells) == {_PLAN, _BUSINESS}


def test_a_one_way_group_widens_only_the_first_term(terms):
    assert _only("事業承継").groups == (_HANDING,)
    assert _only("第三者承継").groups == ()
    assert _HANDING in _only("第三者承継").tells


def test_the_words_of_a_term_are_found_too(terms):
    written = document([("よろず支援拠点の資金繰り", "D")])

    assert all(f"'{lexeme}'" in written for lexeme in ("w/支援", "s/310", "w/拠点", "w/資金", "r/シキン"))


def test_joining_moves_no_word(terms):
    before = document([("資金繰りの相談を受けた社長", "D")])
    use_terms(Terms())
    after = document([("資金繰りの相談を受けた社長", "D")])

    assert "'w/社長':8D" in before
    assert "'w/社長':8D" in after


_PIECES = [
    "資金繰り", "資金", "キャッシュフロー", "よろず支援拠点", "経営者保証に関するガイドライン", "事業計画", "書", "事業承継", "第三者", "承継",
    "の", "を", "、", "。", " ", "相談した", "社長", "支援", "m&a", "会社が",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_terms_only_add_to_what_the_index_has(terms, text):
    use_terms(_own())
    with_terms = _lexemes(document([(text, "D")]))
    use_terms(Terms())
    without = _lexemes(document([(text, "D")]))

    assert without <= with_terms
    assert all(lexeme.startswith(("'o/", "'w/", "'r/")) for lexeme, _ in with_terms - without)


def _lexemes(literal: str) -> set[tuple[str, str]]:
    """(lexeme, a place of it) of a tsvector."""
    found = re.findall(r"('(?:[^']|'')*'):(\S+)", literal)
    return {(lexeme, place) for lexeme, places in found for place in places.split(",")}


def test_a_term_says_where_it_stands_in_the_text(terms):
    text = "社長はキャッシュフローに悩み、伴走支援を受けた。"

    places = places_of(text, frozenset(), frozenset(), frozenset({_MONEY}), frozenset({"バンソウシエン"}))

    assert [text[start:end] for start, end in places] == ["キャッシュフロー", "伴走支援"]


@pytest.mark.parametrize("term", ["", "の", "。", " "])
def test_a_term_without_a_word_is_no_term(term):
    assert not Terms([(1, [forms_of_term(term)], False)])
