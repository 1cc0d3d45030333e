"""In what order results come, and why."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bansou.search.backend import index_now
from bansou.search.counting import count_words
from bansou.search.finding import find
from cases.models import Case

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def test_the_title_precedes_the_text(found, write_case):
    write_case(title="朝礼の話", situation_before="値上げを決めた。")
    write_case(title="値上げの話")

    assert found(VISITOR, "値上げ") == ["値上げの話", "朝礼の話"]


def test_the_word_itself_precedes_its_synonym(found, write_case):
    write_case(title="援助の話")
    write_case(title="支援の話")

    assert found(VISITOR, "支援") == ["支援の話", "援助の話"]
    assert found(VISITOR, "援助") == ["援助の話", "支援の話"]


def test_words_side_by_side_precede_words_far_apart(found, write_case):
    write_case(title="離れた話", situation_before=f"暖簾を下ろした。{'そのあとのことを話した。' * 20}値上げを決めた。")
    write_case(title="並んだ話", situation_before=f"{'そのあとのことを話した。' * 20}暖簾の値上げを決めた。")

    assert found(VISITOR, "暖簾 値上げ") == ["並んだ話", "離れた話"]


def test_of_equals_the_newer_comes_first(found, write_case):
    old = write_case(title="暖簾の話、その一")
    write_case(title="暖簾の話、その二")
    Case.objects.filter(pk=old.pk).update(first_published_at=timezone.now() - timedelta(days=3000))
    index_now(Case.objects.get(pk=old.pk))

    assert found(VISITOR, "暖簾") == ["暖簾の話、その二", "暖簾の話、その一"]


def test_where_nothing_has_all_words_the_rare_ones_say_what_comes_first(found, write_case):
    for number in range(6):
        write_case(title=f"社長の話{number}", situation_before="社長が会議で話した。")
    write_case(title="暖簾の話", situation_before="店先の暖簾。")
    write_case(title="看板の話", situation_before="店先の看板。")
    count_words()

    answer = find(user=VISITOR, query="社長が会議で天文学と暖簾を語るとき")

    assert answer.is_any
    assert answer.all_count == 0
    assert answer.results[0].card.title == "暖簾の話"


def test_what_has_all_words_precedes_what_has_some(write_case):
    write_case(title="暖簾と値上げと朝礼の話")
    write_case(title="暖簾の話")
    write_case(title="値上げの話")

    answer = find(user=VISITOR, query="暖簾 値上げ 朝礼")

    assert answer.is_any
    assert answer.all_count == 1
    assert answer.results[0].card.title == "暖簾と値上げと朝礼の話"
    assert len(answer.results) == 3


def test_staff_are_told_why_a_result_stands_where_it_stands(write_case):
    write_case(title="暖簾の話", situation_before="暖簾の値上げを決めた。")

    (told,) = find(user=VISITOR, query="暖簾 値上げ", explains=True).results
    (plain,) = find(user=VISITOR, query="暖簾 値上げ").results

    assert "暖簾" in told.why
    assert "題名・本文" in told.why
    assert "近さ 暖簾・値上げ" in told.why
    assert plain.why == ""


def test_the_order_costs_the_same_queries_however_many_are_found(write_case):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            find(user=VISITOR, query="暖簾 社長", explains=True)
        return len(asked)

    for number in range(3):  # with fewer, other words are looked for
        write_case(title=f"暖簾の社長{number}")
    find(user=VISITOR, query="暖簾 社長", explains=True)  # what is remembered
    three = queries()
    for number in range(3, 9):
        write_case(title=f"暖簾の社長{number}")

    assert queries() == three
