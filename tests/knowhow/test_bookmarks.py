"""Bookmarks: a post to be found again, with a note that nobody else reads."""

import pytest
from django.utils import timezone

from knowhow.actions.bookmarks import place_of
from knowhow.models import Board, Bookmark

pytestmark = pytest.mark.django_db

BOOKMARKS = "/knowhow/bookmarks/"


@pytest.fixture
def reply(make_reply):
    return make_reply("手元のノートに書くふりをします。")


def _address(post) -> str:
    return f"/knowhow/{'replies' if hasattr(post, 'topic') else 'topics'}/{post.pk}/bookmark/"


@pytest.mark.parametrize("noun", ["topic", "reply"])
def test_a_bookmark_is_made_changed_and_removed(noun, topic, reply, member, client_of):
    post, browser = {"topic": topic, "reply": reply}[noun], client_of(member)

    response = browser.post(_address(post), {"note": "来週の訪問の前に読む"})
    assert response.url == post.get_absolute_url()
    page = browser.get(BOOKMARKS).content.decode()
    assert "来週の訪問の前に読む" in page
    assert post.get_absolute_url() in page

    browser.post(_address(post), {"note": "木曜の訪問の前に読む"})
    assert [row.note for row in Bookmark.objects.of(member)] == ["木曜の訪問の前に読む"]
    assert "木曜の訪問の前に読む" in browser.get(_address(post)).content.decode()

    browser.post(_address(post), {"remove": "1", "note": "木曜の訪問の前に読む"})
    assert not Bookmark.objects.exists()


def test_a_note_may_be_left_out_but_not_be_endless(topic, member, client_of):
    browser = client_of(member)

    browser.post(_address(topic), {"note": ""})
    too_long = browser.post(_address(topic), {"note": "長" * 501})

    assert Bookmark.objects.get().note == ""
    assert too_long.status_code == 422
    assert "長" * 501 in too_long.content.decode()


def test_nobody_reads_the_bookmarks_of_others(topic, member, reviewer, owner, client_of):
    client_of(member).post(_address(topic), {"note": "自分だけのメモです"})

    for person in (reviewer, owner):
        for address in (BOOKMARKS, _address(topic), topic.get_absolute_url()):
            assert "自分だけのメモです" not in client_of(person).get(address).content.decode()


def test_the_topic_says_that_there_is_one(topic, reply, member, other_supporter, client_of):
    client_of(member).post(_address(reply), {"note": ""})

    assert "この話題にしおりがあります" in client_of(member).get(topic.get_absolute_url()).content.decode()
    assert "この話題にしおりがあります" not in client_of(other_supporter).get(topic.get_absolute_url()).content.decode()


def test_a_post_that_can_no_longer_be_read_is_not_in_the_list_and_comes_back(topic, reply, member, client_of):
    browser = client_of(member)
    browser.post(_address(topic), {"note": ""})
    Board.objects.update(audience="supporter")
    assert topic.title not in browser.get(BOOKMARKS).content.decode()
    assert browser.get(_address(topic)).status_code == 404

    Board.objects.update(audience="public")
    assert topic.title in browser.get(BOOKMARKS).content.decode()


def test_a_hidden_reply_is_not_in_the_list(topic, reply, member, reviewer, client_of):
    browser = client_of(member)
    browser.post(_address(reply), {"note": ""})
    browser.get(BOOKMARKS)
    type(reply).objects.update(hidden_at=timezone.now(), hidden_by=reviewer, hidden_reason="社名がありました")

    assert reply.body not in browser.get(BOOKMARKS).content.decode()


def test_an_alias_stays_an_alias(make_clinic, supporter, client_of):
    topic = make_clinic()
    browser = client_of(supporter)
    browser.post(_address(topic), {"note": ""})

    for address in (BOOKMARKS, _address(topic)):
        page = browser.get(address).content.decode()
        assert "相談者さんの話題" in page
        assert "かえで" not in page


def test_what_was_typed_survives_a_lost_session(topic, member, client_of, visitor):
    browser = client_of(member)
    token = browser.get(_address(topic)).context["form"]["typed_by"].value()

    visitor.post(_address(topic), {"note": "消えないメモです", "typed_by": token})
    visitor.force_login(member)

    assert "消えないメモです" in visitor.get(_address(topic)).content.decode()
    assert not Bookmark.objects.exists()


def test_a_post_is_bookmarked_once_a_person(topic, member, client_of):
    for _ in range(2):
        client_of(member).post(_address(topic), {"note": "二度押しました"})

    assert Bookmark.objects.filter(person=member, **place_of(topic)).count() == 1
