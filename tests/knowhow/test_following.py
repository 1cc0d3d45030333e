"""Following: what a person hears of is his own choice, and nobody learns of it."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Keyword
from cases.statuses import Status
from knowhow.actions import post_reply, post_topic
from knowhow.actions.answers import mark_helpful, tell_trial
from knowhow.actions.counters import miscounted
from knowhow.actions.following import WIDE_AT_MOST
from knowhow.actions.merging import merge_topics
from knowhow.models import Board, Bookmark, CaseOfTopic, Follow, FollowLevel, Reply, Topic, TopicKeyword
from tests.factories import make_case

pytestmark = pytest.mark.django_db

FOLLOWING = "/knowhow/following/"


def _press(browser, kind, thing, level="all", **extra):
    return browser.post(FOLLOWING, {"kind": kind, "pk": thing.pk, "level": level, **extra})


@pytest.fixture
def keyword(topic) -> Keyword:
    keyword = Keyword.objects.create(name="沈黙")
    TopicKeyword.objects.create(tag=keyword, content_object=topic)
    return keyword


@pytest.fixture
def followable(topic, board, keyword, other_supporter):
    return {"topic": topic, "board": board, "keyword": keyword, "writer": other_supporter}


@pytest.mark.parametrize("kind", ["topic", "board", "keyword", "writer"])
def test_each_kind_of_thing_brings_its_topics(kind, followable, topic, member, client_of, make_board, make_topic, supporter):
    make_topic("ほかの板の話題です", board=make_board("second"), author=supporter)

    response = _press(client_of(member), kind, followable[kind])

    assert response.status_code == 302
    assert list(Topic.objects.followed_by(member)) == [topic]
    assert not Topic.objects.followed_by(supporter).filter(pk=topic.pk).exists()


@pytest.mark.parametrize("kind", ["topic", "board", "keyword", "writer"])
def test_a_follow_can_be_changed_and_taken_back(kind, followable, member, client_of):
    browser = client_of(member)

    _press(browser, kind, followable[kind])
    _press(browser, kind, followable[kind], "digest")
    assert [follow.level for follow in Follow.objects.of(member)] == [FollowLevel.DIGEST]
    assert "まとめて" in browser.get(FOLLOWING).content.decode()

    _press(browser, kind, followable[kind], "stop")
    assert not Follow.objects.of(member).exists()


def test_what_was_said_of_the_topic_itself_goes_before_its_board(topic, board, member, client_of):
    browser = client_of(member)
    _press(browser, "board", board)
    _press(browser, "topic", topic, "none")
    assert not Topic.objects.followed_by(member).exists()

    _press(browser, "board", board, "none")
    _press(browser, "topic", topic, "all")
    assert list(Topic.objects.followed_by(member)) == [topic]


def test_nothing_to_be_seen_of_one_goes_before_following_another(board, keyword, topic, member, client_of):
    browser = client_of(member)
    _press(browser, "board", board)
    _press(browser, "keyword", keyword, "none")

    assert not Topic.objects.followed_by(member).exists()


def test_a_person_is_not_followed_through_an_alias(make_clinic, topic, other_supporter, supporter, client_of):
    under_alias = make_clinic()

    _press(client_of(supporter), "writer", other_supporter)

    assert under_alias not in Topic.objects.followed_by(supporter)
    assert topic in Topic.objects.followed_by(supporter)


def test_somebody_who_only_wrote_under_an_alias_cannot_be_found(make_clinic, other_supporter, supporter, client_of):
    make_clinic(author=supporter)
    Follow.objects.all().delete()

    assert _press(client_of(other_supporter), "writer", supporter).status_code == 404
    assert not Follow.objects.exists()


@pytest.mark.parametrize("kind", ["topic", "board", "keyword", "writer"])
def test_what_a_person_may_not_read_he_cannot_follow(kind, make_board, make_topic, supporter, member, client_of):
    secret = make_board("secret", "supporter")
    topic = make_topic("支援者だけの話題です", board=secret, author=supporter)
    keyword = Keyword.objects.create(name="秘密")
    TopicKeyword.objects.create(tag=keyword, content_object=topic)
    things = {"topic": topic, "board": secret, "keyword": keyword, "writer": supporter}

    assert _press(client_of(member), kind, things[kind]).status_code == 404
    assert _press(client_of(member), kind, things[kind], "stop").status_code == 404


def test_what_can_no_longer_be_read_is_not_listed_by_name(topic, board, member, client_of):
    browser = client_of(member)
    _press(browser, "topic", topic)
    _press(browser, "board", board)
    browser.get(FOLLOWING)  # shows the messages of the buttons
    Board.objects.update(audience="supporter", name="支援者の部屋")

    page = browser.get(FOLLOWING).content.decode()

    assert topic.title not in page
    assert "支援者の部屋" not in page


def test_nobody_follows_himself(topic, other_supporter, client_of):
    response = client_of(other_supporter).post(
        FOLLOWING, {"kind": "writer", "pk": other_supporter.pk, "level": "all"}, follow=True
    )

    assert "はじめからフォローしています" in response.content.decode()
    assert not Follow.objects.exists()


@pytest.mark.parametrize(
    "form",
    [{}, {"kind": "topic"}, {"kind": "person", "pk": 1}, {"kind": "topic", "pk": "x"}, {"kind": "board", "pk": "9" * 30}],
)
def test_nonsense_is_not_found(form, topic, member, client_of):
    assert client_of(member).post(FOLLOWING, form | {"level": "all"}).status_code == 404


def test_an_unknown_level_changes_nothing(topic, member, client_of):
    _press(client_of(member), "topic", topic, "loud")

    assert not Follow.objects.exists()


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("/knowhow/boards/dialogue/", "/knowhow/boards/dialogue/"),
        ("//evil.example/", FOLLOWING),
        ("https://evil.example/", FOLLOWING),
        ("", FOLLOWING),
    ],
)
def test_the_button_leads_back_to_its_page_and_nowhere_else(back, leads_to, topic, member, client_of):
    assert _press(client_of(member), "topic", topic, back=back).url == leads_to


def test_a_visitor_is_sent_to_sign_in(topic, visitor):
    assert "/accounts/login/" in _press(visitor, "topic", topic).url
    assert "フォローする" not in visitor.get(topic.get_absolute_url()).content.decode()


def test_whoever_writes_follows_what_he_wrote(board, topic, supporter, other_supporter):
    own = post_topic(
        by=supporter,
        board=board,
        kind="question",
        title="沈黙を待てますか",
        body="三秒で話してしまいます。",
        submission_key=uuid.uuid4(),
    )
    post_reply(by=other_supporter, topic=topic, body="わたしもそうでした。", submission_key=uuid.uuid4())

    assert list(Topic.objects.followed_by(supporter)) == [own]
    assert list(Topic.objects.followed_by(other_supporter)) == [topic]


def test_writing_does_not_undo_what_a_person_said(topic, member, client_of):
    _press(client_of(member), "topic", topic, "none")

    post_reply(by=member, topic=topic, body="わたしもそうでした。", submission_key=uuid.uuid4())

    assert Follow.objects.get(person=member).level == FollowLevel.NONE


def test_boards_keywords_and_people_are_few(board, member, client_of):
    Follow.objects.bulk_create(
        Follow(person=member, keyword=keyword)
        for keyword in Keyword.objects.bulk_create(Keyword(name=f"語{n}", slug=f"k-{n}") for n in range(WIDE_AT_MOST))
    )

    response = client_of(member).post(FOLLOWING, {"kind": "board", "pk": board.pk, "level": "all"}, follow=True)

    assert "200件まで" in response.content.decode()
    assert Follow.objects.count() == WIDE_AT_MOST


def test_a_row_follows_exactly_one_thing_once(topic, board, member):
    for fields in ({}, {"topic": topic, "board": board}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follow.objects.create(person=member, **fields)
    Follow.objects.create(person=member, topic=topic)
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.create(person=member, topic=topic)


def test_every_page_of_something_says_how_it_is_followed(topic, board, keyword, member, client_of):
    browser = client_of(member)
    pages = {"topic": topic.get_absolute_url(), "board": board.get_absolute_url(), "keyword": f"/knowhow/keywords/{keyword.pk}/"}
    things = {"topic": topic, "board": board, "keyword": keyword}
    for kind, address in pages.items():
        assert "フォローする" in browser.get(address).content.decode()

        _press(browser, kind, things[kind])

        assert "フォロー中（すべて）" in browser.get(address).content.decode()


def test_what_people_keep_of_a_topic_moves_along_when_it_is_merged(
    topic, make_topic, make_reply, supporter, member, reviewer, keyword
):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    source = make_topic("同じことを尋ねる話題")
    make_reply(topic=source)
    mark_helpful(by=supporter, post=source)
    tell_trial(by=supporter, post=source, text="そのとおりにしてみました。")
    Follow.objects.create(person=member, topic=source, level="digest")
    Follow.objects.create(person=supporter, topic=source, level="all")
    Follow.objects.create(person=supporter, topic=topic, level="none")
    TopicKeyword.objects.create(tag=keyword, content_object=source)
    Bookmark.objects.create(person=member, topic=source, note="あとで")

    CaseOfTopic.objects.create(topic=source, case=case, is_subject=True)

    for _ in range(2):
        merge_topics(by=reviewer, topic=source, into=topic, reason="同じことを尋ねています。")

    opening = Reply.objects.get(topic=topic, created_at=source.created_at)
    assert set(Follow.objects.values_list("person", "topic", "level")) == {
        (member.pk, topic.pk, "digest"),
        (supporter.pk, topic.pk, "none"),
    }
    assert TopicKeyword.objects.get().content_object_id == topic.pk
    kept = Bookmark.objects.get()
    assert (kept.topic_id, kept.reply_id, kept.note) == (topic.pk, opening.pk, "あとで")
    link = CaseOfTopic.objects.get()
    assert (link.topic_id, link.reply_id) == (topic.pk, opening.pk)
    assert (opening.helpful_count, opening.tried_count) == (1, 1)
    assert Topic.objects.get(pk=topic.pk).reply_count == 2
    assert [*miscounted(Topic.objects.all()), *miscounted(Reply.objects.all())] == []


def test_the_list_asks_as_many_queries_for_thirty_as_for_one(topic, make_topic, member, client_of, django_assert_max_num_queries):
    browser = client_of(member)
    now = timezone.now() - datetime.timedelta(hours=2)
    Follow.objects.bulk_create(Follow(person=member, topic=make_topic(f"話題その{n:02}です", created_at=now)) for n in range(30))

    with django_assert_max_num_queries(10):
        browser.get(FOLLOWING)
