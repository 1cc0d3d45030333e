"""What the index finds: bounds that nobody sees, pages that follow each other, counts of what the person may see."""

import datetime
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models.expressions import RawSQL
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from modelsearch.backends.database.postgres.postgres import IndexEntry

from accounts.models import User
from bansou.search import choosing, eras
from bansou.search.asking import read
from bansou.search.backend import index_now
from bansou.search.hits import Hits, Wish, hits
from bansou.search.models import SearchEntry
from bansou.search.ranking import Measure, Order
from bansou.search.registry import searchables
from bansou.search.wish import TELLING
from cases.models import Case
from knowhow.models import Board, Topic

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def ask() -> Callable[..., Hits]:
    """Asks the index for words."""

    def _ask(text: str, user: User | AnonymousUser = VISITOR, **wish: object) -> Hits:
        asked = read(text)
        return hits(
            user=user, wish=Wish(matching=asked.all_of(), ranking=asked.words_query(), whole=asked.all_of_whole(), **wish)
        )

    return _ask


@pytest.fixture
def few_counted(monkeypatch):
    """As if the index were large: six candidates of a kind are taken, three of them looked at, and no more than three counted."""
    for bound in ("MOST_COUNTED", "MOST_LOOKED_AT", "MANY"):
        monkeypatch.setattr(choosing, bound, 3)
    monkeypatch.setattr(choosing, "MOST_CANDIDATES", 6)


@pytest.fixture
def two_newest_asked(monkeypatch):
    """As if the index were large: each row is an era of its own, and the two newest are asked first, and alone where both have the words."""
    for bound, number in (("ERA", 1), ("LARGE", 3), ("NEWEST_ASKED", 2)):
        monkeypatch.setattr(eras, bound, number)
    for bound, number in (("PLENTY", 2), ("_TOO_FEW", 1)):
        monkeypatch.setattr(choosing, bound, number)


def _keys(found: Hits) -> list[int]:
    return [place.key for place in found.places]


def _all_pages(ask: Callable[..., Hits], text: str, **wish: object) -> list[list[int]]:
    pages, after = [], ""
    while True:
        found = ask(text, after=after, **wish)
        pages.append(_keys(found))
        after = found.next_after
        if not after:
            return pages


def test_each_entry_that_can_be_found_has_a_narrow_row_and_loses_it_with_the_entry(write_case, write_topic):
    case, topic = write_case(), write_topic()

    rows = {(row.kind, row.key): row for row in SearchEntry.objects.all()}
    assert {("cases", case.pk), ("knowhow", topic.pk)} <= set(rows)
    assert rows["cases", case.pk].shown_at == case.first_published_at

    topic.delete()
    case.index_entries.all().delete()

    assert not SearchEntry.objects.filter(kind__in=["cases", "knowhow"]).exists()


def test_a_row_written_again_keeps_one_entry_with_its_new_standing(write_topic):
    topic = write_topic()
    Topic.objects.filter(pk=topic.pk).update(solved_at=timezone.now())
    topic.refresh_from_db()

    index_now(topic)

    (row,) = SearchEntry.objects.filter(kind="knowhow", key=topic.pk)
    searchable = next(searchable for searchable in searchables() if searchable.kind == "knowhow")
    assert row.standing == searchable.standing(topic) > 0
    assert IndexEntry.objects.filter(pk=row.entry_id).count() == 1


def test_a_condition_is_a_lexeme_that_no_word_can_be(write_case, ask):
    write_case()
    row = SearchEntry.objects.get(kind="cases")

    assert row.facets
    assert f"'f/{row.facets[0]}'" in IndexEntry.objects.get(pk=row.entry_id).body
    assert not ask(f'"f/{row.facets[0]}"').places


