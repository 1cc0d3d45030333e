"""Order on the boards: first posts, requests to edit, repeated texts; locking, moving, merging and splitting topics."""

import datetime
import threading
import uuid
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from accounts.actions import confirm_membership
from accounts.models import Organisation, User
from accounts.refusals import Refused, reason_against
from bansou.moderation.limits import check_links
from bansou.moderation.models import Decision, Notice, Origin, Report
from knowhow import actions
from knowhow.models import Board, Reply, Topic
from knowhow.permissions import check_can_arrange
from knowhow.searchables import visible_to

NEW = "/knowhow/new/"
REASON = "同じ話題が先にあります。"
LONG = "同じ文章を二度送ると、読む人が戸惑います。続きは文章を変えて書いてください。"


def words(**changes: str) -> dict[str, str]:
    return {
        "board": "dialogue", "kind": "question", "title": "はじめての質問です", "body": "三秒で話してしまいます。",
        "submission_key": str(uuid.uuid4()),
    } | changes  # fmt: skip


# -- a newcomer's first post ------------------------------------------------------------------------------------------


def test_a_newcomers_first_topic_is_seen_by_him_and_staff_until_it_is_released(
    board, member, reviewer, other_supporter, visitor, client_of
):
    said = client_of(member).post(NEW, words(), follow=True).content.decode()
    topic = Topic.objects.get()
    seen = {who: client_of(who).get(topic.get_absolute_url()).status_code for who in (member, reviewer, other_supporter)}

    client_of(reviewer).post(f"/knowhow/topics/{topic.pk}/release/", {"words": "問題は見あたりませんでした。"})

    topic.refresh_from_db()
    assert "事務局が確認してから表示します" in said
    assert seen == {member: 200, reviewer: 200, other_supporter: 404}
    assert topic.is_in_sight
    assert topic.title in visitor.get("/knowhow/").content.decode()
    assert not Report.objects.open().filter(origin=Origin.FIRST_POST).exists()
    assert mail.outbox[-1].to == [member.email]


def test_a_held_topic_is_in_no_list_no_search_and_no_sitemap(board, member, visitor, client_of):
    client_of(member).post(NEW, words())

    assert Topic.objects.get().is_held
    assert not visible_to(AnonymousUser()).exists()
    assert not visible_to(member).exists()
    for address in ("/knowhow/", "/knowhow/boards/dialogue/", "/sitemap.xml"):
        assert "はじめての質問です" not in visitor.get(address).content.decode()


def test_a_held_reply_is_not_counted_and_tells_nobody_until_it_is_released(
    topic, member, reviewer, other_supporter, client_of, mails_leave
):
    client_of(member).post(topic.get_absolute_url(), {"body": "はじめて返信します。"})
    reply = Reply.objects.get()
    topic.refresh_from_db()
    mails_leave()
    assert (topic.reply_count, mail.outbox) == (0, [])

    actions.release_post(by=reviewer, target=reply)
    mails_leave()

    topic.refresh_from_db()
    reply.refresh_from_db()
    assert topic.reply_count == 1
    assert topic.last_posted_at == reply.created_at
    assert {other_supporter.email, member.email} == {letter.to[0] for letter in mail.outbox}


def test_the_second_post_is_not_held_once_the_first_was_looked_at(topic, member, reviewer, make_reply, client_of):
    make_reply(author=member)

    client_of(member).post(topic.get_absolute_url(), {"body": "二つ目の返信です。"})

    assert Reply.objects.latest("pk").is_in_sight


def test_a_held_post_that_staff_refuse_is_hidden_with_a_reason_and_never_counted(topic, member, reviewer, client_of):
    client_of(member).post(topic.get_absolute_url(), {"body": "はじめて返信します。"})
    reply = Reply.objects.get()

    client_of(reviewer).post(f"/knowhow/replies/{reply.pk}/hide/", {"reason": "宣伝にあたります。", "act": "hide"})

    topic.refresh_from_db()
    reply.refresh_from_db()
    assert (reply.is_hidden, reply.is_held, topic.reply_count) == (True, False, 0)
    assert not Report.objects.open().exists()
    assert Notice.objects.get().person == member


