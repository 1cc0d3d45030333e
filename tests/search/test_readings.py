"""Words found by how they are read aloud."""

import pytest
from django.db import connection

from bansou.search.lexemes import document, reading_query
from bansou.search.readings import LONGEST_READING, MOST_WAYS, katakana_of, ways_to_part
from bansou.search.words import words_only


@pytest.mark.parametrize(
    ("typed", "katakana"),
    [
        ("ばんそう", "バンソウ"),
        ("バンソウ", "バンソウ"),
        ("ﾊﾞﾝｿｳ", "バンソウ"),
        ("らーめん", "ラーメン"),
        ("伴走", ""),
        ("ばんそう支援", ""),
        ("", ""),
        ("IT", ""),
    ],
)
def test_what_is_typed_all_in_kana_is_a_reading(typed, katakana):
    assert katakana_of(typed) == katakana


def test_a_reading_is_parted_where_words_may_begin():
    ways = ways_to_part("バンソウシエン")

    assert ways[0] == ("バンソウシエン",)
    assert ("バンソウ", "シエン") in ways
    assert not any(part.startswith(("ン", "ウ")) for way in ways for part in way)


@pytest.mark.parametrize("reading", ["カイ", "ア" * (LONGEST_READING + 1), ""])
def test_a_sound_and_a_sentence_are_no_readings(reading):
    assert ways_to_part(reading) == ()


def test_the_ways_are_bounded():
    assert len(ways_to_part("カキクケコサシスセソタチツテトナニヌネノハヒフヘ")) <= MOST_WAYS


@pytest.mark.parametrize(
    ("text", "reading"), [("伴走", "バンソウ"), ("気づいた", "キヅク"), ("後継者", "コウケイシャ"), ("DX", "ディーエックス")]
)
def test_a_word_knows_how_its_dictionary_form_is_read(text, reading):
    assert words_only(text)[0].reading == reading


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "typed", "is_found"),
    [
        ("伴走支援を受けた", "ばんそうしえん", True),
        ("伴走支援を受けた", "バンソウシエン", True),
        ("伴走支援を受けた", "ﾊﾞﾝｿｳ", True),
        ("事業承継の相談", "じぎょうしょうけい", True),
        ("後継者がいない", "こうけいしゃ", True),
        ("後継者を育てた", "こうけい", True),
        ("資金繰りが苦しい", "しきんぐり", True),
        ("よろず支援拠点", "よろずしえんきょてん", True),
        ("補助金の申請", "ほじょきんしんせい", False),
        ("補助金申請", "ほじょきんしんせい", True),
        ("ローカルベンチマーク", "ろーかるべんちまーく", True),
        ("伴奏する", "ばんそうしえん", False),
        ("貝を売る", "かい", False),
    ],
)
def test_words_are_found_by_their_reading(text, typed, is_found):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [document([(text, "D")]), reading_query(typed)])
        answer = cursor.fetchone()

    assert answer == (is_found,)
