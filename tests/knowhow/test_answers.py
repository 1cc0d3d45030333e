"""What becomes of a post: 解決, 参考になった, やってみた."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.cache import caches
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.refusals import Refused, reason_against
from knowhow.actions import (
    hide_post,
    hide_trial,
    mark_helpful,
    mark_solution,
    post_reply,
    show_post_again,
    show_trial_again,
    take_helpful_back,
    take_solution_back,
    tell_trial,
)
from knowhow.models import Helpful, Reply, Topic, Trial
from knowhow.permissions import check_can_mark, check_can_solve, check_can_try


@pytest.fixture
def host(member, board):
    """Ren looks after the board."""
    board.host = member
    board.save()
    return member


def solve(browser, reply, **words):
    return browser.post(f"/knowhow/replies/{reply.pk}/solve/", words)


def test_the_asker_says_which_reply_solved_the_question_and_thanks(
    topic, make_reply, other_supporter, supporter, visitor, client_of
):
    reply = make_reply()

    answer = solve(client_of(other_supporter), reply, thanks="五秒待てました。")

    page = visitor.get(topic.get_absolute_url()).content.decode()
    assert answer["Location"] == reply.get_absolute_url()
    assert "解決につながった返信" in page
    assert "五秒待てました。" in page
    assert f'href="{reply.get_absolute_url()}"' in page
    assert mail.outbox[-1].to == [supporter.email]
    assert "五秒待てました。" in mail.outbox[-1].body


def test_several_replies_solve_a_question_and_each_is_taken_back_alone(topic, make_reply, other_supporter, client_of):
    first, second = make_reply(), make_reply("二つ目の返信です。")
    browser = client_of(other_supporter)
    for reply in (first, second):
        solve(browser, reply)

    browser.post(f"/knowhow/replies/{first.pk}/solve/undo/")
    topic.refresh_from_db()
    assert list(topic.replies.solutions()) == [second]
    assert topic.is_solved
    browser.post(f"/knowhow/replies/{second.pk}/solve/undo/")

    topic.refresh_from_db()
    assert not topic.is_solved


def test_the_host_of_the_board_solves_a_question_whose_asker_does_not_come_back(topic, make_reply, host, client_of):
    solve(client_of(host), make_reply())

    topic.refresh_from_db()
    assert topic.is_solved
    assert Reply.objects.get().solved_by == host


def test_who_may_say_that_a_question_is_solved(topic, make_topic, make_board, other_supporter, supporter, member, reviewer, host):
    elsewhere = make_topic(board=make_board("elsewhere"))
    talk = make_topic(kind="talk")

    def may(person, topic):
        return not reason_against(check_can_solve, person, topic)

    assert [may(person, topic) for person in (AnonymousUser(), supporter, other_supporter, host, reviewer)] == [
        False,
        False,
        True,
        True,
        True,
    ]
    assert not may(host, elsewhere)
    assert not may(other_supporter, talk)


def test_a_host_who_lost_the_right_to_read_the_board_is_its_host_no_more(make_board, make_topic, member):
    topic = make_topic(board=make_board("trust", "supporter", host=member))

    assert reason_against(check_can_solve, member, topic)


def test_nobody_else_is_offered_or_allowed_to_solve(topic, make_reply, supporter, member, visitor, client_of):
    reply = make_reply()
    address = f"/knowhow/replies/{reply.pk}/solve/"

    assert client_of(member).get(address).status_code == 403
    assert address not in client_of(member).get(topic.get_absolute_url()).content.decode()
    assert visitor.get(address)["Location"].startswith("/accounts/login/")
    topic.refresh_from_db()
    assert not topic.is_solved


def test_a_hidden_solution_does_not_count_until_it_is_shown_again(topic, make_reply, other_supporter, reviewer):
    reply = make_reply()
    mark_solution(by=other_supporter, reply=reply)

    hide_post(by=reviewer, post=reply, reason="社名がありました。")
    topic.refresh_from_db()
    assert not topic.is_solved
    with pytest.raises(Refused):
        mark_solution(by=other_supporter, reply=reply)
    show_post_again(by=reviewer, post=reply, reason="直りました。")

    topic.refresh_from_db()
    assert topic.is_solved


def test_solving_twice_is_once(topic, make_reply, other_supporter, client_of):
    reply = make_reply()
    solve(client_of(other_supporter), reply, thanks="一度目のお礼です。")
    solve(client_of(other_supporter), reply, thanks="二度目のお礼です。")

    assert Reply.objects.get().thanks == "一度目のお礼です。"
    assert len(mail.outbox) == 1


def test_only_questions_are_solved_says_the_database(make_topic):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_topic(kind="talk", solved_at=timezone.now())


@pytest.mark.parametrize("noun", ["topic", "reply"])
def test_a_post_helps_once_a_person_and_it_is_taken_back(noun, topic, make_reply, member, client_of):
    post = topic if noun == "topic" else make_reply()
    browser, address = client_of(member), f"/knowhow/{'topics' if noun == 'topic' else 'replies'}/{post.pk}/helpful/"

    browser.post(address)
    browser.post(address)
    post.refresh_from_db()
    assert post.helpful_count == 1
    assert f'formaction="{address}undo/"' in browser.get(topic.get_absolute_url()).content.decode()
    browser.post(f"{address}undo/")
    browser.post(f"{address}undo/")

    post.refresh_from_db()
    assert post.helpful_count == 0
    assert not Helpful.objects.exists()


def test_how_many_a_post_helped_is_read_by_all_and_who_they_are_by_nobody(topic, member, visitor, client_of):
    mark_helpful(by=member, post=topic)

    page = visitor.get(topic.get_absolute_url()).content.decode()

    assert "参考になった <b>1</b>人" in page
    assert "れん" not in page
    assert "/helpful/" not in page


def test_nobody_praises_himself(topic, other_supporter, client_of):
    client_of(other_supporter).post(f"/knowhow/topics/{topic.pk}/helpful/")

    topic.refresh_from_db()
    assert topic.helpful_count == 0
    assert "自分の投稿" in reason_against(check_can_mark, other_supporter, topic)


@pytest.mark.parametrize("place", ["helpful", "helpful/undo", "try"])
def test_what_one_may_not_read_cannot_be_marked(place, make_board, make_topic, member, client_of):
    topic = make_topic(board=make_board("trust", "supporter"))

    assert client_of(member).post(f"/knowhow/topics/{topic.pk}/{place}/", {"text": "やってみました。"}).status_code == 404


def test_helpful_is_limited_to_fifty_a_day(make_topic, member):
    for number in range(50):
        mark_helpful(by=member, post=make_topic(f"話題その{number:02}です"))

    refused = reason_against(mark_helpful, by=member, post=make_topic("五十一個目の話題"))

    assert "24時間に50回まで" in refused
    assert Helpful.objects.count() == 50


def test_whoever_tried_it_tells_how_it_went_and_the_author_learns_it(topic, make_reply, supporter, member, visitor, client_of):
    reply = make_reply()

    answer = client_of(member).post(f"/knowhow/replies/{reply.pk}/try/", {"text": "三つ数えたら、続きを話してくれました。"})

    page = visitor.get(topic.get_absolute_url()).content.decode()
    assert answer["Location"] == reply.get_absolute_url()
    assert "三つ数えたら、続きを話してくれました。" in page
    assert "やってみた <b>1</b>人" in page
    assert mail.outbox[-1].to == [supporter.email]
    assert "三つ数えたら" in mail.outbox[-1].body


def test_a_trial_is_one_a_person_and_may_be_said_otherwise(topic, member, client_of, time_passes):
    browser, address = client_of(member), f"/knowhow/topics/{topic.pk}/try/"
    browser.post(address, {"text": "はじめに書いたことです。"})
    time_passes(10)

    assert "はじめに書いたことです。" in browser.get(address).content.decode()
    browser.post(address, {"text": "あとで書き直したことです。"})

    topic.refresh_from_db()
    assert topic.tried_count == 1
    assert Trial.objects.get().text == "あとで書き直したことです。"
    assert Trial.objects.get().edited_at
    assert len(mail.outbox) == 1


def test_a_refused_trial_keeps_its_text(topic, make_topic, member, client_of):
    tell_trial(by=member, post=make_topic(), text="ほかの話題でやってみました。")

    page = client_of(member).post(f"/knowhow/topics/{topic.pk}/try/", {"text": "すぐ続けて書いた一行です。"}).content.decode()

    assert "すぐ続けて書いた一行です。" in page
    assert "もう一度送信してください" in page
    topic.refresh_from_db()
    assert topic.tried_count == 0


def test_a_clinic_has_no_trials_for_nobody_stands_by_his_name_there(make_clinic, supporter):
    topic = make_clinic()
    reply = post_reply(by=supporter, topic=topic, body="そのとき、どこを見ていましたか。", submission_key=uuid.uuid4())

    assert "クリニック" in reason_against(check_can_try, supporter, topic)
    assert "クリニック" in reason_against(check_can_try, topic.author, reply)


def test_staff_hide_a_trial_with_a_reason_and_its_writer_still_reads_it(topic, supporter, reviewer, member, visitor, client_of):
    trial = tell_trial(by=supporter, post=topic, text="社名を書いてしまった一行です。")
    address = f"/knowhow/trials/{trial.pk}/hide/"
    assert address in client_of(reviewer).get(topic.get_absolute_url()).content.decode()

    client_of(reviewer).post(address, {"act": "hide", "reason": "会社の名前がありました。"})

    topic.refresh_from_db()
    assert topic.tried_count == 0
    assert mail.outbox[-1].to == [supporter.email]
    assert "会社の名前がありました。" in mail.outbox[-1].body
    for browser in (visitor, client_of(member)):
        assert "社名を書いてしまった" not in browser.get(topic.get_absolute_url()).content.decode()
    page = client_of(supporter).get(topic.get_absolute_url()).content.decode()
    assert "会社の名前がありました。" in page
    assert "直せません" in reason_against(tell_trial, by=supporter, post=topic, text="もう一度書いてみます。")
    client_of(reviewer).post(address, {"act": "show", "reason": "問題のない一行でした。"})
    topic.refresh_from_db()
    assert topic.tried_count == 1
    assert "社名を書いてしまった" in visitor.get(topic.get_absolute_url()).content.decode()


def test_only_staff_hide_trials(topic, supporter, member):
    trial = tell_trial(by=supporter, post=topic, text="ふつうの一行です。")

    assert reason_against(hide_trial, by=member, trial=trial, reason="いやだから。")


def test_what_is_done_twice_is_done_once_and_changes_nothing(topic, make_reply, supporter, other_supporter, reviewer):
    reply = make_reply()
    trial = tell_trial(by=supporter, post=topic, text="三つ数えてみました。")
    letters = len(mail.outbox)

    take_solution_back(by=other_supporter, reply=reply)
    tell_trial(by=supporter, post=topic, text="三つ数えてみました。")
    show_trial_again(by=reviewer, trial=trial, reason="もともと見えています。")
    assert len(mail.outbox) == letters
    for _ in range(2):
        hide_trial(by=reviewer, trial=trial, reason="社名がありました。")

    topic.refresh_from_db()
    assert topic.tried_count == 0
    assert len(mail.outbox) == letters + 1


def test_nobody_gets_a_letter_about_what_he_did_or_may_not_read_any_more(
    make_board, make_topic, make_reply, member, supporter, reviewer
):
    topic = make_topic(board=make_board("trust", "supporter"), author=reviewer)
    reply = make_reply(topic=topic, author=reviewer)
    lost = make_reply(topic=topic, author=member)

    mark_solution(by=reviewer, reply=reply)
    mark_solution(by=reviewer, reply=lost)
    trial = tell_trial(by=reviewer, post=lost, text="自分でやってみました。")
    hide_trial(by=reviewer, trial=trial, reason="自分で下げました。")

    assert mail.outbox == []


def test_a_hidden_topic_is_neither_solved_nor_marked(make_topic, make_reply, supporter, reviewer, visitor):
    hidden = {"hidden_at": timezone.now(), "hidden_by": reviewer, "hidden_reason": "社名がありました"}
    topic = make_topic(**hidden)

    assert "非表示" in reason_against(check_can_solve, topic.author, topic)
    assert "非表示" in reason_against(check_can_mark, supporter, topic)
    assert "ログイン" in reason_against(check_can_mark, AnonymousUser(), topic)


def test_a_refused_mark_leads_back_with_its_reason(topic, other_supporter, client_of):
    page = client_of(other_supporter).post(f"/knowhow/topics/{topic.pk}/helpful/", follow=True)

    assert "自分の投稿には付けられません。" in page.content.decode()


def test_a_topic_asks_the_same_number_of_queries_with_one_mark_and_with_forty(
    topic, make_reply, member, supporter, other_supporter, reviewer, client_of, time_passes
):
    browsers = [client_of(person) for person in (member, other_supporter, reviewer)]

    def mark(reply):
        mark_solution(by=other_supporter, reply=reply, thanks="助かりました。")
        mark_helpful(by=member, post=reply)
        for person in (member, other_supporter):
            tell_trial(by=person, post=reply, text="三つ数えてみました。")
        time_passes(100_000)

    def queries():
        asked = []
        for browser in browsers:
            browser.get(topic.get_absolute_url())
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(topic.get_absolute_url()).status_code == 200
            asked.append(len(captured))
        return asked

    mark(make_reply())
    at_one = queries()
    for number in range(40):
        mark(make_reply(f"返信その{number}です。"))

    assert queries() == at_one
    assert max(at_one[:2]) <= 12
    assert at_one[2] <= 16  # staff: four for their rights


def test_whoever_marked_a_post_sees_his_mark_though_the_page_is_remembered_for_others(
    topic, make_reply, member, supporter, client_of
):
    reply = make_reply()
    other = client_of(supporter)
    other.get(topic.get_absolute_url())
    mark_helpful(by=member, post=reply)
    mark_helpful(by=member, post=topic)
    take_helpful_back(by=member, post=topic)

    page = client_of(member).get(topic.get_absolute_url()).content.decode()

    assert f"/knowhow/replies/{reply.pk}/helpful/undo/" in page
    assert f"/knowhow/topics/{topic.pk}/helpful/undo/" not in page
    assert Topic.objects.get().helpful_count == 0
