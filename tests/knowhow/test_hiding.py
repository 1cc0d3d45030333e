"""Staff take a post out of sight, with a reason, and bring it back."""

import pytest
from django.core import mail

from bansou.moderation.models import Decision
from knowhow.actions import hide_post, post_reply
from knowhow.models import Reply

REASON = "取引先の社名が書かれていました。"


@pytest.fixture
def reply(make_reply) -> Reply:
    return make_reply()


def test_a_hidden_reply_is_gone_counted_off_recorded_and_its_author_told(reply, topic, reviewer, supporter, visitor, client_of):
    answer = client_of(reviewer).post(f"/knowhow/replies/{reply.pk}/hide/", {"reason": REASON, "act": "hide"})

    topic.refresh_from_db()
    [decision] = Decision.objects.about(reply)
    [letter] = mail.outbox
    assert answer["Location"] == reply.get_absolute_url()
    assert reply.body not in visitor.get(topic.get_absolute_url()).content.decode()
    assert (topic.reply_count, topic.last_posted_at) == (0, topic.created_at)
    assert (decision.by, decision.verb, decision.reason) == (reviewer, "非表示にした", REASON)
    assert letter.to == [supporter.email]
    assert REASON in letter.body


def test_a_hidden_topic_leaves_the_lists(topic, reviewer, other_supporter, visitor, client_of):
    client_of(reviewer).post(f"/knowhow/topics/{topic.pk}/hide/", {"reason": REASON, "act": "hide"})

    assert topic.title not in visitor.get("/knowhow/").content.decode()
    assert mail.outbox[0].to == [other_supporter.email]
    assert "運営が非表示にしたため、返信できません" in client_of(other_supporter).get(topic.get_absolute_url()).content.decode()


def test_a_post_shown_again_is_back_with_its_count(reply, topic, reviewer, visitor, client_of):
    browser, address = client_of(reviewer), f"/knowhow/replies/{reply.pk}/hide/"
    browser.post(address, {"reason": REASON, "act": "hide"})
    page = browser.get(topic.get_absolute_url()).content.decode()

    browser.post(address, {"reason": "本人が社名ではないと説明しました。", "act": "show"})

    topic.refresh_from_db()
    reply.refresh_from_db()
    assert "表示に戻す" in page
    assert not reply.is_hidden
    assert (topic.reply_count, topic.last_posted_at) == (1, reply.created_at)
    assert reply.body in visitor.get(topic.get_absolute_url()).content.decode()
    assert [decision.verb for decision in Decision.objects.about(reply)] == ["表示に戻した", "非表示にした"]
    assert mail.outbox[-1].subject == "【伴走】投稿を表示に戻しました"


@pytest.mark.parametrize("act", ["hide", "show"])
def test_doing_it_twice_is_doing_it_once(act, reply, topic, reviewer, client_of):
    browser, address = client_of(reviewer), f"/knowhow/replies/{reply.pk}/hide/"
    browser.post(address, {"reason": REASON, "act": "hide"})
    if act == "show":
        browser.post(address, {"reason": REASON, "act": "show"})
    decisions, letters = Decision.objects.count(), len(mail.outbox)

    browser.post(address, {"reason": REASON, "act": act})

    topic.refresh_from_db()
    assert (Decision.objects.count(), len(mail.outbox)) == (decisions, letters)
    assert topic.reply_count == (0 if act == "hide" else 1)


@pytest.mark.parametrize(
    ("reason", "message"), [("", "「理由」を入力してください。"), ("だめ", "5文字以上"), ("長" * 201, "200文字以内")]
)
def test_a_reason_is_needed(reason, message, topic, reviewer, client_of):
    page = client_of(reviewer).post(f"/knowhow/topics/{topic.pk}/hide/", {"reason": reason, "act": "hide"}).content.decode()

    topic.refresh_from_db()
    assert message in page
    assert not topic.is_hidden


@pytest.mark.parametrize("method", ["get", "post"])
def test_for_others_the_page_does_not_exist(method, topic, reply, supporter, visitor, client_of):
    for browser in (visitor, client_of(supporter)):
        for address in (f"/knowhow/topics/{topic.pk}/hide/", f"/knowhow/replies/{reply.pk}/hide/"):
            assert getattr(browser, method)(address, {"reason": REASON}).status_code == 404
    page = client_of(supporter).get(topic.get_absolute_url()).content.decode()
    assert "非表示にする" not in page


def test_the_action_itself_refuses_everybody_else(topic, supporter):
    with pytest.raises(Exception, match="見守り担当の職員だけです"):
        hide_post(by=supporter, post=topic, reason=REASON)


def test_hiding_the_latest_of_two_replies_puts_the_topic_back(topic, make_reply, reviewer, supporter):
    first = make_reply()
    second = post_reply(
        by=supporter, topic=topic, body="二つ目の返信です。", submission_key=first.submission_key.__class__(int=7)
    )

    hide_post(by=reviewer, post=second, reason=REASON)

    topic.refresh_from_db()
    assert (topic.reply_count, topic.last_posted_at) == (1, first.created_at)
