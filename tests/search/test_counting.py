"""The words of what everybody may read, counted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bansou.search.counting import count_words
from bansou.search.models import IndexedWord
from bansou.search.rarity import rarity_of
from bansou.search.sounds import is_kana
from knowhow.models import Board

pytestmark = pytest.mark.django_db


def spellings() -> set[str]:
    return set(IndexedWord.objects.filter(is_offered=True).values_list("spelling", flat=True))


def test_a_word_counts_the_texts_that_have_it_not_its_places(write_topic):
    write_topic(title="棚卸を見直した", body="棚卸の日。棚卸は朝。")
    write_topic(title="棚卸のあとの話")

    count_words()

    word = IndexedWord.objects.get(spelling="棚卸")
    assert (word.documents, word.reading, word.is_offered) == (2, "タナオロシ", True)


def test_counting_all_texts_may_take_longer_than_a_page_waits(write_topic):
    write_topic(title="棚卸を見直した")

    with CaptureQueriesContext(connection) as asked:
        count_words()

    queries = [query["sql"] for query in asked.captured_queries]
    count = next(number for number, sql in enumerate(queries) if "tsvector_to_array" in sql)
    assert queries[count - 1] == "SET LOCAL statement_timeout = '15min'"


def test_a_word_of_a_single_text_is_kept_by_nobody(write_topic):
    write_topic(title="棚卸を見直した")

    count_words()

    assert "棚卸" not in spellings()


@pytest.mark.parametrize("audience", ["member", "supporter"])
def test_what_a_visitor_may_not_read_is_not_counted(audience, write_topic, write_case):
    closed = Board.objects.create(slug=audience, name=audience, purpose="話す。", audience=audience)
    for _ in range(2):
        write_topic(board=closed, title="羅針盤を買った日")
        write_case(published=False, title="羅針盤を売った日")

    count_words()

    assert not IndexedWord.objects.filter(form__contains="羅針盤")


def test_words_that_stand_side_by_side_are_offered_as_one_but_not_a_piece_of_them(write_topic):
    for title in ("経営力再構築をめざす", "経営力再構築の一年"):
        write_topic(title=title)

    count_words()

    assert "経営力再構築" in spellings()
    assert not spellings() & {"力再", "再構築", "経営力再"}


def test_a_word_is_offered_as_most_texts_write_it(write_topic):
    for title in ("見積りを出した日", "見積りを直した日", "見積もりを待った日"):
        write_topic(title=title)

    count_words()

    assert "見積り" in spellings()
    assert "見積もり" not in spellings()


def test_numbers_and_single_kana_are_not_offered(write_topic):
    for title in ("2025年のあとの話", "2025年のまえの話"):
        write_topic(title=title)

    count_words()

    assert not any(
        spelling.isnumeric() or is_kana(spelling) for spelling in spellings() if len(spelling) == 1 or spelling.isascii()
    )
    assert "みなさん" in spellings()
    assert "さん" not in spellings()


def test_what_is_gone_is_dropped_and_what_is_new_is_added_when_counted_again(write_topic):
    topics = [write_topic(title="棚卸を見直した"), write_topic(title="棚卸のあとの話")]
    count_words()
    for topic in topics:
        topic.delete()
    for title in ("羅針盤を買った日", "羅針盤を売った日"):
        write_topic(title=title)

    count_words()
    count_words()

    assert "羅針盤" in spellings()
    assert "棚卸" not in spellings()


def test_a_word_is_the_rarer_the_fewer_texts_have_it(write_topic):
    for number in range(12):
        write_topic(title="面談のあとの話" + ("と朝礼" if number < 3 else ""))
    count_words()

    rarities = rarity_of(["面談", "朝礼", "羅針盤"])

    assert 0 <= rarities["面談"] < rarities["朝礼"] < rarities["羅針盤"] == 1
