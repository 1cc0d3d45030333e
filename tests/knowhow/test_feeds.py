"""Feeds of the exchange hold topics of public boards that everybody reads, and nothing of what is hidden, held, merged or told under an alias."""

import pytest
from django.utils import timezone

from cases.models import Keyword
from knowhow.actions import hide_post
from knowhow.models import Topic
from tests.lists.atom_rules import entries_of

pytestmark = pytest.mark.django_db

FEED = "/feeds/knowhow.xml"


def test_a_topic_stands_in_the_feeds_with_its_text_name_and_writer(visitor, make_topic, board):
    topic = make_topic(title="沈黙を待てません", body="三秒で**話して**しまいます。")
    topic.keywords.add(keyword := Keyword.objects.create(name="沈黙"))

    for address in (FEED, f"/feeds/knowhow/boards/{board.slug}.xml", f"/feeds/knowhow/keywords/{keyword.pk}.xml"):
        (entry,) = entries_of(visitor.get(address).content)

        assert entry["id"] == f"tag:testserver,2026:knowhow/topics/{topic.pk}"
        assert entry["link"] == f"http://testserver/knowhow/topics/{topic.pk}/"
        assert (entry["title"], entry["author"]) == ("沈黙を待てません", "かえで")
        assert "<strong>話して</strong>" in entry["content"]


def test_what_not_everybody_reads_is_in_no_feed(visitor, client_of, make_topic, make_board, reviewer):
    topic = make_topic(title="みんなの話題です")
    words = {"member": "会員だけの言葉", "supporter": "支援者だけの言葉"}
    for audience, word in words.items():
        make_topic(title=f"{word}です", board=make_board(slug=audience, audience=audience))
        assert visitor.get(f"/feeds/knowhow/boards/{audience}.xml").status_code == 404
    hide_post(by=reviewer, post=make_topic(title="非表示の言葉です"), reason="会社が分かるため")
    make_topic(title="確認待ちの言葉です", held_at=timezone.now(), held_for="newcomer")
    make_topic(title="統合された言葉です", merged_into=topic)

    for client in (visitor, client_of(reviewer)):
        assert [entry["title"] for entry in entries_of(client.get(FEED).content)] == ["みんなの話題です"]


def test_a_clinic_is_in_no_feed(visitor, make_clinic):
    clinic = make_clinic()
    response = visitor.get(FEED)

    assert not entries_of(response.content)
    for secret in (clinic.title, clinic.body, clinic.alias):
        assert secret not in response.content.decode()
    assert visitor.get("/feeds/knowhow/boards/clinic.xml").status_code == 404


def test_an_edited_topic_says_when_and_who_had_it_gets_it_again(visitor, make_topic):
    topic = make_topic()
    before = visitor.get(FEED)
    Topic.objects.filter(pk=topic.pk).update(edit_version=2, edited_at=timezone.now(), body_html="<p>直した文です。</p>")
    after = visitor.get(FEED, headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert entries_of(after.content)[0]["updated"] > entries_of(before.content)[0]["updated"]
    assert visitor.get(FEED, headers={"If-None-Match": after["ETag"]}).status_code == 304


def test_many_topics_ask_as_much_as_one(visitor, make_topic, django_assert_num_queries):
    for count in (1, 5):
        for _ in range(count):
            make_topic()
        with django_assert_num_queries(2):  # version, topics
            visitor.get(FEED)


def test_a_board_that_not_everybody_reads_names_no_feed(client_of, visitor, make_board, supporter):
    board, closed = make_board(), make_board(slug="closed", audience="supporter")

    assert f"/feeds/knowhow/boards/{board.slug}.xml" in visitor.get(board.get_absolute_url()).content.decode()
    assert "/feeds/" not in client_of(supporter).get(closed.get_absolute_url()).content.decode()
