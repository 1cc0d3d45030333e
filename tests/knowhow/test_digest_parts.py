"""What a digest shows of the exchange is chosen for its reader, who may read it, has not seen it, and was not told of it."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Profile, User
from bansou.notifications.actions import tell
from bansou.notifications.models import Notice
from cases.models import QuestionCard
from knowhow.actions import hide_post
from knowhow.actions.reading_marks import mark_read
from knowhow.actions.telling import thread_of
from knowhow.digest_parts import QUESTIONS, CardToTry, UnansweredQuestions, home_boards
from knowhow.models import Topic
from tests.factories import make_case

pytestmark = pytest.mark.django_db

part = UnansweredQuestions()


def chosen(person: User, *without: int) -> list[int]:
    return part.choose(User.objects.get(pk=person.pk), without=without)


def words(person: User, *topics: Topic) -> list[str]:
    return [line.words for line in part.lines(User.objects.get(pk=person.pk), [topic.pk for topic in topics])]


def test_questions_come_from_the_boards_of_his_region_and_of_his_walls(supporter, make_board, make_topic):
    make_case(author=supporter)  # in which the first wall stood
    iwate = make_topic(board=make_board("region-tohoku", "supporter"))
    wall = make_topic(board=make_board("wall-see"))
    make_topic(board=make_board("region-kinki", "supporter"))
    make_topic(board=make_board("wall-act"))

    assert set(chosen(supporter)) == {iwate.pk, wall.pk}


def test_the_region_that_a_person_names_himself_counts_before_that_of_his_organisation(supporter, make_board):
    make_board("region-tohoku", "supporter")
    kinki = make_board("region-kinki", "supporter")
    Profile.objects.create(user=supporter, region="27")

    assert home_boards(User.objects.get(pk=supporter.pk)) == [kinki.pk]


def test_of_whom_nothing_is_known_questions_of_all_his_boards_are_shown(member, make_board, make_topic):
    public = make_topic()
    make_topic(board=make_board("trust", "supporter"))

    assert chosen(member) == [public.pk]


def test_the_newest_few_come_and_no_one_twice(member, make_topic):
    now = timezone.now()
    topics = [make_topic(created_at=now - datetime.timedelta(hours=hours)) for hours in range(1, QUESTIONS + 3)]
    first = chosen(member)

    assert first == [topic.pk for topic in topics[:QUESTIONS]]
    assert chosen(member, *first) == [topic.pk for topic in topics[QUESTIONS:]]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "knowhow"},
        {"reply_count": 1},
        {"held_at": timezone.now(), "held_for": "newcomer"},
        {"lock": "paused", "lock_reason": "確かめています。"},
        {"created_at": timezone.now() - datetime.timedelta(days=31)},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_only_questions_that_are_new_in_sight_and_wait_for_an_answer_are_chosen(member, make_topic, fields):
    make_topic(**fields)

    assert chosen(member) == []


def test_his_own_what_he_opened_and_what_a_notice_told_him_is_not_chosen(member, supporter, make_topic):
    make_topic(author=member)
    opened, told = make_topic(), make_topic()
    mark_read(by=member, topic=opened, until=timezone.now())
    tell("reply", target_id=1, thread=thread_of(told), to=[member], by=supporter)

    assert Notice.objects.filter(person=member).exists()
    assert chosen(member) == []


def test_a_question_that_was_answered_or_hidden_before_the_mail_leaves_is_not_in_it(member, reviewer, make_topic):
    waiting, answered, hidden = make_topic("まだ待っています"), make_topic(), make_topic()
    Topic.objects.filter(pk=answered.pk).update(reply_count=1)
    hide_post(post=hidden, by=reviewer, reason="会社が分かるためです。")

    assert words(member, answered, waiting, hidden) == ["まだ待っています"]


def test_who_is_no_supporter_any_more_reads_nothing_of_their_boards_in_a_digest(supporter, make_board, make_topic):
    topic = make_topic("支援者だけに話します", board=make_board("trust", "supporter"))
    assert words(supporter, topic) == ["支援者だけに話します"]

    supporter.membership.ended_at = timezone.now()
    supporter.membership.save()

    assert words(supporter, topic) == []


def test_a_clinic_is_in_no_digest(supporter, make_board, make_topic):
    clinic = make_topic(board=make_board("clinic", "supporter"), kind="clinic", alias="相談者")

    assert chosen(supporter) == []
    assert words(supporter, clinic) == []


def test_a_sample_says_that_it_is_one(member, make_topic):
    assert words(member, make_topic("沈黙を待てません", is_sample=True)) == ["沈黙を待てません（見本・架空の話題）"]


def test_the_card_is_one_for_his_walls_another_each_time_and_no_news(supporter):
    make_case(author=supporter)
    card = CardToTry()
    [first] = card.choose(supporter, without=())
    [second] = card.choose(supporter, without=[first])

    assert first != second
    assert "see" in QuestionCard.objects.get(pk=first).walls
    assert [line.words for line in card.lines(supporter, [first])] == [QuestionCard.objects.get(pk=first).question]
    assert not card.is_news


def test_a_card_that_was_put_aside_meanwhile_is_not_in_it(member):
    card = CardToTry()
    [number] = card.choose(member, without=())
    QuestionCard.objects.filter(pk=number).update(state="hidden", note="直します。")

    assert card.lines(member, [number]) == []
