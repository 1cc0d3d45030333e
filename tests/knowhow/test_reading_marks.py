"""Unread: what is new for a person in what he follows, until he has seen it."""

import datetime
import uuid

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from knowhow.actions import hide_post, mark_read, post_topic
from knowhow.cards import TopicCard
from knowhow.models import Board, Follow, ReadingMark, Reply, Topic

pytestmark = pytest.mark.django_db

UNREAD = "/knowhow/unread/"


@pytest.fixture
def following(topic, member):
    """Ren follows Kaede's topic and has read it."""
    Follow.objects.create(person=member, topic=topic)
    mark_read(by=member, topic=topic, until=topic.last_posted_at)
    return topic


def _titles(browser) -> list[str]:
    return [card.title for card in browser.get(UNREAD).context["topics"]]


def test_a_new_reply_is_unread_until_the_topic_is_opened(following, make_reply, member, client_of):
    browser = client_of(member)
    assert _titles(browser) == []

    make_reply()
    assert _titles(browser) == [following.title]

    browser.get(following.get_absolute_url())
    assert _titles(browser) == []


def test_looking_at_the_list_or_asking_for_the_head_reads_nothing(following, make_reply, member, client_of):
    browser = client_of(member)
    make_reply()

    browser.head(following.get_absolute_url())
    browser.get(following.get_absolute_url(), headers={"Sec-Purpose": "prefetch"})
    browser.get(UNREAD)

    assert _titles(browser) == [following.title]


def test_what_is_not_followed_is_not_unread(topic, make_reply, member, client_of):
    make_reply()

    assert _titles(client_of(member)) == []


@pytest.mark.parametrize(("level", "is_unread"), [("all", True), ("digest", True), ("none", False)])
def test_the_level_says_whether_it_is_unread(level, is_unread, following, make_reply, member, client_of):
    Follow.objects.update(level=level)
    make_reply()

    assert bool(_titles(client_of(member))) is is_unread


def test_a_followed_board_brings_what_was_written_since(topic, board, make_topic, make_reply, member, client_of):
    Follow.objects.create(person=member, board=board, created_at=timezone.now() - datetime.timedelta(minutes=45))
    make_topic("フォローしたあとの話題", created_at=timezone.now() - datetime.timedelta(minutes=5))
    browser = client_of(member)
    assert _titles(browser) == ["フォローしたあとの話題"]

    make_reply(topic=topic)

    assert _titles(browser) == ["フォローしたあとの話題", topic.title]


def test_ones_own_posts_are_not_unread(board, following, member, client_of):
    browser = client_of(member)
    post_topic(
        by=member, board=board, kind="question", title="わたしの質問です", body="どうしていますか。", submission_key=uuid.uuid4()
    )

    browser.post(following.get_absolute_url(), {"body": "わたしもそうでした。", "submission_key": uuid.uuid4()}, follow=True)

    assert _titles(browser) == []


def test_what_is_hidden_or_out_of_reach_is_not_unread(following, make_reply, member, reviewer, client_of):
    make_reply()
    browser = client_of(member)
    Board.objects.update(audience="supporter")
    assert _titles(browser) == []

    Board.objects.update(audience="public")
    hide_post(by=reviewer, post=following, reason="社名がありました")
    assert _titles(browser) == []


def test_the_cards_of_a_persons_own_list_say_what_is_unread(following, make_topic, make_reply, member):
    read = make_topic("すでに読んだ話題です")
    Follow.objects.create(person=member, topic=read)
    mark_read(by=member, topic=read, until=read.last_posted_at)
    make_reply()

    cards = [TopicCard.of(topic) for topic in Topic.objects.followed_by(member).with_unread(member).newest(5)]

    assert {card.title: card.is_unread for card in cards} == {following.title: True, read.title: False}
    assert cards[0].get_absolute_url == f"{following.get_absolute_url()}unread/"


