"""Questions that nobody answers, and topics in which nobody posts any more."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.utils import timezone

from accounts.refusals import reason_against
from bansou.operations.daily import do_daily_work
from knowhow.actions import archive_quiet_topics, ask_reopening, reopen_topic
from knowhow.models import ReopeningRequest, Reply, Topic
from knowhow.permissions import check_can_ask_reopening, check_can_reopen


def days_ago(days):
    return timezone.now() - datetime.timedelta(days=days)


@pytest.fixture
def host(member, board):
    board.host = member
    board.save()
    return member


@pytest.fixture
def old_topic(make_topic, host):
    """Kaede's, archived long ago."""
    return make_topic("昔の質問なのです", created_at=days_ago(400), archived_at=days_ago(10))


@pytest.mark.parametrize(("days", "is_old"), [(29, False), (31, True)])
def test_after_thirty_days_without_a_reply_hosts_see_a_question_and_search_engines_leave_it(
    days, is_old, make_topic, host, visitor, client_of
):
    topic = make_topic("返信のない質問です", created_at=days_ago(days))

    waiting = client_of(host).get("/knowhow/waiting/").content.decode()
    page = visitor.get(topic.get_absolute_url()).content.decode()
    sitemap = visitor.get("/sitemap.xml?section=topics").content.decode() + visitor.get("/sitemap.xml").content.decode()

    assert (topic.title in waiting) is is_old
    assert ('<meta name="robots" content="noindex">' in page) is is_old
    assert (topic in Topic.objects.for_search_engines()) is not is_old
    assert sitemap


def test_an_answered_question_and_a_talk_are_found_however_old(make_topic, make_reply, host, visitor, client_of):
    answered = make_topic("返信のある質問です", created_at=days_ago(100))
    make_reply(topic=answered)
    talk = make_topic("古い雑談なのですが", kind="talk", created_at=days_ago(100))

    for topic in (answered, talk):
        assert "noindex" not in visitor.get(topic.get_absolute_url()).content.decode()
        assert topic.title not in client_of(host).get("/knowhow/waiting/").content.decode()


def test_hosts_see_what_waits_on_their_boards_staff_on_all_and_others_have_no_such_page(
    make_board, make_topic, host, supporter, reviewer, visitor, client_of
):
    make_topic("よその板の古い質問", board=make_board("elsewhere"), created_at=days_ago(40))

    assert "よその板の古い質問" not in client_of(host).get("/knowhow/waiting/").content.decode()
    assert "よその板の古い質問" in client_of(reviewer).get("/knowhow/waiting/").content.decode()
    assert client_of(supporter).get("/knowhow/waiting/").status_code == 404
    assert visitor.get("/knowhow/waiting/").status_code == 404


@pytest.mark.parametrize(("quiet", "is_archived"), [(179, False), (181, True)])
def test_half_a_year_without_a_post_archives_a_topic(quiet, is_archived, make_topic, make_reply):
    topic = make_topic(created_at=days_ago(400))
    make_reply(topic=topic, created_at=days_ago(quiet))

    archive_quiet_topics()

    topic.refresh_from_db()
    assert topic.is_archived is is_archived


def test_the_daily_work_archives(make_topic):
    topic = make_topic(created_at=days_ago(200))

    do_daily_work.call()

    topic.refresh_from_db()
    assert topic.is_archived


def test_a_clinic_has_an_end_of_its_own(make_clinic):
    long_ago = days_ago(400)
    Topic.objects.filter(pk=make_clinic().pk).update(created_at=long_ago, last_posted_at=long_ago)

    assert archive_quiet_topics() == 0


def test_an_archived_topic_is_read_and_says_so_but_not_replied_to(old_topic, supporter, visitor, client_of):
    browser = client_of(supporter)

    page = browser.get(old_topic.get_absolute_url()).content.decode()
    refused = browser.post(old_topic.get_absolute_url(), {"body": "遅れて書いた返信です。"}).content.decode()

    assert "続きをお願いする" in page
    assert "半年のあいだ投稿がなかった" in refused
    assert "遅れて書いた返信です。" in refused
    assert visitor.get(old_topic.get_absolute_url()).status_code == 200
    assert not Reply.objects.exists()


