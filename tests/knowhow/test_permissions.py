"""Who may do what, as a table."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import IntegrityError, transaction

from accounts.actions import grant_roles
from accounts.models import User
from accounts.refusals import reason_against
from accounts.roles import MODERATOR, ROLES
from knowhow.actions import edit_reply, hide_post, post_topic, show_post_again
from knowhow.models import Reply
from knowhow.permissions import check_can_hide, check_can_lock, check_can_post


@pytest.mark.parametrize(
    ("audience", "for_visitor", "for_member", "for_supporter"),
    [("public", "ログイン", "", ""), ("member", "ログイン", "", ""), ("supporter", "ログイン", "所属を確認した支援者", "")],
)
def test_whoever_reads_a_board_and_is_signed_in_posts_on_it(
    audience, for_visitor, for_member, for_supporter, make_board, member, supporter
):
    board = make_board("room", audience)
    people = [AnonymousUser(), member, supporter]

    reasons = [reason_against(check_can_post, person, board) for person in people]

    for reason, expected in zip(reasons, (for_visitor, for_member, for_supporter), strict=True):
        assert expected in reason if expected else reason == ""


def test_only_moderators_and_owners_hide_and_arrange(member, supporter, owner):
    staff = {role: User.objects.create_user(f"{number}@example.jp", "pass-word-1234") for number, role in enumerate(ROLES)}
    for role, person in staff.items():
        grant_roles(user=person, roles=[role], by=None)
    people = {"visitor": AnonymousUser(), "member": member, "supporter": supporter, "owner": owner} | staff

    for check in (check_can_hide, check_can_lock):
        assert [name for name, person in people.items() if not reason_against(check, person)] == ["owner", MODERATOR]


def test_the_action_refuses_what_the_form_would_not_offer(make_board, member):
    board = make_board("trust", "supporter")

    reason = reason_against(
        post_topic,
        by=member,
        board=board,
        kind="talk",
        title="入れない板の話題",
        body="書けないはずです。",
        submission_key=uuid.uuid4(),
    )

    assert "所属を確認した支援者" in reason


def test_staff_who_hide_their_own_post_get_no_letter(make_topic, reviewer):
    topic = make_topic(author=reviewer)

    hide_post(by=reviewer, post=topic, reason="まちがえて書きました。")
    show_post_again(by=reviewer, post=topic, reason="まちがえていませんでした。")

    topic.refresh_from_db()
    assert not topic.is_hidden
    assert mail.outbox == []


def test_an_edit_of_a_reply_that_changes_nothing_leaves_no_mark(make_reply, supporter):
    reply = make_reply()

    saved = edit_reply(by=supporter, reply=reply, body=reply.body, edit_version=1)

    assert (saved.edit_version, saved.edited_at) == (1, None)


def test_a_post_that_breaks_a_rule_of_the_database_is_not_taken_for_a_second_press(board, supporter):
    with pytest.raises(IntegrityError), transaction.atomic():
        post_topic(
            by=supporter, board=board, kind="talk", title="短い", body="本文は長さが足ります。", submission_key=uuid.uuid4()
        )


def test_the_newest_replies_come_with_their_topics(make_reply, topic):
    first, second = make_reply(), make_reply("二つ目の返信です。")

    found = Reply.objects.newest(2)

    assert {reply.pk for reply in found} == {first.pk, second.pk}
    assert found[0].topic == topic


def test_the_preview_without_javascript_is_limited_and_keeps_the_text(board, member, client_of):
    browser = client_of(member)
    for _ in range(60):
        browser.post("/knowhow/preview/", {"body": "文"})

    page = browser.post(
        "/knowhow/new/", {"title": "残ってほしい題名です", "body": "残ってほしい本文です。", "preview": "1"}
    ).content.decode()

    assert "1分に60回まで" in page
    assert "残ってほしい本文です。" in page