def test_all_can_be_read_at_once(following, make_topic, make_reply, member, client_of):
    browser = client_of(member)
    make_reply()

    browser.post(UNREAD)

    assert _titles(browser) == []
    make_reply("押したあとの返信です。", created_at=timezone.now() + datetime.timedelta(seconds=1))
    assert _titles(browser) == [following.title]


def test_what_was_quiet_for_sixty_days_is_nobodys_unread(following, member, client_of):
    ReadingMark.objects.all().delete()
    old = timezone.now() - datetime.timedelta(days=61)
    Topic.objects.update(created_at=old, last_posted_at=old)

    assert _titles(client_of(member)) == []


def test_the_topic_leads_to_the_first_reply_that_was_not_seen(following, make_reply, member, client_of):
    browser = client_of(member)
    first = make_reply("最初の新しい返信です。", created_at=timezone.now() - datetime.timedelta(minutes=9))
    make_reply("次の新しい返信です。", created_at=timezone.now() - datetime.timedelta(minutes=8))

    leads_to = browser.get(f"{following.get_absolute_url()}unread/").url
    page = browser.get(following.get_absolute_url()).content.decode()

    assert leads_to == first.get_absolute_url()
    assert f'href="{first.get_absolute_url()}"' in page
    assert "前回のあとの" not in browser.get(following.get_absolute_url()).content.decode()


def test_reading_the_first_part_leaves_the_rest_unread(following, supporter, member, client_of):
    now = timezone.now() - datetime.timedelta(minutes=20)
    Reply.objects.bulk_create(
        Reply(
            topic=following,
            body=f"返信その{number}です。",
            body_html="<p>返信</p>",
            author=supporter,
            created_at=now + datetime.timedelta(seconds=number),
            submission_key=uuid.uuid4(),
        )
        for number in range(60)
    )
    Topic.objects.update(reply_count=60, last_posted_at=now + datetime.timedelta(seconds=59))
    browser = client_of(member)

    browser.get(following.get_absolute_url())
    assert _titles(browser) == [following.title]
    assert (
        browser.get(f"{following.get_absolute_url()}unread/").url == Reply.objects.get(body="返信その50です。").get_absolute_url()
    )

    browser.get(f"{following.get_absolute_url()}?page=2")
    assert _titles(browser) == []


def test_a_mark_never_moves_back(topic, member):
    earlier, later = topic.created_at, topic.created_at + datetime.timedelta(hours=1)

    for moment in (later, earlier):
        mark_read(by=member, topic=topic, until=moment)

    assert ReadingMark.objects.get().read_until == later


def test_nobody_sees_the_marks_of_others(following, make_reply, member, supporter, visitor, client_of):
    make_reply()

    assert _titles(client_of(supporter)) == []
    assert "未読の話題" not in visitor.get("/knowhow/").content.decode()
    assert "1件" in client_of(member).get("/knowhow/").context["unread_words"]


def test_the_page_of_a_topic_is_remembered_for_its_readers_all_the_same(topic, member, supporter, client_of):
    page = client_of(member).get(topic.get_absolute_url())
    client_of(supporter).post("/knowhow/following/", {"kind": "topic", "pk": topic.pk, "level": "digest"})

    assert page.context["fresh_key"]
    assert "まとめて）" not in client_of(member).get(topic.get_absolute_url()).content.decode()


def test_unread_asks_few_queries_and_as_many_for_fifty_topics_as_for_one(board, make_topic, member, client_of):
    Follow.objects.create(person=member, board=board, created_at=timezone.now() - datetime.timedelta(days=1))
    browser = client_of(member)

    def queries(address: str) -> int:
        browser.get(address)
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        return len(captured)

    make_topic()
    at_one = [queries(address) for address in (UNREAD, "/knowhow/")]
    for number in range(49):
        make_topic(f"話題その{number:02}です")
    Topic.objects.update(last_posted_at=F("created_at"))

    assert [queries(address) for address in (UNREAD, "/knowhow/")] == at_one
    assert max(at_one) <= 13