@pytest.mark.parametrize("sort", ["best", "new"])
@pytest.mark.parametrize("is_large", [False, True])
def test_pages_follow_each_other_without_gap_or_repetition(sort, is_large, ask, write_topic, request):
    topics = [write_topic(title=f"工場を見て回る話{number}").pk for number in range(7)]
    if is_large:
        request.getfixturevalue("few_counted")

    pages = _all_pages(ask, "工場", sort=sort, size=3)

    assert [len(page) for page in pages] == [3, 3, 1]
    assert sorted(key for page in pages for key in page) == topics


@pytest.mark.parametrize("is_large", [False, True])
def test_the_newest_come_first_where_it_is_asked(is_large, ask, write_topic, write_case, request):
    now = timezone.now()
    keys = [
        write_topic(title=f"工場を見て回る話{days}", created_at=now - datetime.timedelta(days=days)).pk for days in (3, 1, 2, 5)
    ]
    case = write_case(title="工場の朝")
    if is_large:
        request.getfixturevalue("few_counted")

    assert _keys(ask("工場", sort="new", size=5)) == [case.pk, keys[1], keys[2], keys[0], keys[3]]


@pytest.mark.parametrize("after", ["x", "1", "-1.0", "999999999999999999.000001", "1.1.1", "1" * 400, "\x00", "12.5"])
@pytest.mark.parametrize("sort", ["best", "new"])
def test_a_broken_mark_is_answered(after, sort, ask, write_topic):
    topic = write_topic(title="工場を見て回る話")

    found = ask("工場", sort=sort, after=after)

    assert _keys(found) in ([topic.pk], [])


def test_of_a_page_whose_last_row_is_gone_the_next_page_still_follows(ask, write_topic):
    for number in range(5):
        write_topic(title=f"工場を見て回る話{number}")
    first = ask("工場", size=2)
    whole = _keys(ask("工場", size=5))

    Topic.objects.get(pk=first.places[-1].key).delete()

    assert set(_keys(ask("工場", size=2, after=first.next_after))) <= set(whole[2:])


def test_more_than_are_counted_are_said_to_be_so_many(few_counted, ask, write_topic):
    for number in range(5):
        write_topic(title=f"工場を見て回る話{number}")

    assert ask("工場").counts["knowhow"] == 3


def test_of_very_many_a_sample_is_counted_and_its_numbers_are_said_to_be_rough(monkeypatch, ask, write_topic):
    monkeypatch.setattr(choosing, "MOST_LOOKED_AT", 2)
    monkeypatch.setattr(choosing, "_TOO_FEW", 1)
    topics = [write_topic(title=f"工場を見て回る話{number}").pk for number in range(6)]

    found = ask("工場")

    assert (found.counts["knowhow"], found.rough) == (6, {"knowhow"})
    assert found.facets["board"] == {"open": 6}
    assert sorted(_keys(found)) == topics


def test_titles_beyond_the_sample_are_looked_up_by_a_rare_word_alone(monkeypatch, write_topic):
    monkeypatch.setattr(choosing, "MOST_LOOKED_AT", 2)
    monkeypatch.setattr(choosing, "_TOO_FEW", 1)
    topics = [write_topic(title=f"工場を見て回る話{number}").pk for number in range(6)]

    def found_with(rarity: float) -> list[int]:
        order = Order(words=(Measure("'w/工場'", rarity, "工場"),))
        return sorted(_keys(hits(user=VISITOR, wish=Wish(matching="'w/工場'", ranking="'w/工場'", order=order))))

    assert found_with(TELLING) == topics
    assert found_with(TELLING - 0.01) == topics[-2:]


def test_where_a_sample_has_hardly_any_of_it_all_are_looked_at(monkeypatch, ask, write_topic):
    wanted = write_topic(title="朝の工場見学に行った")
    for number in range(4):
        write_topic(title=f"工場の朝の話{number}", body="見学はしていません。朝のことです。")
    monkeypatch.setattr(choosing, "MOST_COMPARED", 2)

    found = ask('"工場見学"')

    assert _keys(found) == [wanted.pk]
    assert (found.counts["knowhow"], found.rough) == (1, frozenset())


