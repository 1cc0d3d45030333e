"""Impatient people and two windows, by the hundreds, on a real PostgreSQL: one post a form, and no text is lost."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.models import User
from bansou.text.markdown import render
from knowhow.actions import EditConflict, edit_reply, post_reply
from knowhow.models import Board, PostVersion, Reply, Topic

pytestmark = pytest.mark.thorough

#: As many as the site has connections for.
_HANDS = 6


@pytest.fixture
def topic(django_db_setup, django_db_blocker) -> Iterator[Topic]:
    """A topic that other threads see too, by a member of staff: nobody's limits are asked for here."""
    with django_db_blocker.unblock():
        person = User.objects.create_user(f"{uuid.uuid4()}@example.jp", "x", display_name="急ぐ人", is_staff=True)
        board = Board.objects.create(slug=f"many-{person.pk}", name="板", purpose="話す場所です。", audience="public")
        yield Topic.objects.create(
            board=board, kind="talk", title="たくさんの人が書く話題", body="書いてください。", body_html=render("書いてください。"),
            author=person, submission_key=uuid.uuid4(),
        )  # fmt: skip
        Reply.objects.filter(author=person).delete()
        Topic.objects.filter(author=person).delete()
        board.delete()
        person.delete()


@pytest.fixture
def hands() -> Iterator[ThreadPoolExecutor]:
    """Threads, each with a connection of its own."""
    with ThreadPoolExecutor(_HANDS) as executor:
        yield executor
        # Each hand closes its own connection: as many tasks as hands, all waiting for each other.
        for closed in [executor.submit(connection.close) for _ in range(_HANDS * 4)]:
            closed.result()


def test_a_thousand_forms_sent_again_and_again_make_a_thousand_posts(topic, hands):
    keys = [uuid.uuid4() for _ in range(1000)]

    def press(key: uuid.UUID) -> tuple[uuid.UUID, int]:
        reply = post_reply(by=topic.author, topic=topic, body=f"{key}を送りました。", submission_key=key)
        return key, reply.pk

    # Twice most of them, up to eight times some, all presses of a form one after the other in the queue of six hands.
    presses = [key for number, key in enumerate(keys) for _ in range(2 if number % 20 else 2 + number // 20 % 7)]
    seen: dict[uuid.UUID, set[int]] = defaultdict(set)
    for key, pk in hands.map(press, presses):
        seen[key].add(pk)

    topic.refresh_from_db()
    assert all(len(posts) == 1 for posts in seen.values())
    assert topic.reply_count == Reply.objects.filter(topic=topic).count() == len(keys)


def test_in_five_hundred_races_of_two_edits_every_saved_text_is_kept(topic, hands):
    reply = post_reply(by=topic.author, topic=topic, body="はじめの文章です。", submission_key=uuid.uuid4())

    def save(version: int, words: str) -> str | None:
        try:
            edit_reply(by=topic.author, reply=reply, body=words, edit_version=version)
        except EditConflict:
            return None
        return words

    saved = ["はじめの文章です。"]
    for race in range(1, 501):
        windows = [hands.submit(save, race, f"{race}回目に{window}の画面で書いた文章") for window in ("左", "右")]
        winners = [words for window in windows if (words := window.result())]
        assert len(winners) == 1, race
        saved += winners

    reply.refresh_from_db()
    kept = list(PostVersion.objects.of(reply).order_by("number").values_list("body", flat=True))
    assert (reply.edit_version, reply.body) == (501, saved[-1])
    assert kept == saved[:-1]
