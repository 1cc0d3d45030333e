"""Who is told of what happens in the exchange: whom it concerns, nobody else, and nobody who may not read it when the mail leaves."""

import datetime
import tracemalloc
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import confirm_membership
from accounts.audiences import Audience, can_read
from accounts.models import Membership, Organisation, User
from accounts.readers import readers_of
from bansou.moderation.models import LimitCounter
from bansou.notifications.actions import mark_read, spread_occurrence
from bansou.notifications.events import Mail, teller_of
from bansou.notifications.models import EventChoice, MailPreferences, Notice, Occurrence
from bansou.notifications.unsubscribing import can_be_stopped
from bansou.text.plain import plain
from cases.models import Keyword, QuestionCard
from knowhow import actions
from knowhow.actions.telling import tell_hosts_of_unanswered
from knowhow.models import Board, Clinic, Follow, Mention, ReopeningRequest, Reply, Topic
from knowhow.tellers import TELLERS
from tests.notifications.sound_mail import faults_of, parsed

pytestmark = pytest.mark.django_db

QUEUES = ["default", "mail", "wagtail"]
ASKS = "社長は、そのとき何を見ておられましたか。"


@pytest.fixture(autouse=True)
def worker_rests(settings):
    """What the worker would do, waits until a test says so."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": QUEUES}}


@pytest.fixture
def worker_tells() -> Callable[[], None]:
    """The worker tells everybody of what happened."""

    def _worker_tells() -> None:
        for occurrence in Occurrence.objects.unspread():
            spread_occurrence(occurrence.pk)

    return _worker_tells


@pytest.fixture
def reader(society: Organisation) -> User:
    """Mio: a verified supporter who follows."""
    user = User.objects.create_user("mio@example.jp", "pass-word-1234", display_name="みお")
    confirm_membership(user=user, organisation=society, by=None)
    return user


@pytest.fixture
def board(make_board) -> Board:
    """For supporters: who is one no longer, reads nothing there."""
    return make_board("trust", "supporter")


def reply_to(topic: Topic, by: User, body: str = "三つ数えてから、もう一度だけ待ってみました。") -> Reply:
    LimitCounter.objects.all().delete()
    return actions.post_reply(by=by, topic=Topic.objects.get(pk=topic.pk), body=body, submission_key=uuid.uuid4())


def open_topic(board: Board, by: User, body: str = "社長の沈黙を、どう待っていますか。", **more: Any) -> Topic:
    LimitCounter.objects.all().delete()
    return actions.post_topic(
        by=by, board=board, kind="question", title="沈黙の待ち方について", body=body, submission_key=uuid.uuid4(), **more
    )


def told() -> set[tuple[str, str]]:
    """Which event each person has in his inbox."""
    return set(Notice.objects.values_list("person__display_name", "event"))


# -- a reply


def test_a_reply_tells_each_person_once_by_what_concerns_him_most(topic, make_reply, supporter, reader, member, worker_tells):
    make_reply(author=reader)
    for person in (topic.author, reader, supporter):
        Follow.objects.create(person=person, topic=topic)

    reply_to(topic, supporter, "@みお さん、どう思われますか。")
    worker_tells()

    assert told() == {("かえで", "own_reply"), ("みお", "mention")}
    assert Notice.objects.count() == 2


@pytest.mark.parametrize(
    ("level", "way"), [("all", {("みお", Mail.AT_ONCE)}), ("digest", {("みお", Mail.DIGEST)}), ("none", set())]
)
def test_a_follower_hears_of_replies_as_he_wished(level, way, topic, supporter, reader, worker_tells):
    Follow.objects.create(person=reader, topic=topic, level=level)

    reply_to(topic, supporter)
    worker_tells()

    assert set(Notice.objects.filter(event="reply").values_list("person__display_name", "mail")) == way


@pytest.mark.parametrize("level", ["digest", "none"])
def test_who_opened_a_topic_or_is_called_there_may_want_to_hear_less_of_it(level, topic, make_reply, supporter, reader):
    make_reply(author=reader)
    for person in (topic.author, reader):
        Follow.objects.create(person=person, topic=topic, level=level)

    reply_to(topic, supporter, "@みお さん、どう思われますか。")

    ways = set(Notice.objects.values_list("person__display_name", "mail"))
    assert ways == ({("かえで", Mail.DIGEST), ("みお", Mail.DIGEST)} if level == "digest" else set())


def test_what_a_person_chose_for_the_event_and_for_all_mails_holds(topic, supporter, reader, member, worker_tells):
    Follow.objects.create(person=reader, topic=topic)
    EventChoice.objects.create(person=reader, event="reply", mail=Mail.DIGEST)
    MailPreferences.objects.create(person=topic.author, stopped_at=timezone.now())

    reply_to(topic, supporter)
    worker_tells()

    assert set(Notice.objects.values_list("person__display_name", "mail")) == {
        ("みお", Mail.DIGEST),
        ("かえで", Mail.NEVER),
    }


def test_several_replies_within_ten_minutes_are_one_mail_with_their_texts(topic, supporter, reader, mails_leave):
    first, second = reply_to(topic, supporter), reply_to(topic, reader, "私は、窓の外を一緒に見ています。")

    mails_leave()

    [letter] = mail.outbox
    assert letter.to == [topic.author.email]
    for reply in (first, second):
        assert reply.body in letter.body
        assert f"http://testserver{reply.get_absolute_url()}" in letter.body


def test_a_mail_carries_two_thousand_characters_and_no_marks(topic, supporter, mails_leave):
    reply_to(topic, supporter, "**大事なのは**、待つことです。[会の案内](https://example.jp/kai)\n\n" + "続きです。" * 600)

    mails_leave()

    [letter] = mail.outbox
    assert "大事なのは、待つことです。会の案内（https://example.jp/kai）" in letter.body
    assert letter.body.count("続きです。") < 400
    assert "…" in letter.body


def _read(reply):
    mark_read(by=reply.topic.author, thread=f"topic:{reply.topic_id}")


def _hide(reply):
    actions.hide_post(by=User.objects.get(is_staff=True), post=reply, reason="会社の名前がありました。")
    Notice.objects.exclude(event="own_reply").delete()


def _hold(reply):
    Reply.objects.filter(pk=reply.pk).update(held_at=timezone.now(), held_for="reports")


def _delete(reply):
    Reply.objects.filter(pk=reply.pk).delete()


def _hide_topic(reply):
    Topic.objects.filter(pk=reply.topic_id).update(
        hidden_at=timezone.now(), hidden_by=reply.author_id, hidden_reason="理由です。"
    )


def _stop_mails(reply):
    MailPreferences.objects.create(person=reply.topic.author, stopped_at=timezone.now())


def _choose_none(reply):
    EventChoice.objects.create(person=reply.topic.author, event="own_reply", mail=Mail.NEVER)


@pytest.mark.parametrize("meanwhile", [_read, _hide, _hold, _delete, _hide_topic, _stop_mails, _choose_none])
def test_a_mail_is_dropped_if_meanwhile_the_reply_is_read_or_gone_or_no_longer_wanted(
    meanwhile, topic, supporter, reviewer, mails_leave
):
    reply = reply_to(topic, supporter)

    meanwhile(reply)
    mails_leave()

    assert [letter.to for letter in mail.outbox if letter.to == [topic.author.email]] == []


def test_whoever_is_called_no_longer_hears_nothing_and_whoever_is_called_by_an_edit_hears(topic, make_reply, supporter, reader):
    make_reply(author=reader)
    reply = reply_to(topic, supporter, "@みお さん、どう思われますか。")
    occurrence = Occurrence.objects.get(event="mention")

    actions.edit_reply(by=supporter, reply=reply, body="皆さんは、どう思われますか。", edit_version=1)
    assert teller_of("mention").readable(reader, [occurrence]) == {}

    actions.edit_reply(by=supporter, reply=reply, body="@かえで さんと@みお さん、どうですか。", edit_version=2)
    assert Mention.objects.of(reply).filter(person=reader).exists()
    assert Notice.objects.filter(person=reader).count() == 1


# -- a new topic


@pytest.mark.parametrize("kind", ["board", "keyword", "writer"])
def test_a_new_topic_is_told_to_those_who_follow_its_board_keyword_or_writer(kind, board, supporter, reader, worker_tells):
    keyword = Keyword.objects.create(name="沈黙")
    Follow.objects.create(person=reader, **{kind: {"board": board, "keyword": keyword, "writer": supporter}[kind]})

    open_topic(board, supporter, keywords=[keyword])
    worker_tells()

    assert told() == {("みお", "topic")}


def test_the_loudest_wish_holds_and_what_is_not_to_be_seen_goes_before_all(
    board, supporter, reader, other_supporter, worker_tells
):
    Follow.objects.create(person=reader, board=board, level="digest")
    Follow.objects.create(person=reader, writer=supporter, level="all")
    Follow.objects.create(person=other_supporter, board=board, level="all")
    Follow.objects.create(person=other_supporter, writer=supporter, level="none")

    open_topic(board, supporter)
    worker_tells()

    assert list(Notice.objects.values_list("person", "mail")) == [(reader.pk, Mail.AT_ONCE)]


def test_a_held_post_tells_nobody_until_it_is_released(make_board, member, reader, reviewer, worker_tells):
    public = make_board("open", "public")
    Follow.objects.create(person=reader, board=public)

    topic = open_topic(public, member)
    worker_tells()
    assert told() == set()

    actions.release_post(by=reviewer, target=topic)
    worker_tells()
    assert ("みお", "topic") in told()


def test_a_topic_that_is_hidden_before_the_worker_comes_is_told_to_nobody(board, supporter, reader, reviewer, worker_tells):
    Follow.objects.create(person=reader, board=board)
    topic = open_topic(board, supporter)

    actions.hide_post(by=reviewer, post=topic, reason="会社の名前がありました。")
    worker_tells()

    assert told() == {("あおい", "post_hidden")}


# -- a clinic


def test_nothing_of_a_clinic_is_in_a_mail_and_no_row_says_who_did_it(
    make_clinic, supporter, other_supporter, reader, worker_tells, mails_leave, make_topic, make_reply
):
    make_topic(author=other_supporter)
    clinic = make_clinic("題名にある葡萄園の話", situation="葡萄園の社長が席を立ちました。")
    reply_to(clinic, supporter, "葡萄園では、何を見ておられましたか。")
    reply_to(clinic, reader, "葡萄園のどこが気になりましたか。@かえで さん")
    actions.mark_helpful(by=reader, post=Reply.objects.filter(topic=clinic).earliest("pk"))
    actions.close_clinic(by=other_supporter, topic=clinic, next_step="葡萄園へ、もう一度行きます。")
    worker_tells()
    mails_leave()

    assert ("かえで", "own_reply") in told()
    assert ("みお", "clinic_closed") in told()
    assert mail.outbox
    for letter in mail.outbox:
        assert "葡萄園" not in letter.subject + letter.body
        assert not any(name in letter.body.split("さん\n", 1)[1] for name in ("あおい", "みお", "かえで"))
    assert not Occurrence.objects.exclude(event="helpful").filter(by__isnull=False).exists()
    for notice in Notice.objects.all():
        teller, occurrences = teller_of(notice.event), [notice.occurrence]
        for about in teller.readable(notice.person, occurrences).values():
            line = teller.line(notice.occurrence, about)
            assert "葡萄園" not in "".join((line.words, line.excerpt, line.text))
            assert line.who not in {"あおい", "みお", "かえで"}


# -- every event: whom it tells, and nobody who lost his access


@dataclass
class Stage:
    """The people and things of the walk."""

    topic: Topic
    aoi: User
    mio: User
    emi: User
    make_reply: Any
    make_clinic: Any

    @property
    def kaede(self) -> User:
        """Who opened the topic."""
        return self.topic.author


@pytest.fixture
def stage(topic, supporter, reader, reviewer, make_reply, make_clinic) -> Stage:
    return Stage(topic, supporter, reader, reviewer, make_reply, make_clinic)


def own_reply(on: Stage) -> User:
    reply_to(on.topic, on.aoi)
    return on.kaede


def mention(on: Stage) -> User:
    on.make_reply(author=on.mio)
    reply_to(on.topic, on.kaede, "@みお さん、どう思われますか。")
    return on.mio


def reply(on: Stage) -> User:
    Follow.objects.create(person=on.mio, topic=on.topic)
    reply_to(on.topic, on.kaede)
    return on.mio


def topic_event(on: Stage) -> User:
    Follow.objects.create(person=on.mio, board=on.topic.board)
    open_topic(on.topic.board, on.aoi)
    return on.mio


def solved(on: Stage) -> User:
    actions.mark_solution(by=on.kaede, reply=on.make_reply(author=on.aoi), thanks="五秒待てました。")
    return on.aoi


def tried(on: Stage) -> User:
    actions.tell_trial(by=on.mio, post=on.make_reply(author=on.aoi), text="三つ数えて待てました。")
    return on.aoi


def helpful(on: Stage) -> User:
    post = on.make_reply(author=on.aoi)
    actions.mark_helpful(by=on.mio, post=post)
    LimitCounter.objects.all().delete()
    actions.mark_helpful(by=on.kaede, post=post)
    return on.aoi


def topic_reopened(on: Stage) -> User:
    Topic.objects.filter(pk=on.topic.pk).update(archived_at=timezone.now())
    ReopeningRequest.objects.create(topic=on.topic, author=on.mio, reason="続きを聞きたいです。")
    actions.reopen_topic(by=on.kaede, topic=on.topic)
    return on.mio


def reopening_asked(on: Stage) -> User:
    Board.objects.update(host=on.mio)
    Topic.objects.filter(pk=on.topic.pk).update(archived_at=timezone.now())
    actions.ask_reopening(by=on.aoi, topic=Topic.objects.get(pk=on.topic.pk), reason="続きを聞きたいです。")
    return on.mio


def unanswered(on: Stage) -> User:
    Board.objects.update(host=on.mio)
    month_ago = timezone.now() - datetime.timedelta(days=31)
    Topic.objects.update(created_at=month_ago, last_posted_at=month_ago)
    for _ in range(2):
        tell_hosts_of_unanswered()
    return on.mio


def clinic_closed(on: Stage) -> User:
    clinic = on.make_clinic(author=on.kaede)
    reply_to(clinic, on.aoi, ASKS)
    Occurrence.objects.all().delete()
    actions.close_clinic(by=on.kaede, topic=clinic, next_step="次は、先代の写真の前で待ってみます。")
    return on.aoi


def clinic_ended(on: Stage) -> User:
    on.make_clinic(author=on.kaede)
    past = timezone.localdate() - datetime.timedelta(days=1)
    Clinic.objects.update(ends_on=past, views_on=past)
    actions.end_clinics()
    return on.kaede


def _decide(on: Stage, state: str) -> User:
    card = QuestionCard.objects.create(
        question="いちばん最近、迷ったのはいつですか。", inquiry="pure", walls=["see"], stage="start", aim="思い出してもらう",
        author=on.aoi, state="proposed",
    )  # fmt: skip
    card.state, card.note = state, "事務局のことばです。"
    actions.keep_question(by=on.emi, card=card)
    return on.aoi


def card_shown(on: Stage) -> User:
    return _decide(on, "shown")


def card_not_shown(on: Stage) -> User:
    return _decide(on, "hidden")


def post_hidden(on: Stage) -> User:
    actions.hide_post(by=on.emi, post=on.topic, reason="会社の名前がありました。")
    return on.kaede


def post_shown_again(on: Stage) -> User:
    actions.hide_post(by=on.kaede if on.kaede.is_staff else on.emi, post=on.topic, reason="会社の名前がありました。")
    Occurrence.objects.all().delete()
    actions.show_post_again(by=on.emi, post=on.topic, reason="直っていました。")
    return on.kaede


def version_hidden(on: Stage) -> User:
    actions.edit_topic(by=on.kaede, topic=on.topic, title=on.topic.title, body="直した文章を書きました。", edit_version=1)
    actions.hide_version(by=on.emi, version=on.topic.versions.get(), reason="会社の名前がありました。")
    return on.kaede


#: What happens, by the event that tells of it.
WALK: dict[str, Callable[[Stage], User]] = {
    act.__name__.removesuffix("_event"): act
    for act in (
        own_reply, mention, reply, topic_event, solved, tried, helpful, topic_reopened, clinic_closed, clinic_ended, card_shown,
        card_not_shown, post_hidden, post_shown_again, version_hidden, reopening_asked, unanswered,
    )
}  # fmt: skip
#: About one's own things: these are told as long as one has an account.
_OWN = ("card_shown", "card_not_shown", "post_hidden", "post_shown_again", "version_hidden")


def test_every_event_of_the_exchange_is_walked():
    assert set(WALK) == {teller.event.name for teller in TELLERS}


@pytest.mark.parametrize("event", WALK)
def test_an_event_is_told_to_whom_it_concerns_and_nobody_else_by_a_sound_mail(
    event, stage, worker_tells, mails_leave, mail_server, client_of
):
    person = WALK[event](stage)
    worker_tells()
    mails_leave()

    assert list(Notice.objects.filter(event=event).values_list("person", flat=True)) == [person.pk]
    letters = [letter for letter in mail_server.contents if parsed(letter)["To"] == person.email]
    assert len(letters) == (0 if event == "helpful" else 1)
    for letter in letters:
        assert faults_of(letter) == []
        assert bool(parsed(letter)["List-Unsubscribe"]) == can_be_stopped(event)
    notice = Notice.objects.get(event=event)
    [about] = teller_of(event).readable(person, [notice.occurrence]).values()
    line = teller_of(event).line(notice.occurrence, about)
    assert line.words
    assert client_of(person).get(line.address).status_code == 200


@pytest.mark.parametrize("event", WALK)
def test_who_lost_his_access_between_event_and_mail_gets_nothing(event, stage, worker_tells, mails_leave):
    person = WALK[event](stage)
    worker_tells()
    if event in _OWN:
        User.objects.filter(pk=person.pk).update(is_active=False)
    else:
        Membership.objects.filter(user=person).delete()
    mails_leave()

    assert [letter.subject for letter in mail.outbox if letter.to == [person.email]] == []
    if event not in _OWN:
        occurrences = list(Occurrence.objects.filter(event=event))
        assert teller_of(event).readable(User.objects.get(pk=person.pk), occurrences) == {}


@pytest.mark.parametrize("event", WALK)
def test_many_notices_are_looked_up_with_as_many_queries_as_one(event, stage, worker_tells):
    person = User.objects.get(pk=WALK[event](stage).pk)
    worker_tells()
    occurrence = Occurrence.objects.filter(event=event).latest("pk")
    person.is_supporter  # noqa: B018 - asked once a request
    counts = []
    for number in (1, 20):
        with CaptureQueriesContext(connection) as queries:
            assert teller_of(event).readable(person, [occurrence] * number)
        counts.append(len(queries))

    assert counts[0] == counts[1]


# -- thanks, hosts


def test_thanks_of_a_day_are_one_line_with_their_number_and_nobodys_name(stage):
    person = helpful(stage)

    notice = Notice.objects.get(person=person)
    [about] = teller_of("helpful").readable(person, [notice.occurrence]).values()
    line = teller_of("helpful").line(notice.occurrence, about)
    assert "2人の参考になりました" in line.words
    assert (line.who, notice.mail, notice.occurrence.by) == ("", Mail.DIGEST, None)


def test_several_waiting_questions_of_a_board_are_one_mail_to_its_host(board, make_topic, reader, mails_leave):
    Board.objects.update(host=reader)
    month_ago = timezone.now() - datetime.timedelta(days=31)
    titles = ["先代と社長のあいだで", "数字の話をどう切り出すか"]
    for title in titles:
        make_topic(title, created_at=month_ago)
    make_topic("保管してある質問です", created_at=month_ago, archived_at=timezone.now())

    tell_hosts_of_unanswered()
    mails_leave()

    [letter] = mail.outbox
    assert letter.to == [reader.email]
    assert all(title in letter.body for title in titles)
    assert "保管してある" not in letter.body


# -- cost


@pytest.fixture
def many_followers(topic) -> Callable[[int], None]:
    """So many people more follow the topic."""

    def _many_followers(number: int) -> None:
        begin = User.objects.count()
        people = User.objects.bulk_create(
            User(email=f"f{begin + n}@example.jp", display_name="読む人", password="!", is_staff=True) for n in range(number)
        )
        Follow.objects.bulk_create(Follow(person=person, topic=topic) for person in people)

    return _many_followers


def test_posting_asks_as_many_queries_for_a_thousand_followers_as_for_one(topic, supporter, many_followers, settings, client_of):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}
    browser, counts = client_of(supporter), []
    browser.post(topic.get_absolute_url(), {"body": "はじめの返信を書きました。"})  # leaves the place of its draft behind
    for followers in (1, 999):
        many_followers(followers)
        LimitCounter.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            browser.post(topic.get_absolute_url(), {"body": f"{followers}人が待つ返信です。"})
        counts.append(len(queries))

    assert Reply.objects.count() == 3
    assert counts[0] == counts[1]


def test_the_worker_tells_in_batches_and_goes_on_after_a_crash(topic, supporter, many_followers, worker_tells, monkeypatch):
    from bansou.notifications.actions import telling

    monkeypatch.setattr(telling, "BATCH", 10)
    many_followers(35)
    reply_to(topic, supporter)
    usual, batches = telling._notify, iter(range(2))

    def crash_at_the_third(*args):
        if next(batches, None) is None:
            raise MemoryError("killed")
        usual(*args)

    monkeypatch.setattr(telling, "_notify", crash_at_the_third)
    with pytest.raises(MemoryError):
        worker_tells()
    assert Notice.objects.filter(event="reply").count() == 20

    monkeypatch.setattr(telling, "_notify", usual)
    worker_tells()
    assert Notice.objects.filter(event="reply").count() == 35
    assert not Occurrence.objects.unspread().exists()


def test_the_workers_memory_does_not_grow_with_the_followers(topic, supporter, many_followers, worker_tells, monkeypatch):
    from bansou.notifications.actions import telling

    monkeypatch.setattr(telling, "BATCH", 50)
    peaks = []
    for followers in (100, 400):
        many_followers(followers)
        reply_to(topic, supporter, f"{followers}人が待つ返信です。")
        tracemalloc.start()
        worker_tells()
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert Notice.objects.filter(event="reply").count() == 100 + 500
    assert peaks[1] < 1.5 * peaks[0]


# -- what it rests on


def test_the_readers_of_an_audience_are_those_who_can_read_it(member, supporter, other_supporter, reviewer, owner, reader):
    Membership.objects.filter(user=reader).update(ended_at=timezone.now())
    Organisation.objects.filter(memberships__user=other_supporter).update(is_verified=True)
    for audience in Audience:
        expected = {person.pk for person in User.objects.all() if can_read(person, audience)}
        assert set(readers_of(audience).values_list("pk", flat=True)) == expected, audience


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("**大事**です", "大事です"),
        ("[会の案内](https://example.jp/kai)を見て", "会の案内（https://example.jp/kai）を見て"),
        ("見て\nhttps://example.jp/\n終わり", "見て\n〈https://example.jp/〉\n終わり"),
        ("一\n\n\n\n　\n二", "一\n\n二"),
        ("あ" * 30, "あ" * 19 + "…"),
    ],
)
def test_a_post_in_a_mail_is_plain_text(source, words):
    assert plain(source, 20 if len(source) == 30 else 200) == words
