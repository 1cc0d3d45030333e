"""How words are written for PostgreSQL."""

import pytest
from django.db import connection

from bansou.search import lexemes
from bansou.search.asking import read
from tests.search.hostile import HOSTILE


@pytest.mark.django_db
@pytest.mark.parametrize("write", [lexemes.query, lexemes.phrase, lexemes.autocomplete_query])
def test_postgresql_reads_whatever_query_is_written(write):
    literals = [write(text) for text in HOSTILE]

    with connection.cursor() as cursor:
        for literal in literals:
            cursor.execute("SELECT %s::tsquery", [literal])


@pytest.mark.django_db
@pytest.mark.parametrize("write", [lexemes.document, lexemes.autocomplete_document])
def test_postgresql_reads_whatever_document_is_written(write):
    literals = [write([(text, "A"), (text, "D")]) for text in HOSTILE]

    with connection.cursor() as cursor:
        for literal in literals:
            cursor.execute("SELECT %s::tsvector", [literal])


@pytest.mark.django_db
def test_a_document_too_large_for_postgresql_is_cut():
    literal = lexemes.document([("".join(f"単語{number}番目と{number * 7}回の話。" for number in range(10_000)), "D")])

    assert "'w/9999'" not in literal
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector || %s::tsvector", [literal, literal])


@pytest.mark.parametrize("text", ["の", "。", "は、が", "！？", "", "　", "😀"])
@pytest.mark.parametrize("write", [lexemes.query, lexemes.phrase, lexemes.autocomplete_query])
def test_particles_and_marks_alone_are_no_query(write, text):
    assert write(text) == ""


@pytest.mark.parametrize("text", ["s/310", "syn310", "S/310", "w/社長"])
def test_what_somebody_types_never_becomes_a_group_of_synonyms(text):
    for write in (lexemes.query, lexemes.autocomplete_query):
        assert "'s/3" not in write(text)
        assert "'w/w/" not in lexemes.document([(text, "D")])


def test_a_query_does_not_insist_on_weak_words():
    assert lexemes.query("ご相談している") == lexemes.query("相談")
    assert lexemes.query("社長さん") == lexemes.query("社長")
    assert lexemes.query("行く") != ""


def test_a_pasted_text_becomes_a_query_of_bounded_size():
    assert len(lexemes.query("社長と現場が話し合って値上げを決めた。" * 500)) < 4_000


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "phrase", "is_found"),
    [
        ("後継者の育成", "後継者", True),
        ("後継者の育成", "後継者の育成", True),
        ("後継者の育成", "育成の後継者", False),
        ("社長が値上げを決めた", "値上げを決めた", True),
        ("社長が値上げを来年までに決めた", "値上げを決めた", False),
    ],
)
def test_a_phrase_stands_in_its_order(text, phrase, is_found):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [lexemes.document([(text, "D")]), lexemes.phrase(phrase)])
        answer = cursor.fetchone()

    assert answer == (is_found,)


def test_words_and_rows_of_their_parts_are_scanned_apart():
    asked, in_whole_words = read("経営者 支援").all_of(), read("経営者 支援").all_of_whole()

    whole, parts = lexemes.index_scans(asked, in_whole_words)

    assert " <-> " in asked
    assert (whole.is_sure, parts.is_sure) == (True, False)
    assert whole.query == in_whole_words
    assert "<" not in whole.query
    assert parts.query == f"({asked.replace('<->', '&')} & !({whole.query}))"


def test_for_words_side_by_side_the_index_is_asked_for_texts_that_have_them_anywhere():
    (scan,) = lexemes.index_scans("('w/伴走' <-> 'w/支援' <2> 'w/<->')")

    assert not scan.is_sure
    assert scan.query == "('w/伴走' & 'w/支援' & 'w/<->')"


@pytest.mark.parametrize("query", ["'w/支援'", "'w/支援' & !('w/経営者' | ('w/経営' <-> 'w/者'))"])
def test_what_has_no_places_or_a_not_is_scanned_as_it_is(query):
    assert lexemes.index_scans(query) == [lexemes.Scan(query, is_sure=True)]