def test_a_supporters_first_post_is_not_held(board, supporter, client_of):
    client_of(supporter).post(NEW, words())

    assert Topic.objects.get().is_in_sight


# -- asked to edit ----------------------------------------------------------------------------------------------------


def test_a_post_that_staff_ask_to_change_is_back_when_its_author_changed_it(
    topic, make_reply, supporter, reviewer, visitor, client_of
):
    reply = make_reply()
    client_of(reviewer).post(f"/knowhow/replies/{reply.pk}/ask/", {"words": "社名を消してください。"})
    topic.refresh_from_db()
    assert topic.reply_count == 0
    assert reply.body not in visitor.get(topic.get_absolute_url()).content.decode()
    assert "社名を消してください。" in client_of(supporter).get(topic.get_absolute_url()).content.decode()

    client_of(supporter).post(f"/knowhow/replies/{reply.pk}/edit/", {"body": "社名を消しました。", "edit_version": "1"})

    topic.refresh_from_db()
    assert topic.reply_count == 1
    assert "社名を消しました。" in visitor.get(topic.get_absolute_url()).content.decode()
    assert [decision.verb for decision in Decision.objects.about(reply)] == ["頼まれて修正し、表示に戻った", "修正をお願いした"]


def test_the_record_does_not_tell_who_stands_under_an_alias(topic, make_reply, supporter, reviewer, client_of):
    reply = make_reply(alias="支援者A")
    actions.ask_to_edit(by=reviewer, target=reply, reason="社名を消してください。")

    client_of(supporter).post(f"/knowhow/replies/{reply.pk}/edit/", {"body": "社名を消しました。", "edit_version": "1"})

    decision = Decision.objects.about(reply)[0]
    assert (decision.by, decision.who) == (None, "支援者A")


# -- limits on what is posted -----------------------------------------------------------------------------------------


def test_the_same_text_again_is_refused_and_stays_in_the_form(topic, make_topic, supporter, client_of, time_passes):
    browser, other = client_of(supporter), make_topic("別の話題です")
    browser.post(topic.get_absolute_url(), {"body": LONG})
    time_passes(60)

    page = browser.post(other.get_absolute_url(), {"body": LONG}).content.decode()

    assert "同じ文章を、24時間のうちに投稿しています" in page
    assert LONG in page
    assert Reply.objects.count() == 1


def test_thanks_may_be_said_alike(topic, make_topic, supporter, client_of, time_passes):
    for found in (topic, make_topic("別の話題です")):
        client_of(supporter).post(found.get_absolute_url(), {"body": "ありがとうございます。"})
        time_passes(60)

    assert Reply.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "for_member", "for_supporter"),
    [
        ("【写真1】\n【写真2】", "写真は1枚まで", ""),
        ("https://a.example " * 3, "リンクは2つまで", ""),
        ("https://a.example " * 21, "リンクは2つまで", "リンクは20つまで"),
        ("【写真1】" * 11, "写真は1枚まで", "写真は10枚まで"),
    ],
)
def test_links_and_pictures_have_their_number(text, for_member, for_supporter, member, supporter):
    for person, expected in ((member, for_member), (supporter, for_supporter)):
        assert expected in (reason := reason_against(check_links, person, text))
        assert bool(reason) == bool(expected)


# -- locking ----------------------------------------------------------------------------------------------------------


def test_a_reply_to_a_topic_that_was_locked_meanwhile_keeps_its_text_and_says_why(topic, supporter, reviewer, client_of):
    browser = client_of(supporter)
    browser.get(topic.get_absolute_url())
    client_of(reviewer).post(
        f"/knowhow/topics/{topic.pk}/arrange/", {"act": "lock", "lock-lock": "closed", "lock-words": "話が出つくしました。"}
    )

    page = browser.post(topic.get_absolute_url(), {"body": "書いている間に閉じました。"}).content.decode()

    assert "受け付けを終わりました。理由：話が出つくしました。" in page
    assert "書いている間に閉じました。" in page
    assert not Reply.objects.exists()
    assert Notice.objects.get().decision.verb == "受け付けを終えた"


