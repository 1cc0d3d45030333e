"""The same where transactions end, and several write at once: a database of each test's own (see test_indexing.py)."""

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection, transaction
from django.db.models.signals import post_save
from django.test import Client
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler

from accounts.models import User
from bansou.operations.index_writer import PAUSE, IndexWriter
from bansou.search import indexing
from bansou.search.backend import index_now
from bansou.search.finding import find
from bansou.search.indexing import hold, index_waiting, thing_of
from bansou.search.models import Waiting
from bansou.search.words import words_only
from bansou.text.markdown import render
from knowhow.models import Board, Topic
from tests.plugins.databases import copy_database, drop_database, filled_site, use_database

pytestmark = pytest.mark.thorough


@pytest.fixture(autouse=True)
def _as_the_site_does() -> Iterator[None]:
    """Other tests of this folder see everything as it is saved; here the index follows the notes alone."""
    for model in get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)
    yield
    for model in get_indexed_models():
        post_save.connect(post_save_signal_handler, sender=model)


def titles(query: str) -> list[str]:
    return [result.card.title for result in find(user=AnonymousUser(), query=query).results]


def write_all() -> None:
    while index_waiting():
        pass


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A copy of the filled site, where what is committed is seen by others."""
    before = connection.settings_dict["NAME"]
    own = f"{before}_own"
    with django_db_blocker.unblock():
        connection.close()
        copy_database(filled_site(), own)
        use_database(own)
        yield
        use_database(before)
        drop_database(own)


def post_past_the_site(title: str) -> Topic:
    """As a command or the shell does it: no request ends after it."""
    aoi = User.objects.create_user("aoi@example.jp", "pass-word-1234", display_name="あおい")
    board = Board.objects.create(slug="open", name="相談の部屋", purpose="何でも聞く", audience="public")
    return Topic.objects.create(
        board=board,
        kind="question",
        title=title,
        body="どう声をかければよいのでしょうか。",
        body_html=render("どう声をかければよいのでしょうか。"),
        author=aoi,
        submission_key=uuid.uuid4(),
    )


def test_within_five_seconds_everybody_finds_what_anybody_saved(own_database):
    words_only("辞書")  # which a process reads once
    with IndexWriter():
        post_past_the_site("鮎の養殖を継ぐ人")
        begun = time.monotonic()
        while titles("養殖") != ["鮎の養殖を継ぐ人"]:
            assert time.monotonic() - begun < 5
            time.sleep(0.05)
    assert PAUSE <= 2
    assert "を継ぐ人</a>" in Client().get("/search/", {"q": "養殖"}).content.decode()


def test_a_writer_that_is_killed_in_the_middle_loses_nothing(own_database, monkeypatch):
    topic = post_past_the_site("鮎の養殖を継ぐ人")
    write = indexing.write

    def killed(things, **options):
        write(things, **options)
        with connection.cursor() as cursor, suppress(OperationalError):
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        raise SystemExit

    with monkeypatch.context() as once:
        once.setattr(indexing, "write", killed)
        with pytest.raises(SystemExit):
            index_waiting(is_request=True)
    connection.close()

    assert titles("養殖") == []
    assert Waiting.objects.of([thing_of(topic)]).exists()
    write_all()
    assert titles("養殖") == ["鮎の養殖を継ぐ人"]


def test_of_two_writers_the_later_one_has_read_the_later_state(own_database):
    """One reads, another saves and indexes, the first writes what it read: hidden words would be found again."""
    topic = post_past_the_site("鮎の養殖を継ぐ人")
    write_all()
    order: list[str] = []

    def slow() -> None:
        with transaction.atomic():
            hold(thing_of(topic))
            row = Topic.objects.get(pk=topic.pk)
            order.append("first has read")
            time.sleep(0.5)
            index_now(row)
            order.append("first has written")
        connection.close()

    first = threading.Thread(target=slow)
    first.start()
    while not order:
        time.sleep(0.01)
    with transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(title="名前を消した話題です")
        index_now(Topic.objects.get(pk=topic.pk))
        order.append("second has written")
    first.join()

    assert order == ["first has read", "first has written", "second has written"]
    assert titles("養殖") == []
