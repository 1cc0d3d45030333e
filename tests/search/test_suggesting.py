"""What the search box offers while somebody types, and to whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bansou.moderation import limits
from bansou.moderation.limits import Rate
from bansou.search import suggesting
from bansou.search.counting import count_words
from bansou.search.registry import Facet, register_facet
from knowhow.actions import hide_post
from knowhow.models import Board
from tests.search.hostile import HOSTILE

pytestmark = pytest.mark.django_db
ADDRESS = "/search/suggest/"


@pytest.fixture
def offered(client_of, visitor):
    """(label, text) of each line that the person is offered; `None` is a visitor."""

    def _offered(person, typed: str) -> list[tuple[str, str]]:
        client = client_of(person) if person else visitor
        found = client.get(ADDRESS, {"q": typed}).json()["suggestions"]
        return [(line["label"], line["text"]) for line in found]

    return _offered


@pytest.fixture
def _walls(monkeypatch):
    monkeypatch.setattr("bansou.search.registry._facets", {})
    register_facet(Facet(name="wall", label="壁", order=1, choices=lambda: [("1", "見えない"), ("2", "向き合わない")]))
    register_facet(Facet(name="board", label="部屋", order=2, choices=lambda: [("9", "見えない部屋")], is_known_to_all=False))


def test_words_are_offered_by_their_beginning_as_written_or_as_read(offered, write_topic):
    for title in ("事業承継のはなし", "事業承継のあと"):
        write_topic(title=title)
    count_words()

    for typed in ("事業", "じぎょう", "ジギョウショウ"):
        assert ("ことば", "事業承継") in offered(None, typed), typed


def test_the_words_before_the_last_one_stay(visitor, write_topic):
    for title in ("事業承継のはなし", "事業承継のあと"):
        write_topic(title=title)
    count_words()

    lines = visitor.get(ADDRESS, {"q": "後継者　事業"}).json()["suggestions"]

    assert {
        "label": "ことば",
        "text": "後継者 事業承継",
        "url": "/search/?q=%E5%BE%8C%E7%B6%99%E8%80%85+%E4%BA%8B%E6%A5%AD%E6%89%BF%E7%B6%99",
    } in lines


def test_a_title_leads_to_its_thing(visitor, write_case, write_topic, write_page):
    things = {
        "事例": write_case(title="朝礼をやめた工場").get_absolute_url(),
        "広場": write_topic(title="朝礼は要るか").get_absolute_url(),
        "解説": write_page(title="朝礼という場").get_url(),
    }

    lines = visitor.get(ADDRESS, {"q": "朝礼"}).json()["suggestions"]

    assert {line["label"]: line["url"] for line in lines} == things


def test_a_title_that_begins_with_what_is_typed_comes_first(offered, write_topic):
    write_topic(title="朝礼は要るか")
    for number in range(5):
        write_topic(title=f"みんなの朝礼{number}")

    assert offered(None, "朝礼")[0] == ("広場", "朝礼は要るか")


def test_where_very_many_titles_have_the_word_the_newest_come_first_and_from_then_on_are_asked_first(
    offered, write_topic, write_case, monkeypatch
):
    monkeypatch.setattr(suggesting, "MOST_CANDIDATES", 4)
    monkeypatch.setattr(suggesting, "NEWEST_LOOKED_THROUGH", 3)
    write_case(title="朝礼をやめた工場")
    for number in range(6):
        write_topic(title=f"みんなの朝礼{number}")
    rare = offered(None, "みんなの朝礼0")

    looks = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            lines = [text for _, text in offered(None, "朝礼")]
        looks.append(len([query for query in queries if "entry.autocomplete" in query["sql"]]))
        assert lines == ["朝礼をやめた工場", "みんなの朝礼5", "みんなの朝礼4", "みんなの朝礼3"]

    assert rare == [("広場", "みんなの朝礼0")]
    assert looks == [2, 1]


@pytest.mark.usefixtures("_walls")
def test_a_condition_is_offered_by_its_label_and_by_its_reading_if_everybody_knows_it(visitor):
    for typed in ("見えな", "みえない"):
        lines = visitor.get(ADDRESS, {"q": typed}).json()["suggestions"]

        assert lines == [{"label": "壁", "text": "見えない", "url": "/search/?wall=1"}]


@pytest.mark.usefixtures("_walls")
def test_a_condition_narrows_the_words_before_it(visitor):
    lines = visitor.get(ADDRESS, {"q": "社長 見えな"}).json()["suggestions"]

    assert lines[0]["text"] == "見えない（社長）"
    assert lines[0]["url"] == "/search/?q=%E7%A4%BE%E9%95%B7&wall=1"


@pytest.mark.parametrize(("audience", "readers"), [("public", 4), ("member", 3), ("supporter", 2)])
def test_each_is_offered_the_titles_that_he_may_read(audience, readers, offered, write_topic, member, other_supporter, reviewer):
    room = Board.objects.create(slug=audience, name=audience, purpose="話す。", audience=audience)
    write_topic(board=room, title="ゾウリムシ観察記")

    people = (None, member, other_supporter, reviewer)
    sees = [bool(offered(person, "ゾウリ")) for person in people]

    assert sees == [False] * (4 - readers) + [True] * readers


@pytest.mark.parametrize(("audience", "is_offered"), [("public", True), ("member", False), ("supporter", False)])
def test_a_word_is_offered_to_everybody_or_to_nobody(
    audience, is_offered, offered, write_topic, member, other_supporter, reviewer
):
    room = Board.objects.create(slug=audience, name=audience, purpose="話す。", audience=audience)
    for _ in range(3):
        write_topic(board=room, body="ゾウリムシを見た。")
    count_words()

    for person in (None, member, other_supporter, reviewer):
        for typed in ("ゾウリ", "ぞうり"):
            assert offered(person, typed) == [("ことば", "ゾウリムシ")] * is_offered


def test_a_draft_and_a_hidden_topic_are_offered_to_nobody(offered, write_case, write_topic, supporter, reviewer):
    write_case(published=False, title="ゾウリムシの事例")
    topics = [write_topic(title="ゾウリムシの話"), write_topic(title="ゾウリムシの話")]
    count_words()
    assert ("ことば", "ゾウリムシ") in offered(None, "ゾウリ")

    for topic in topics:
        hide_post(post=topic, reason="会社が分かるため。", by=reviewer)

    for person in (None, supporter, reviewer):
        assert offered(person, "ゾウリ") == []


def test_too_little_or_odd_is_answered(visitor):
    for typed in ("", " ", "し", "s", "の", *HOSTILE, "あ" * 5000):
        response = visitor.get(ADDRESS, {"q": typed.encode("utf-8", "replace").decode()})

        assert response.status_code == 200, typed
        assert isinstance(response.json()["suggestions"], list)


def test_no_cache_keeps_an_answer(visitor):
    response = visitor.get(ADDRESS, {"q": "朝礼"})

    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert not response.cookies


def test_whoever_asks_for_ever_is_stopped(visitor, client_of, member, monkeypatch):
    monkeypatch.setitem(limits.RATES, "suggest", (Rate(2, 60),))

    for client in (visitor, client_of(member)):
        answers = [client.get(ADDRESS, {"q": "朝礼"}).status_code for _ in range(3)]
        assert answers == [200, 200, 429]


def test_many_titles_cost_no_more_queries_than_one(visitor, write_topic):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            visitor.get(ADDRESS, {"q": "朝礼"})
        return len(asked)

    write_topic(title="朝礼のことを話す")
    queries()
    few = queries()
    for number in range(20):
        write_topic(title=f"朝礼のこと その{number}")

    assert queries() == few