def test_a_locked_topic_is_opened_again(topic, supporter, reviewer, client_of):
    actions.lock_topic(by=reviewer, topic=topic, lock="paused", reason="少し落ち着きましょう。")

    client_of(reviewer).post(
        f"/knowhow/topics/{topic.pk}/arrange/", {"act": "lock", "lock-lock": "open", "lock-words": "落ち着きました。"}
    )

    client_of(supporter).post(topic.get_absolute_url(), {"body": "また返信できます。"})
    assert Reply.objects.exists()


# -- moving -----------------------------------------------------------------------------------------------------------


def test_a_topic_moves_to_another_board_and_its_opener_is_told(topic, make_board, reviewer, other_supporter, client_of):
    second = make_board("second")

    client_of(reviewer).post(
        f"/knowhow/topics/{topic.pk}/arrange/", {"act": "move", "move-board": second.pk, "move-words": "こちらの方が合います。"}
    )

    topic.refresh_from_db()
    assert topic.board == second
    assert mail.outbox[-1].to == [other_supporter.email]


@pytest.mark.parametrize(("before", "after", "allowed"), [
    ("supporter", "public", False), ("supporter", "member", False), ("member", "public", False),
    ("public", "supporter", True), ("member", "member", True),
])  # fmt: skip
def test_nothing_comes_before_more_readers_than_it_was_written_for(before, after, allowed, make_board, make_topic, reviewer):
    topic = make_topic(board=make_board("before", before))
    board = make_board("after", after)
    other = make_topic("先にある話題です", board=board)

    for act, goal in ((actions.move_topic, {"board": board}), (actions.merge_topics, {"into": other})):
        reason = reason_against(act, by=reviewer, topic=topic, reason=REASON, **goal)
        assert ("読める人が今より広い" in reason) != allowed


# -- merging ----------------------------------------------------------------------------------------------------------


def test_a_merged_topic_stands_in_the_other_in_the_order_of_time_and_its_address_leads_there(
    make_topic, make_reply, reviewer, other_supporter, visitor, client_of
):
    now = timezone.now()
    kept = make_topic("残る話題です", created_at=now - datetime.timedelta(hours=9))
    ended = make_topic("終わる話題です", body="あとから同じことを尋ねました。", created_at=now - datetime.timedelta(hours=3))
    replies = [
        make_reply("残る話題への返信です。", topic=kept, created_at=now - datetime.timedelta(hours=1)),
        make_reply("終わる話題への返信です。", topic=ended, created_at=now - datetime.timedelta(hours=2)),
    ]

    client_of(reviewer).post(
        f"/knowhow/topics/{ended.pk}/arrange/",
        {"act": "merge", "merge-into": kept.get_absolute_url(), "merge-words": REASON},
    )

    kept.refresh_from_db()
    said = list(Reply.objects.filter(topic=kept).in_order().values_list("body", flat=True))
    assert said == ["■ 終わる話題です\n\nあとから同じことを尋ねました。", replies[1].body, replies[0].body]
    assert (kept.reply_count, kept.last_posted_at) == (3, replies[0].created_at)
    led = visitor.get(f"/knowhow/topics/{ended.pk}/?reply={replies[1].pk}")
    assert led["Location"] == f"{kept.get_absolute_url()}?reply={replies[1].pk}"
    assert ended.title not in visitor.get("/knowhow/boards/dialogue/").content.decode()
    assert mail.outbox[-1].to == [other_supporter.email]


