"""How what somebody typed is read."""

import pytest

from bansou.search import registry
from bansou.search.asking import read, without_typed_kind
from bansou.search.registry import Facet, register_facet
from tests.search.hostile import HOSTILE


@pytest.fixture(autouse=True)
def _facets(monkeypatch):
    """Two conditions, and nothing of what the rooms above register."""
    monkeypatch.setattr(registry, "_facets", {})
    walls = [("1", "①見えない"), ("2", "②向き合わない"), ("3", "③実行できない")]
    places = [("13", "東京都"), ("26", "京都府"), ("27", "大阪府")]
    register_facet(Facet(name="wall", label="壁", order=1, choices=lambda: walls))
    register_facet(Facet(name="pref", label="地域", order=2, choices=lambda: places))
    boards = [("inner", "内輪の相談"), ("secret", "秘密の相談")]
    known = ["inner"]
    register_facet(
        Facet(name="board", label="掲示板", order=3, choices=lambda: boards, is_known_to_all=False, known_to=lambda user: known)
    )


def terms(text):
    return [term.text for term in read(text).terms]


@pytest.mark.parametrize(
    ("typed", "conditions"),
    [
        ("wall:2", {"wall": ("2",)}),
        ("壁:2", {"wall": ("2",)}),
        ("壁：２", {"wall": ("2",)}),
        ("WALL:2", {"wall": ("2",)}),
        ("壁:向き合わない", {"wall": ("2",)}),
        ('壁:"向き合わない"', {"wall": ("2",)}),
        ("pref:京都", {"pref": ("26",)}),
        ("地域:東京", {"pref": ("13",)}),
        ("地域:京都 地域:大阪", {"pref": ("26", "27")}),
        ("壁:1 地域:大阪", {"wall": ("1",), "pref": ("27",)}),
        ("掲示板:内輪の相談", {"board": ("inner",)}),
    ],
)
def test_a_condition_is_read_by_its_names(typed, conditions):
    asked = read(f"旅館 {typed}")

    assert asked.conditions == conditions
    assert [term.text for term in asked.terms] == ["旅館"]


@pytest.mark.parametrize("typed", ["壁:", "壁:天文学", "空:2", "http://example.jp/", "10:30", ":", "::", "壁:99"])
def test_what_is_no_condition_is_words_or_nothing(typed):
    asked = read(f"旅館 {typed}")

    assert not asked.conditions
    assert asked.terms[0].text == "旅館"


def test_a_name_that_not_everybody_knows_is_not_guessed_from_its_beginning():
    assert not read("掲示板:内輪").conditions


def test_the_name_of_what_one_may_not_know_of_is_read_as_words():
    asked = read("掲示板:秘密の相談")

    assert not asked.conditions
    assert asked.terms


@pytest.mark.parametrize(
    ("typed", "kind"), [("kind:cases", "cases"), ("種類:事例", "cases"), ("種類：広場", "knowhow"), ("種類:天文学", "")]
)
def test_a_kind_is_read_by_its_names(typed, kind):
    assert read(f"旅館 {typed}").kind == kind


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("旅館 種類:事例", "旅館"),
        ("種類：広場　旅館 壁:2", "旅館 壁:2"),
        ('kind:"cases" "三秒 待つ"', '"三秒 待つ"'),
        ("旅館　種類:天文学", "旅館　種類:天文学"),
        ("旅館 -種類:事例", "旅館 -種類:事例"),
    ],
)
def test_a_typed_kind_gives_way_to_one_that_is_chosen(typed, left):
    assert without_typed_kind(typed) == left


def test_conditions_chosen_on_the_page_are_added_to_those_typed():
    asked = read("壁:2", {"wall": ["1"], "pref": ["27"]}, kind="cases")

    assert asked.conditions == {"wall": ("1", "2"), "pref": ("27",)}
    assert asked.kind == "cases"


@pytest.mark.parametrize("typed", ['"先代との関係" 印刷', "“先代との関係” 印刷", "＂先代との関係＂　印刷", '印刷"先代との関係"'])
def test_a_phrase_is_read_in_whatever_marks(typed):
    asked = read(typed)

    assert asked.phrases == ("先代との関係",)
    assert [term.text for term in asked.terms] == ["印刷"]


@pytest.mark.parametrize("typed", ["旅館 -女将", "旅館　－女将", "旅館 −女将", "-女将 旅館", '旅館 -"女将"'])
def test_what_must_not_come_is_read_whatever_the_sign(typed):
    asked = read(typed)

    assert asked.without == ("女将",)
    assert [term.text for term in asked.terms] == ["旅館"]


@pytest.mark.parametrize("typed", ["伴走-支援", "データ", "- 伴走", "旅館 -", "旅館 -の"])
def test_a_sign_within_a_word_or_alone_shuts_nothing_out(typed):
    assert read(typed).without == ()


@pytest.mark.parametrize("typed", ['"旅館 女将', '旅館 女将"', '旅館 "" 女将', '旅館 "の" 女将'])
def test_half_a_phrase_is_words(typed):
    asked = read(typed)

    assert asked.phrases == ()
    assert [term.text for term in asked.terms] == ["旅館", "女将"]


def test_only_what_must_not_come_is_what_is_looked_for():
    asked = read("-女将")

    assert [term.text for term in asked.terms] == ["女将"]
    assert asked.without == ()


def test_a_question_does_not_insist_on_the_words_of_every_question():
    assert terms("後継者がやる気にならないときどう声をかければよいか") == ["後継者", "やる気", "声"]
    assert terms("どうすればいい") != []


def test_a_verb_that_no_query_insists_on_still_puts_results_in_order():
    asked = read("支援が途中で終わってしまった事例はありますか")

    assert [term.text for term in asked.terms] == ["支援", "途中"]
    assert [term.text for term in asked.hints] == ["終わっ"]


def test_a_word_of_every_question_is_looked_for_where_there_is_no_other():
    assert terms("事例") == ["事例"]
    assert terms("後継者の事例") == ["後継者"]


def test_kana_that_are_mostly_no_word_are_taken_as_they_are_read_alone():
    assert read("らくのう").terms[0].words == ()
    assert read("つまずく").terms[0].words != ()


@pytest.mark.parametrize("typed", ["ばんそうしえん", "バンソウシエン", "ﾊﾞﾝｿｳｼｴﾝ"])
def test_kana_are_one_term_that_is_also_taken_as_it_is_read(typed):
    (term,) = read(typed).terms

    assert term.reading == "バンソウシエン"


def test_kana_in_a_question_stay_words():
    assert not any(term.reading for term in read("社長がだまってしまう").terms)


def test_words_for_supporters_are_asked_for_by_supporters_alone(db, supporter, member, reviewer):
    for person, does in ((None, False), (member, False), (supporter, True), (reviewer, True)):
        asked = read("鍛冶屋", user=person)

        assert ("'p/鍛冶屋'" in asked.all_of()) is does, person
        assert ("'p/鍛冶屋'" in asked.any_of()) is does, person


@pytest.mark.django_db
def test_postgresql_reads_whatever_was_asked():
    from django.db import connection

    asked = [
        read(f"{before}{text}{after}")
        for text in HOSTILE
        for before in ("", "壁:", "-", '"')
        for after in ("", '"', " -旅館 壁:2")
    ]

    with connection.cursor() as cursor:
        for question in asked:
            for literal in (question.all_of(), question.any_of()):
                cursor.execute("SELECT %s::tsquery", [literal])
