"""Impatient people and two windows, by the hundreds, on a real PostgreSQL: one post a form, and no text is lost."""

import threading
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
def topics(django_db_setup, django_db_blocker) -> Iterator[list[Topic]]:
    """Forty topics that other threads see too, by a member of staff: nobody's limits are asked for here."""
    with django_db_blocker.unblock():
        person = User.objects.create_user(f"{uuid.uuid4()}@example.jp", "x", display_name="急ぐ人", is_staff=True)
        board = Board.objects.create(slug=f"many-{person.pk}", name="板", purpose="話す場所です。", audience="public")
        yield Topic.objects.bulk_create(
            Topic(
                board=board, kind="talk", title="たくさんの人が書く話題", body="書いてください。", body_html=render("書いてください。"),
                author=person, submission_key=uuid.uuid4(),
            )
            for _ in range(40)
        )  # fmt: skip
        Reply.objects.filter(author=person).delete()
        Topic.objects.filter(author=person).delete()
        board.delete()
        person.delete()


@pytest.fixture
def hands() -> Iterator[ThreadPoolExecutor]:
    """Threads, each with a connection of its own, which it closes itself in the end."""
    with ThreadPoolExecutor(_HANDS) as executor:
        yield executor
        all_hands = threading.Barrier(_HANDS)

        def close() -> None:
            all_hands.wait(10)
            connection.close()

        for closed in [executor.submit(close) for _ in range(_HANDS)]:
            closed.result()


@pytest.mark.parametrize("forms", [200, pytest.param(1000, marks=pytest.mark.audit)])
def test_forms_sent_again_and_again_make_as_many_posts_as_forms(topics, hands, forms):
    keys = [uuid.uuid4() for _ in range(forms)]

    def press(number: int) -> tuple[int, int]:
        topic = topics[number % len(topics)]
        reply = post_reply(by=topic.author, topic=topic, body="何度も送りました。", submission_key=keys[number])
        return number, reply.pk

    # Most are sent twice, some up to eight times; the presses of one form stand together, so that several hands have them at once.
    presses = [number for number in range(len(keys)) for _ in range(2 if number % 20 else 2 + number // 20 % 7)]
    seen: dict[int, set[int]] = defaultdict(set)
    for number, pk in hands.map(press, presses):
        seen[number].add(pk)

    assert all(len(posts) == 1 for posts in seen.values())
    assert Reply.objects.filter(topic__in=topics).count() == len(keys)
    counted = Topic.objects.filter(pk__in=[topic.pk for topic in topics]).values_list("reply_count", flat=True)
    assert set(counted) == {len(keys) // len(topics)}


@pytest.mark.parametrize("races", [100, pytest.param(500, marks=pytest.mark.audit)])
def test_in_races_of_two_edits_every_saved_text_is_kept(topics, hands, races):
    topic = topics[0]
    reply = post_reply(by=topic.author, topic=topic, body="はじめの文章です。", submission_key=uuid.uuid4())

    def save(version: int, words: str) -> str | None:
        try:
            edit_reply(by=topic.author, reply=reply, body=words, edit_version=version)
        except EditConflict:
            return None
        return words

    saved = ["はじめの文章です。"]
    for race in range(1, races + 1):
        windows = [hands.submit(save, race, f"{race}回目に{window}の画面で書いた文章") for window in ("左", "右")]
        winners = [words for window in windows if (words := window.result())]
        assert len(winners) == 1, race
        saved += winners

    reply.refresh_from_db()
    kept = list(PostVersion.objects.of(reply).order_by("number").values_list("body", flat=True))
    assert (reply.edit_version, reply.body) == (races + 1, saved[-1])
    assert kept == saved[:-1]
