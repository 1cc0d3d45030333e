"""What is searched for is counted, and nobody can be found in the counts."""

import datetime

import pytest
from django.core.cache import caches
from django.db import IntegrityError, connection, transaction
from django.db.models import JSONField
from django.utils import timezone

from bansou.search import demand
from bansou.search.demand import end_weeks, write_counts
from bansou.search.models import SearchedWords
from bansou.search.models.demand import LEAST_PEOPLE, monday_of

pytestmark = pytest.mark.django_db
ADDRESS = "/search/"
#: Networks of which, with a probability of all but one in ten million, five have bits of their own.
MANY = 25


@pytest.fixture(autouse=True)
def _nothing_waits():
    demand._waiting.clear()
    yield
    demand._waiting.clear()


@pytest.fixture
def ask(visitor):
    """A search from the network of this number, counted at once; what the table says of its words."""

    def _ask(words: str, network: int = 1, *, client=visitor, headers: dict[str, str] | None = None, **rest: str):
        caches["pages"].clear()  # within a minute the page would come from memory
        answer = client.get(ADDRESS, {"q": words} | rest, REMOTE_ADDR=f"192.0.2.{network}", headers=headers)
        assert answer.status_code == 200
        write_counts()
        return SearchedWords.objects.order_by("-pk").first()

    return _ask


def test_words_are_written_down_with_the_fifth_person_and_nowhere_before(ask):
    for network in range(1, MANY):
        row = ask("人手不足", network)

        assert row.people <= network
        assert (row.words == "人手不足") == (row.people >= LEAST_PEOPLE)
        if network < LEAST_PEOPLE:
            assert not list(SearchedWords.objects.shown())
            assert "人手" not in _everything()
    assert [row.words for row in SearchedWords.objects.shown()] == ["人手不足"]


def _everything() -> str:
    """All that the table holds, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept::text FROM search_searchedwords kept")
        return "\n".join(text for (text,) in cursor.fetchall())


def test_the_database_itself_refuses_words_of_fewer_people():
    with pytest.raises(IntegrityError), transaction.atomic():
        SearchedWords.objects.create(week=monday_of(timezone.localdate()), words="人手不足", people=LEAST_PEOPLE - 1)


def test_one_person_who_asks_again_and_again_is_one(ask, client_of, member):
    for network in range(1, 8):
        row = ask("人手不足", network, client=client_of(member))

    assert row.people == 1


def test_people_of_one_network_who_are_not_signed_in_are_one(visitor):
    for place in range(1, 8):
        caches["pages"].clear()
        visitor.get(ADDRESS, {"q": "人手不足"}, REMOTE_ADDR=f"2001:db8:1:1::{place}")
    write_counts()

    assert SearchedWords.objects.get().people == 1


def test_order_particles_and_width_do_not_make_other_words(ask):
    for words in ("承継 銀行", "銀行の承継", "　銀行　承継", "「承継」と銀行"):
        ask(words)

    assert SearchedWords.objects.count() == 1


def test_what_somebody_does_not_want_to_see_is_part_of_the_words(ask):
    """「承継 -村山」 of the fifth person would tell what four others never typed."""
    first, second = ask("承継"), ask("承継 -値上げ")

    assert first.pk != second.pk


@pytest.mark.parametrize("headers", [{"DNT": "1"}, {"Sec-GPC": "1"}])
def test_whoever_asks_not_to_be_followed_is_not_counted(ask, headers):
    assert ask("人手不足", headers=headers) is None


def test_staff_are_not_counted(ask, client_of, reviewer):
    assert ask("人手不足", client=client_of(reviewer)) is None


@pytest.mark.parametrize("rest", [{"kind": "cases"}, {"sort": "new"}, {"wall": "1"}])
def test_narrowing_what_was_found_is_no_new_question(ask, rest):
    assert ask("人手不足", **rest) is None


@pytest.mark.parametrize(
    "words",
    [
        "山田太郎さん", "佐藤 承継", "株式会社見本製作所", "taro@example.jp", "090-1234-5678", "https://example.com/", "見本町の金物店",
        "の", "", "承継" * 40,
    ],
)  # fmt: skip
def test_names_addresses_pasted_texts_and_particles_are_not_counted(ask, words):
    assert ask(words) is None


@pytest.mark.parametrize("words", ["よろず支援拠点", "東北 事業承継", "社長 沈黙", "京都 小売"])
def test_words_of_the_field_and_regions_name_nobody(ask, words):
    assert ask(words) is not None


def test_who_found_nothing_is_counted_apart(ask, write_case):
    write_case(title="朝礼の話")

    found, nothing, some = ask("朝礼"), ask("輸出入"), ask("朝礼 輸出入")

    assert (found.empty_handed, found.results, found.by_kind["cases"]) == (0, 1, 1)
    assert (nothing.empty_handed, nothing.results) == (1, 0)
    assert (some.empty_handed, some.results) == (1, 0)  # nothing has all of the words
    assert set(SearchedWords.objects.that_found_nothing()) == {nothing, some}
    assert set(SearchedWords.objects.that_found_little()) == {found}


def test_when_the_week_is_over_only_words_and_numbers_of_enough_people_stay(ask):
    for network in range(1, MANY):
        ask("人手不足", network)
    ask("輸出入")
    SearchedWords.objects.update(week=monday_of(timezone.localdate()) - datetime.timedelta(weeks=1))

    end_weeks()

    (kept,) = SearchedWords.objects.all()
    assert (kept.words, kept.digest, kept.marks, kept.empty_marks) == ("人手不足", None, 0, 0)
    assert kept.people >= LEAST_PEOPLE


def test_the_running_week_is_left_alone_and_old_years_go(ask):
    ask("輸出入")
    last = monday_of(timezone.localdate()) - datetime.timedelta(weeks=60)
    SearchedWords.objects.create(week=last, words="人手不足", people=9)

    end_weeks()

    assert [row.week for row in SearchedWords.objects.all()] == [monday_of(timezone.localdate())]


def test_each_week_has_a_secret_of_its_own():
    week = monday_of(timezone.localdate())

    assert demand._secret_of(week) == demand._secret_of(week) != demand._secret_of(week + datetime.timedelta(weeks=1))


def test_no_column_holds_a_person_a_moment_or_an_address():
    kinds = {field.name: type(field) for field in SearchedWords._meta.concrete_fields}

    assert set(kinds) == {"id", "week", "digest", "words", "marks", "empty_marks", "people", "empty_handed", "results", "by_kind"}
    assert kinds["by_kind"] is JSONField  # numbers by kind of result


def test_a_flood_pushes_out_older_searches_and_costs_no_more_memory(visitor):
    for number in range(3):
        visitor.get(ADDRESS, {"q": f"承継{number}"})

    assert len(demand._waiting) == 3
    assert demand._waiting.maxlen == demand.MOST_WAITING
