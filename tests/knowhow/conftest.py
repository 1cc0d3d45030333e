"""Boards and posts, made directly in the database: limits are for people, not for the stage."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from bansou.moderation.models import LimitCounter
from bansou.notifications.actions import deliver_mail
from bansou.notifications.models import OutgoingMail
from bansou.text.markdown import excerpt, render
from knowhow.actions import open_clinic
from knowhow.models import Board, Reply, Topic


@pytest.fixture
def make_board(db) -> Callable[..., Board]:
    def _make_board(slug: str = "dialogue", audience: str = "public", **fields: Any) -> Board:
        return Board.objects.create(
            slug=slug, name=fields.pop("name", f"板{slug}"), purpose="話す場所です。", audience=audience, **fields
        )

    return _make_board


@pytest.fixture
def board(make_board) -> Board:
    return make_board()


@pytest.fixture
def make_topic(board, other_supporter) -> Callable[..., Topic]:
    """A topic by Kaede, an hour old."""

    def _make_topic(title: str = "沈黙を待てません", body: str = "三秒で話してしまいます。", **fields: Any) -> Topic:
        created_at = fields.pop("created_at", timezone.now() - datetime.timedelta(hours=1))
        author: User = fields.pop("author", other_supporter)
        return Topic.objects.create(
            board=fields.pop("board", board),
            kind=fields.pop("kind", "question"),
            title=title,
            body=body,
            body_html=render(body),
            excerpt=excerpt(body, 120),
            author=author,
            organisation=author.organisation,
            created_at=created_at,
            last_posted_at=fields.pop("last_posted_at", created_at),
            submission_key=uuid.uuid4(),
            **fields,
        )

    return _make_topic


@pytest.fixture
def topic(make_topic) -> Topic:
    return make_topic()


@pytest.fixture
def make_clinic(other_supporter) -> Callable[..., Topic]:
    """A clinic, by Kaede unless somebody else is named, opened today; its four texts may be given."""

    def _make_clinic(title: str = "席を立つ社長と、どう話すか", *, author: User | None = None, **texts: str) -> Topic:
        LimitCounter.objects.all().delete()
        usual = dict.fromkeys(("situation", "hesitation", "tried", "asked"), "どう話を続けるか、迷っています。")
        return open_clinic(by=author or other_supporter, title=title, texts=usual | texts, submission_key=uuid.uuid4())

    return _make_clinic


@pytest.fixture
def make_reply(topic, supporter) -> Callable[..., Reply]:
    """A reply by Aoi, half an hour old."""

    def _make_reply(body: str = "私も同じです。よく分かります。", **fields: Any) -> Reply:
        author: User = fields.pop("author", supporter)
        reply = Reply.objects.create(
            topic=fields.pop("topic", topic),
            body=body,
            body_html=render(body),
            author=author,
            organisation=author.organisation,
            created_at=fields.pop("created_at", timezone.now() - datetime.timedelta(minutes=30)),
            submission_key=uuid.uuid4(),
            **fields,
        )
        Topic.objects.filter(pk=reply.topic_id).update(reply_count=F("reply_count") + 1, last_posted_at=reply.created_at)
        return reply

    return _make_reply


@pytest.fixture
def time_passes() -> Callable[[int], None]:
    """So many seconds go by for everybody's limits."""

    def _time_passes(seconds: int) -> None:
        LimitCounter.objects.update(started_at=F("started_at") - datetime.timedelta(seconds=seconds))

    return _time_passes


@pytest.fixture
def mails_leave() -> Callable[[], None]:
    """Ten minutes go by in the outbox, and what waits there is sent."""

    def _mails_leave() -> None:
        waiting = OutgoingMail.objects.waiting()
        waiting.update(due_at=timezone.now())
        for mail in list(waiting.values_list("pk", flat=True)):
            deliver_mail(mail)

    return _mails_leave
