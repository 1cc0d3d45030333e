"""What topics keep about their replies stays right whoever writes at once, and can be counted anew."""

import io
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connections

from accounts.actions import grant_roles
from accounts.models import User
from accounts.roles import MODERATOR
from knowhow.actions import hide_post, post_reply, post_topic, show_post_again
from knowhow.actions.counters import miscounted
from knowhow.models import Board, Reply, Topic
from tests.moderation.test_record import tamper

WRITERS = 50
TURNS = 4


@pytest.fixture
def crowd(django_db_setup, django_db_blocker):
    """Two topics and fifty people, seen by other connections; staff, whom no rate stops. Taken away by hand with all that was written."""
    with django_db_blocker.unblock():
        name = f"{uuid.uuid4()}"
        people = [User.objects.create_user(f"{name}-{n}@example.jp", display_name=f"{name} {n}") for n in range(WRITERS)]
        for person in people:
            grant_roles(user=person, roles=[MODERATOR], by=None)
        board = Board.objects.create(slug=name, name=name, purpose="話す。", audience="public")
        topics = [
            post_topic(
                by=people[0],
                board=board,
                kind="question",
                title=f"{name} {n}",
                body="八文字より長い本文です。",
                submission_key=uuid.uuid4(),
            )
            for n in range(2)
        ]
        yield people, topics
        tamper("DELETE FROM moderation_decision WHERE by_id = ANY(%s)", [person.pk for person in people])
        Reply.objects.filter(topic__in=topics).delete()
        Topic.objects.filter(pk__in=[topic.pk for topic in topics]).delete()
        board.delete()
        User.objects.filter(pk__in=[person.pk for person in people]).delete()


def test_fifty_writers_at_once_leave_counts_that_counting_confirms(crowd):
    people, topics = crowd
    begin = threading.Barrier(WRITERS)

    def write(number: int) -> None:
        try:
            by = User.objects.get(pk=people[number].pk)
            begin.wait(timeout=60)
            for turn in range(TURNS):
                topic = topics[(number + turn) % 2]
                reply = post_reply(by=by, topic=topic, body=f"{number}人目の{turn}回目の返信です。", submission_key=uuid.uuid4())
                if number % 5 == 0:
                    hide_post(by=by, post=reply, reason="確かめるため")
                if number % 10 == 0:
                    show_post_again(by=by, post=reply, reason="確かめるため")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        assert [answer for answer in pool.map(write, range(WRITERS)) if answer] == []

    mine = Topic.objects.filter(pk__in=[topic.pk for topic in topics])
    hidden_for_good = len([n for n in range(WRITERS) if n % 5 == 0 and n % 10]) * TURNS
    assert sum(mine.values_list("reply_count", flat=True)) == WRITERS * TURNS - hidden_for_good
    assert miscounted(mine) == []


@pytest.mark.django_db
def test_counting_anew_names_and_mends_what_is_wrong_and_then_finds_nothing(make_topic, make_reply):
    topics = [make_topic(f"話題の{number}番目") for number in range(3)]
    make_reply(topic=topics[0])
    Topic.objects.filter(pk=topics[0].pk).update(reply_count=7)
    Topic.objects.filter(pk=topics[1].pk).update(reply_count=2)
    first, second = io.StringIO(), io.StringIO()

    call_command("recount_exchange", stdout=first)
    call_command("recount_exchange", stdout=second)

    assert f"話題{topics[0].pk} reply_count: 7 → 1" in first.getvalue()
    assert f"話題{topics[1].pk} reply_count: 2 → 0" in first.getvalue()
    assert "2か所を直しました。" in first.getvalue()
    assert second.getvalue() == "ちがいはありませんでした。\n"


@pytest.mark.django_db
def test_topics_are_counted_a_part_at_a_time(make_topic, monkeypatch):
    monkeypatch.setattr("knowhow.actions.counters.RECOUNTED_AT_ONCE", 2)
    for number in range(5):
        Topic.objects.filter(pk=make_topic(f"話題の{number}番目").pk).update(reply_count=number)
    out = io.StringIO()

    call_command("recount_exchange", stdout=out)

    assert "4か所を直しました。" in out.getvalue()
    assert miscounted(Topic.objects.all()) == []