def test_what_was_typed_for_a_merged_topic_is_posted_in_the_other(make_topic, reviewer, supporter, client_of):
    kept, ended = make_topic("残る話題です"), make_topic("終わる話題です")
    actions.merge_topics(by=reviewer, topic=ended, into=kept, reason=REASON)

    client_of(supporter).post(ended.get_absolute_url(), {"body": "終わった話題に書きました。"})

    assert Reply.objects.latest("pk").topic == kept


def test_a_chain_of_merges_leads_to_its_end(make_topic, reviewer, visitor):
    first, second, third = (make_topic(f"話題その{number}です") for number in (1, 2, 3))
    actions.merge_topics(by=reviewer, topic=first, into=second, reason=REASON)
    actions.merge_topics(by=reviewer, topic=second, into=third, reason=REASON)

    assert visitor.get(first.get_absolute_url())["Location"] == third.get_absolute_url()
    with pytest.raises(Refused, match="まだ統合していない"):
        actions.merge_topics(by=reviewer, topic=third, into=third, reason=REASON)


def test_a_merged_topic_leads_nobody_where_he_may_not_read(make_board, make_topic, reviewer, visitor):
    kept = make_topic("残る話題です", board=make_board("trust", "supporter"))
    ended = make_topic("終わる話題です")

    actions.merge_topics(by=reviewer, topic=ended, into=kept, reason=REASON)

    assert visitor.get(ended.get_absolute_url()).status_code == 404


def test_a_hidden_opening_stays_hidden_after_the_merge(make_topic, reviewer, visitor):
    kept, ended = make_topic("残る話題です"), make_topic("終わる話題です", body="社名が書いてあります。")
    actions.hide_post(by=reviewer, post=ended, reason="社名がありました。")

    actions.merge_topics(by=reviewer, topic=Topic.objects.get(pk=ended.pk), into=kept, reason=REASON)

    kept.refresh_from_db()
    assert kept.reply_count == 0
    assert "社名が書いてあります。" not in visitor.get(kept.get_absolute_url()).content.decode()


@pytest.fixture
def committed(django_db_setup, django_db_blocker) -> Iterator[tuple[User, User, Board]]:
    """A supporter, staff and a board that other connections see. Taken away by hand: a flush would take Wagtail's root page too."""
    with django_db_blocker.unblock():
        made = str(uuid.uuid4())
        society = Organisation.objects.create(name=made, organisation_type="society", prefecture="03", is_verified=True)
        person = User.objects.create_user(f"{made}@example.jp", "x", display_name="書く人")
        confirm_membership(user=person, organisation=society, by=None)
        keeper = User.objects.create_superuser(f"staff-{made}@example.jp", "x", display_name="整える人")
        board = Board.objects.create(slug=f"b-{person.pk}", name="板", purpose="話す場所です。", audience="public")
        yield person, keeper, board
        Reply.objects.filter(topic__board=board).delete()
        Topic.objects.filter(board=board).update(merged_into=None)
        Topic.objects.filter(board=board).delete()
        board.delete()
        person.delete()
        society.delete()
        User.objects.filter(pk=keeper.pk).update(is_active=False)  # the record names him


@pytest.mark.parametrize("act", ["lock", "merge"])
def test_a_reply_that_arrives_while_staff_lock_or_merge_is_refused_and_lost_nowhere(act, committed):
    person, keeper, board = committed
    key = {"body": "三秒で話してしまいます。", "body_html": "<p>三秒</p>", "kind": "talk", "board": board, "author": keeper}
    topic, other = (Topic.objects.create(title=f"話題その{n}です", submission_key=uuid.uuid4(), **key) for n in (1, 2))
    answers: list[str] = []

    def reply() -> None:
        try:
            words = {
                "topic": Topic.objects.get(pk=topic.pk),
                "body": "書いている間に終わりました。",
                "submission_key": uuid.uuid4(),
            }
            begun.set()
            actions.post_reply(by=User.objects.get(pk=person.pk), **words)
        except Refused as refusal:
            answers.append(refusal.reason)
        finally:
            connection.close()

    begun, sender = threading.Event(), threading.Thread(target=reply)
    with transaction.atomic():
        held = Topic.objects.select_for_update().get(pk=topic.pk)
        sender.start()
        begun.wait()
        sender.join(timeout=0.5)  # it waits for us
        if act == "lock":
            actions.lock_topic(by=keeper, topic=held, lock="closed", reason="話が出つくしました。")
        else:
            actions.merge_topics(by=keeper, topic=held, into=other, reason=REASON)
    sender.join()

    assert len(answers) == 1
    assert ("受け付けを終わりました" if act == "lock" else "別の話題にまとめられました") in answers[0]
    assert not Reply.objects.filter(author=person).exists()