def test_where_closed_rows_fill_a_sample_the_open_ones_are_found_all_the_same(monkeypatch, ask, write_topic):
    monkeypatch.setattr(choosing, "MOST_LOOKED_AT", 2)
    monkeypatch.setattr(choosing, "_TOO_FEW", 2)
    closed = Board.objects.create(slug="closed", name="支援者の部屋", purpose="話す", audience="supporter")
    seen = [write_topic(title=f"朝礼について{number}番目", body="工場の話をきかせてください。").pk for number in range(5)]
    write_topic(board=closed, title="支援者だけで話すこと", body="工場の話をきかせてください。")

    found = ask("工場")

    assert sorted(_keys(found)) == seen
    assert (found.counts["knowhow"], found.rough) == (5, frozenset())


def test_the_newest_are_looked_for_row_by_row_only_where_one_is_soon_met(monkeypatch, few_counted, ask, write_topic):
    topics = [write_topic(title=f"朝礼について{number}番目", body="工場の話をききました。").pk for number in range(5)]
    monkeypatch.setattr(choosing, "MANY", 4)
    monkeypatch.setattr(choosing, "_TOO_FEW", 1)

    with CaptureQueriesContext(connection) as queries:
        found = ask("工場", sort="new")

    assert sorted(_keys(found)) == topics[-3:]
    assert not any("OFFSET 0)\nORDER BY narrow.shown_at" in query["sql"] for query in queries)

    monkeypatch.setattr(choosing, "MANY", 3)
    assert sorted(_keys(ask("工場", sort="new"))) == topics


def test_rows_with_the_whole_word_are_found_beside_ever_so_many_with_its_parts(monkeypatch, ask, write_topic):
    monkeypatch.setattr(choosing, "MOST_LOOKED_AT", 3)
    monkeypatch.setattr(choosing, "MOST_IN_PIECES", 1)
    wanted = write_topic(title="朝礼について", body="経営者の話をききました。")
    for number in range(5):
        write_topic(title=f"朝礼について{number}番目", body="若い者と経営の話をしました。")

    found = ask("経営者")

    assert _keys(found) == [wanted.pk]
    assert (found.counts["knowhow"], found.rough) == (1, frozenset())


def test_where_nothing_has_the_whole_word_all_that_have_its_parts_are_looked_at(monkeypatch, ask, write_topic):
    wanted = write_topic(title="朝礼について", body="伴走支援をはじめました。")
    for number in range(5):
        write_topic(title=f"朝礼について{number}番目", body="支援といえば、伴走のことです。")
    monkeypatch.setattr(choosing, "MOST_COMPARED", 2)

    found = ask("ばんそうしえん")

    assert _keys(found) == [wanted.pk]


def test_of_a_large_kind_the_newest_eras_stand_for_all_where_they_have_plenty(two_newest_asked, ask, write_topic):
    topics = [write_topic(title=f"朝礼について{number}番目", body="工場の話をききました。").pk for number in range(6)]

    found = ask("工場")

    assert sorted(_keys(found)) == topics[-2:]
    assert (found.counts["knowhow"], found.rough) == (6, {"knowhow"})
    assert found.facets["board"] == {"open": 6}


def test_where_the_newest_eras_have_too_few_all_are_asked(two_newest_asked, ask, write_topic):
    topics = [write_topic(title=f"朝礼について{number}番目", body="工場の話をききました。").pk for number in range(5)]
    write_topic(title="朝礼のことをききました", body="店の話をききました。")

    found = ask("工場")

    assert sorted(_keys(found)) == topics
    assert (found.counts["knowhow"], found.rough) == (5, frozenset())


def test_what_was_written_since_the_eras_were_read_is_found(two_newest_asked, ask, write_topic):
    for number in range(4):
        write_topic(title=f"朝礼について{number}番目", body="工場の話をききました。")
    ask("工場")

    new = write_topic(title="朝礼のことをききました", body="工場の話をききました。")

    assert new.pk in _keys(ask("工場"))


