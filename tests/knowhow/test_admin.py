"""Boards and posts in Wagtail's admin."""

import pytest

from accounts.actions import grant_roles
from accounts.roles import EDITOR
from bansou.moderation.models import Decision
from knowhow.models import Board


@pytest.fixture
def editor(member):
    grant_roles(user=member, roles=[EDITOR], by=None)
    return member


def test_editors_make_and_change_boards(editor, client_of):
    browser = client_of(editor)
    fields = {
        "name": "はじめまして",
        "slug": "hello",
        "purpose": "名乗り合う場所です。",
        "group": "start",
        "audience": "public",
        "position": "1",
        "is_open": "on",
    }

    browser.post("/admin/boards/new/", fields)
    board = Board.objects.get()
    browser.post(f"/admin/boards/edit/{board.pk}/", fields | {"name": "ごあいさつ"})

    board.refresh_from_db()
    assert board.name == "ごあいさつ"


def test_a_change_of_the_host_is_written_down(editor, supporter, client_of):
    fields = {"name": "対話", "slug": "dialogue", "purpose": "場所", "group": "start", "audience": "public", "position": "1"}
    browser = client_of(editor)

    browser.post("/admin/boards/new/", fields | {"host_address": supporter.email})
    board = Board.objects.get()
    browser.post(f"/admin/boards/edit/{board.pk}/", fields | {"host_address": supporter.email, "name": "ことば"})
    browser.post(f"/admin/boards/edit/{board.pk}/", fields | {"host_address": ""})

    assert [(decision.by, decision.reason) for decision in Decision.objects.about(board)] == [
        (editor, "あおい から 案内役なし に"),
        (editor, "案内役なし から あおい に"),
    ]


def test_boards_are_never_deleted(board, owner, client_of):
    client_of(owner).post(f"/admin/boards/delete/{board.pk}/")

    assert Board.objects.exists()


@pytest.mark.parametrize("audience", ["team", "staff"])
def test_a_board_for_staff_or_a_team_is_not_offered(audience, editor, client_of):
    fields = {"name": "板", "slug": "x", "purpose": "場所", "audience": audience, "position": "1"}

    client_of(editor).post("/admin/boards/new/", fields)

    assert not Board.objects.exists()


def test_moderators_read_posts_and_are_led_to_the_site(make_reply, topic, reviewer, client_of):
    reply = make_reply()
    browser = client_of(reviewer)

    topics = browser.get("/admin/topics/").content.decode()
    replies = browser.get("/admin/replies/").content.decode()

    assert f'href="{topic.get_absolute_url()}"' in topics
    assert f"?reply={reply.pk}#reply-{reply.pk}" in replies


@pytest.mark.parametrize("address", ["topics/new/", "topics/edit/{topic}/", "topics/delete/{topic}/", "replies/new/"])
def test_nobody_writes_posts_there_the_owner_neither(address, topic, owner, client_of):
    before = topic.body

    answer = client_of(owner).post("/admin/" + address.format(topic=topic.pk), {"body": "書きかえた本文です。"})

    topic.refresh_from_db()
    assert answer.status_code in {302, 403, 404}
    assert topic.body == before


def test_members_never_enter(board, supporter, client_of):
    for address in ("boards", "topics", "replies", "decisions"):
        assert client_of(supporter).get(f"/admin/{address}/").status_code in {302, 403, 404}