# -- splitting --------------------------------------------------------------------------------------------------------


def test_replies_become_a_topic_of_their_own(topic, make_reply, reviewer, supporter, visitor, client_of):
    hour = datetime.timedelta(minutes=1)
    replies = [make_reply(f"返信その{number}です。", created_at=topic.created_at + hour * number) for number in range(1, 6)]

    client_of(reviewer).post(
        f"/knowhow/topics/{topic.pk}/arrange/",
        {"act": "split", "split-title": "分かれた話題です", "split-replies": "2、４-5", "split-words": "別の話になりました。"},
    )

    topic.refresh_from_db()
    made = Topic.objects.latest("pk")
    assert (made.title, made.body, made.author, made.board) == ("分かれた話題です", "返信その2です。", supporter, topic.board)
    assert list(made.replies.in_order().values_list("body", flat=True)) == ["返信その4です。", "返信その5です。"]
    assert (made.reply_count, topic.reply_count) == (2, 2)
    assert "分けました" in Reply.objects.get(pk=replies[1].pk).hidden_reason
    assert "返信その2です。" in visitor.get(made.get_absolute_url()).content.decode()


@pytest.mark.parametrize("numbers", ["0", "9", "a", "3-1", "1-9999"])
def test_numbers_that_are_not_there_split_nothing(numbers, topic, make_reply, reviewer, client_of):
    make_reply()

    answer = client_of(reviewer).post(
        f"/knowhow/topics/{topic.pk}/arrange/",
        {"act": "split", "split-title": "分かれた話題です", "split-replies": numbers, "split-words": "別の話になりました。"},
    )

    assert answer.status_code == 422
    assert Topic.objects.count() == 1


# -- who may ----------------------------------------------------------------------------------------------------------


def test_only_staff_arrange_and_nobody_a_clinic(make_topic, make_clinic, supporter, reviewer):
    assert "見守り担当の職員だけ" in reason_against(check_can_arrange, supporter, make_topic())
    assert "クリニック" in reason_against(check_can_arrange, reviewer, make_clinic())
    assert reason_against(check_can_arrange, reviewer, make_topic("ふつうの話題です")) == ""


def test_a_clinic_can_be_locked_and_nothing_else(make_clinic, reviewer, client_of):
    clinic = make_clinic()
    address = f"/knowhow/topics/{clinic.pk}/arrange/"

    page = client_of(reviewer).get(address).content.decode()
    client_of(reviewer).post(address, {"act": "lock", "lock-lock": "paused", "lock-words": "少し落ち着きましょう。"})
    client_of(reviewer).post(
        address, {"act": "split", "split-title": "分かれた話題です", "split-replies": "1", "split-words": REASON}
    )

    clinic.refresh_from_db()
    assert "統合する先の話題" not in page
    assert clinic.lock == "paused"
    assert Topic.objects.count() == 1


def test_a_post_offers_everybody_but_its_author_to_report_it(topic, make_reply, visitor, supporter, client_of):
    reply = make_reply()
    link = f"/report/?kind=reply&amp;id={reply.pk}"

    assert link in visitor.get(topic.get_absolute_url()).content.decode()
    assert link not in client_of(supporter).get(topic.get_absolute_url()).content.decode()