def test_rows_that_the_person_may_not_see_take_no_place_among_the_counted(few_counted, ask, write_topic, supporter):
    closed = Board.objects.create(slug="closed", name="支援者の部屋", purpose="話す", audience="supporter")
    hidden = [write_topic(board=closed, title=f"工場を見て回る話{number}").pk for number in range(6)]
    seen = [write_topic(title=f"工場の朝礼の話{number}").pk for number in range(2)]

    found = ask("工場")

    assert sorted(_keys(found)) == seen
    assert found.counts["knowhow"] == 2
    assert not set(_keys(found)) & set(hidden)
    assert ask("工場", supporter).counts["knowhow"] == 3


def test_a_new_title_is_met_although_older_rows_fill_the_count(few_counted, ask, write_topic):
    for number in range(6):
        write_topic(title=f"朝礼について{number}番目", body="工場の話をきかせてください。")
    newest = write_topic(title="工場の話をききたい")

    assert _keys(ask("工場", size=2))[0] == newest.pk


def test_a_compound_and_its_parts_side_by_side_are_each_counted_once(ask, write_topic):
    write_topic(title="経営者と話すとき")
    write_topic(title="経営、者という言葉", body="それぞれの言葉の話です。")
    index = IndexEntry.objects.exclude(title_text="経営者と話すとき").filter(title_text="経営、者という言葉")
    index.update(title=RawSQL("%s::tsvector", ["'w/経営':1A 'w/者':2A"]), body=RawSQL("%s::tsvector", ["'f/kind/knowhow'"]))

    found = ask("経営者")

    assert found.counts["knowhow"] == len(found.places) == 2


def test_facets_count_what_the_person_may_see_of_the_chosen_kind(ask, write_topic, write_case):
    closed = Board.objects.create(slug="closed", name="支援者の部屋", purpose="話す", audience="supporter")
    write_topic(title="工場を見て回る話")
    write_topic(title="工場の朝礼の話")
    write_topic(title="工場の内輪の話", board=closed)
    write_case(title="工場の朝")

    found = ask("工場", kind="knowhow")

    assert found.facets["board"] == {"open": 2}
    assert "industry" not in found.facets
    assert ask("工場").facets["industry"] == {"E": 1}


def test_a_kind_that_nobody_knows_is_all_kinds(ask, write_topic, write_case):
    write_topic(title="工場を見て回る話")
    write_case(title="工場の朝")

    assert len(ask("工場", kind="nothing").places) == 2


def test_conditions_alone_find_the_newest(ask, write_case):
    first, second = write_case(title="朝の話"), write_case(title="夜の話")
    Case.objects.filter(pk=first.pk).update(first_published_at=timezone.now() - datetime.timedelta(days=9))
    first.refresh_from_db()
    index_now(first)

    found = hits(user=VISITOR, wish=Wish(matching="'f/industry/E'", ranking=""))

    assert _keys(found) == [second.pk, first.pk]


def test_as_many_queries_for_one_row_as_for_many(ask, write_topic):
    write_topic(title="工場を見て回る話")
    ask("工場")  # how many rows there are of each kind is counted once an hour
    with CaptureQueriesContext(connection) as one:
        ask("工場")
    for number in range(8):
        write_topic(title=f"工場を見て回る話{number}")
    with CaptureQueriesContext(connection) as many:
        ask("工場")

    assert len(one) == len(many)


def test_words_are_looked_up_in_an_index_and_no_text_is_read_for_them():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        asked = f"EXPLAIN SELECT entry.id FROM wagtailsearch_indexentry AS entry WHERE {choosing.MATCHES}"  # noqa: S608
        cursor.execute(asked, ["'w/支援'"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Bitmap Index Scan on search_everything" in plan