def test_whoever_wants_to_go_on_asks_the_host_and_hears_when_the_topic_is_open(old_topic, supporter, host, client_of):
    address = f"/knowhow/topics/{old_topic.pk}/reopen/"
    client_of(supporter).post(address, {"reason": "その後どうなったか、聞きたいです。"})
    assert mail.outbox[-1].to == [host.email]
    assert "その後どうなったか" in mail.outbox[-1].body
    assert "その後どうなったか" in client_of(host).get("/knowhow/waiting/").content.decode()

    client_of(host).post(address)

    old_topic.refresh_from_db()
    assert not old_topic.is_archived
    assert mail.outbox[-1].to == [supporter.email]
    assert not ReopeningRequest.objects.exists()
    answer = client_of(supporter).post(old_topic.get_absolute_url(), {"body": "その後、どうなりましたか。"})
    assert answer.status_code == 302


def test_an_opened_topic_stays_open_for_another_half_year(old_topic, host):
    reopen_topic(by=host, topic=old_topic)
    reopen_topic(by=host, topic=old_topic)

    assert archive_quiet_topics() == 0
    Topic.objects.update(reopened_at=days_ago(181))
    assert archive_quiet_topics() == 1


def test_who_opens_an_archived_topic(old_topic, other_supporter, supporter, host, reviewer):
    people = (AnonymousUser(), supporter, other_supporter, host, reviewer)

    assert [not reason_against(check_can_reopen, person, old_topic) for person in people] == [False, False, True, True, True]


def test_asking_twice_is_once_and_an_open_topic_needs_no_asking(old_topic, topic, supporter, client_of):
    for reason in ("一度目のお願いです。", "二度目のお願いです。"):
        ask_reopening(by=supporter, topic=old_topic, reason=reason)

    assert ReopeningRequest.objects.get().reason == "一度目のお願いです。"
    assert len(mail.outbox) == 1
    assert "もう開いています" in reason_against(ask_reopening, by=supporter, topic=topic, reason="開いていますか。")
    assert client_of(supporter).get(f"/knowhow/topics/{topic.pk}/reopen/")["Location"] == topic.get_absolute_url()


def test_on_a_board_without_a_host_staff_see_what_is_asked_and_the_asker_may_be_the_opener(
    make_board, make_topic, supporter, reviewer, client_of
):
    topic = make_topic(board=make_board("free"), archived_at=timezone.now(), author=supporter)
    ReopeningRequest.objects.create(topic=topic, author=supporter, reason="自分で書いたお願いです。")

    ask_reopening(by=reviewer, topic=topic, reason="職員からのお願いです。")
    assert "職員からのお願いです。" in client_of(reviewer).get("/knowhow/waiting/").content.decode()
    reopen_topic(by=supporter, topic=topic)

    assert [letter.to for letter in mail.outbox] == [[reviewer.email]]
    assert not ReopeningRequest.objects.exists()


def test_a_hidden_archived_topic_is_not_asked_for(old_topic, reviewer, other_supporter):
    old_topic.hidden_at, old_topic.hidden_by, old_topic.hidden_reason = timezone.now(), reviewer, "社名がありました"

    assert "非表示" in reason_against(check_can_ask_reopening, other_supporter, old_topic)


def test_a_request_without_words_is_answered_at_the_field(old_topic, supporter, client_of):
    page = client_of(supporter).post(f"/knowhow/topics/{old_topic.pk}/reopen/", {"reason": ""}).content.decode()

    assert "「続けたいこと」を入力してください。" in page


def test_the_form_to_ask_with_is_there_for_readers_and_a_button_for_those_who_may(old_topic, supporter, host, client_of):
    address = f"/knowhow/topics/{old_topic.pk}/reopen/"

    assert "続けたいこと" in client_of(supporter).get(address).content.decode()
    assert "続けたいこと" not in client_of(host).get(address).content.decode()


def test_a_foreign_archived_topic_does_not_exist(make_board, make_topic, member, client_of):
    topic = make_topic(board=make_board("trust", "supporter"), archived_at=timezone.now())

    assert client_of(member).get(f"/knowhow/topics/{topic.pk}/reopen/").status_code == 404


def test_an_archived_question_waits_on_no_list(make_topic, host, visitor, client_of):
    make_topic("保管した質問です", created_at=days_ago(200), archived_at=timezone.now())

    assert visitor.get("/knowhow/").context["unanswered"] == []
    assert "保管した質問です" not in client_of(host).get("/knowhow/waiting/").content.decode()
