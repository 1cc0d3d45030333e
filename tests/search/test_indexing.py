"""What changes comes into the index: at once for who changed it, within seconds for all, and never not at all."""

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.db.models import F
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from modelsearch.backends.database.postgres.postgres import IndexEntry
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler

from bansou.search import indexing
from bansou.search.backend import index_now
from bansou.search.finding import find
from bansou.search.indexing import AT_ONCE, index_waiting, thing_of
from bansou.search.models import Thing, Waiting
from cases.models import Theme
from knowhow.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_the_site_does() -> Iterator[None]:
    """Other tests of this folder see everything as it is saved; here the index follows the notes alone."""
    for model in get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)
    yield
    for model in get_indexed_models():
        post_save.connect(post_save_signal_handler, sender=model)


def titles(query: str, user: Any = None) -> list[str]:
    from django.contrib.auth.models import AnonymousUser

    return [result.card.title for result in find(user=user or AnonymousUser(), query=query).results]


def write_all() -> None:
    while index_waiting():
        pass


def test_who_posts_finds_it_at_once_and_so_do_all(board, supporter, client_of):
    sent = {
        "board": board.slug, "kind": "question", "title": "鮎の養殖を継ぐ人", "body": "どう声をかけますか。",
        "submission_key": str(uuid.uuid4()),
    }  # fmt: skip

    assert client_of(supporter).post("/knowhow/new/", sent).status_code == 302

    assert titles("鮎", supporter) == ["鮎の養殖を継ぐ人"]
    assert titles("養殖") == ["鮎の養殖を継ぐ人"]
    assert not Waiting.objects.of([thing_of(Topic.objects.get())]).exists()


def test_a_row_that_is_gone_loses_its_entry():
    theme = Theme.objects.create(name="鮎の養殖", slug="ayu")
    write_all()
    entries = IndexEntry.objects.filter(content_type__model="theme", object_id=str(theme.pk))
    assert entries.exists()

    Theme.objects.filter(pk=theme.pk)._raw_delete(using="default")
    write_all()

    assert not entries.exists()


def test_a_page_is_written_as_the_kind_of_page_that_it_is(write_page):
    write_page(title="対話という道具", summary="鮎の話です。")
    write_all()

    assert titles("鮎") == ["対話という道具"]


def test_many_notes_of_one_thing_are_one_piece_of_work(write_topic, monkeypatch):
    topic = write_topic(replies=tuple(f"{number}つ数えてから話します。" for number in range(9)))
    write_all()
    for number in range(5):
        topic.replies.update(body=f"鮎を{number}匹数えてから話します。")
    written = []
    monkeypatch.setattr(indexing, "write", lambda things, **_: written.extend(things) or True)

    assert Waiting.objects.count() > 40
    assert index_waiting() == 1
    assert written == [thing_of(topic)]
    assert not Waiting.objects.exists()


def test_an_action_that_indexes_itself_leaves_nothing_to_be_done(write_topic):
    topic = write_topic()
    write_all()

    with transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(title="鮎の養殖を継ぐ人")
        index_now(Topic.objects.get(pk=topic.pk))

    assert not Waiting.objects.exists()


def test_a_note_of_somebody_else_outlives_an_action_that_indexes_itself(write_topic):
    topic = write_topic()
    Waiting.objects.update(transaction=F("transaction") - 1)

    index_now(topic)

    assert Waiting.objects.of([thing_of(topic)]).exists()


def test_one_thing_that_cannot_be_indexed_keeps_no_other_waiting(write_topic, monkeypatch):
    write_all()
    good, bad = write_topic(title="鮎の養殖を継ぐ人"), write_topic(title="鮎の値段を決める人")
    rows_of = indexing.rows_of

    def broken(root, keys):
        if str(bad.pk) in keys and root is Topic:
            raise ValueError("a fault in one row")
        return rows_of(root, keys)

    with monkeypatch.context() as broken_once:
        broken_once.setattr(indexing, "rows_of", broken)
        write_all()

    assert titles("鮎") == [good.title]
    (attempts, due_at), *_ = Waiting.objects.values_list("attempts", "due_at")
    assert attempts == 1
    assert due_at > timezone.now() + datetime.timedelta(seconds=50)
    Waiting.objects.update(due_at=timezone.now() - datetime.timedelta(seconds=1))
    write_all()
    assert set(titles("鮎")) == {good.title, bad.title}


def test_nobody_reads_a_thing_that_another_is_writing(write_topic):
    topic = write_topic()
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (indexing._LOCKS, "/".join(thing_of(topic))))

        write_all()
        assert Waiting.objects.of([thing_of(topic)]).exists()

        other.rollback()
        write_all()
        assert not Waiting.objects.exists()


def test_somebody_who_changes_a_thing_waits_for_few_others():
    assert AT_ONCE <= 20


def test_ten_topics_take_the_queries_of_one_and_those_for_their_replies(write_topic):
    def queries(count: int) -> int:
        for number in range(count):
            write_topic(title=f"鮎の養殖を継ぐ人{number}")
        with CaptureQueriesContext(connection) as captured:
            index_waiting()
        return len(captured)

    write_all()

    one = queries(1)
    assert queries(10) - one <= 9


def test_a_thing_is_named_after_its_root(write_page):
    page = write_page()

    assert thing_of(page) == Thing("wagtailcore.page", str(page.pk))
