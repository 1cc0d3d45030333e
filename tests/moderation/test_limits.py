"""How often a person may write."""

import datetime
import re
import threading
import uuid

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused, reason_against
from bansou.moderation.limits import NAMES, NEWCOMER_RATES, RATES, check_limit, check_links, is_newcomer
from bansou.moderation.models import LimitCounter


def joined(user: User, hours_ago: int) -> User:
    user.date_joined = timezone.now() - datetime.timedelta(hours=hours_ago)
    user.save()
    return user


def time_passes(seconds: int) -> None:
    LimitCounter.objects.update(started_at=F("started_at") - datetime.timedelta(seconds=seconds))


def test_each_thing_has_its_rates_and_its_name():
    assert set(RATES) == set(NAMES) >= {"topic", "reply", "edit", "case", "upload", "preview"}
    assert set(NEWCOMER_RATES) <= set(RATES)


def test_two_topics_stand_fifteen_seconds_apart(supporter):
    check_limit(supporter, "topic")

    assert re.fullmatch(
        r"話題の投稿が続いています。あと1[45]秒待ってから、もう一度送信してください。",
        reason_against(check_limit, supporter, "topic"),
    )
    time_passes(15)
    assert reason_against(check_limit, supporter, "topic") == ""


def test_five_topics_make_a_day(supporter):
    for _ in range(5):
        check_limit(supporter, "topic")
        LimitCounter.objects.filter(window_seconds=15).delete()

    reason = reason_against(check_limit, supporter, "topic")

    assert re.fullmatch(r"話題の投稿は、24時間に5回までです。(今日|明日)の\d+時\d\d分以降に、もう一度送信してください。", reason)
    time_passes(86_400)
    assert reason_against(check_limit, supporter, "topic") == ""


def test_what_was_refused_is_not_counted(supporter):
    check_limit(supporter, "topic")

    for _ in range(5):
        reason_against(check_limit, supporter, "topic")

    assert set(LimitCounter.objects.values_list("count", flat=True)) == {1}


def test_each_thing_and_each_person_is_counted_apart(supporter, other_supporter):
    check_limit(supporter, "topic")

    check_limit(supporter, "reply")
    check_limit(other_supporter, "topic")


def test_newcomers_post_three_topics_and_ten_replies_on_day_one(member):
    for name, most, apart in (("topic", 3, 120), ("reply", 10, 30)):
        for _ in range(most):
            check_limit(member, name)
            LimitCounter.objects.filter(window_seconds=apart).delete()
        assert f"24時間に{most}回までです" in reason_against(check_limit, member, name)


def test_a_newcomer_is_who_joined_today_and_is_vouched_for_by_nobody(member, supporter, reviewer):
    assert [is_newcomer(person) for person in (member, supporter, reviewer)] == [True, False, False]
    assert not is_newcomer(joined(member, 25))


def test_newcomers_put_two_links_into_a_post(member):
    check_links(member, "https://a.jp と [b](https://b.jp) です")

    # A written-out link counts for its address as well: that is strict on purpose.
    with pytest.raises(Refused, match="リンクは2つまで"):
        check_links(member, "https://a.jp https://b.jp HTTP://c.jp")
    check_links(joined(member, 25), "https://a.jp https://b.jp https://c.jp")


def test_staff_are_not_limited(reviewer):
    for _ in range(30):
        check_limit(reviewer, "topic")

    assert not LimitCounter.objects.exists()


@pytest.fixture
def committed_person(django_db_setup, django_db_blocker):
    """Somebody whom other connections see. Taken away by hand: a flush would take Wagtail's root page too."""
    with django_db_blocker.unblock():
        person = User.objects.create_user(f"{uuid.uuid4()}@example.jp", "x", display_name="速い人")
        yield joined(person, 48)
        person.delete()


def test_eight_threads_get_exactly_what_the_rate_allows(committed_person):
    person = committed_person
    allowed: list[bool] = []

    def hurry() -> None:
        try:
            allowed.extend(reason_against(check_limit, person, "edit") == "" for _ in range(10))
        finally:
            connection.close()

    threads = [threading.Thread(target=hurry) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(allowed), sum(allowed)) == (80, 30)
    assert LimitCounter.objects.get(person=person).count == 30
