"""Walks through the index: what is wrong is found, mended and told; a rebuild takes nothing away and goes on where it was."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from modelsearch.backends.database.postgres.postgres import IndexEntry

from bansou.operations import index_writer
from bansou.operations.index_writer import tend_bare_index, tend_index
from bansou.operations.watchdog import looks
from bansou.search import sweeping
from bansou.search.models import SearchEntry, Sweep, SweepKind, Waiting
from bansou.search.sweeping import begin, is_out_of_date, mend, walk
from knowhow.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole():
    """An index in which all is right."""
    call_command("search_rebuild", verbosity=0, stdout=StringIO())


@pytest.fixture
def topics(write_topic, whole):
    topics = [write_topic(title=f"鮎の養殖を継ぐ人{number}") for number in range(5)]
    mend()
    return topics


def entries_of(*topics: Topic):
    return IndexEntry.objects.filter(content_type__model="topic", object_id__in=[str(topic.pk) for topic in topics])


def check(*options: str) -> tuple[int, str]:
    """What the command ends with, and says."""
    said = StringIO()
    try:
        call_command("search_check", *options, stdout=said)
    except SystemExit as end:
        return int(str(end)), said.getvalue()
    return 0, said.getvalue()


def spoil(topics) -> None:
    entries_of(topics[0]).delete()
    entries_of(topics[1]).update(body_text="前の本文")
    entries_of(topics[2]).update(object_id="987654")


def test_where_all_is_right_the_check_says_so(topics):
    code, said = check()

    assert code == 0
    assert "抜け0、古い0、余り0" in said


def test_missing_stale_and_orphaned_entries_are_found(topics):
    spoil(topics)

    code, said = check()

    assert code == 1
    assert "抜け2、古い1、余り1" in said
    assert not Waiting.objects.exists()


def test_mending_writes_them_anew(topics, found, member):
    spoil(topics)

    assert check("--mend")[0] == 0

    assert len(found(member, "鮎")) == 5
    assert check() == (0, Sweep.objects.last(SweepKind.CHECK).in_words + "\n")


def test_what_waits_already_is_no_finding(topics):
    Topic.objects.filter(pk=topics[0].pk).update(title="面談のあとの記録です")

    assert check()[0] == 0


def test_a_rebuild_that_was_stopped_goes_on_where_it_was(topics, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 2)
    entries_of(*topics).update(body_text="前の本文")
    for sweep in walk(begin(SweepKind.REBUILD)):
        if sweep.model == "knowhow.topic" and sweep.after:
            break
    seen = sweep.seen

    again = begin(SweepKind.REBUILD)

    assert (again.pk, again.seen) == (sweep.pk, seen)
    assert entries_of(*topics).filter(body_text="前の本文").count() == 3
    *_, ended = walk(again)
    assert ended.ended_at
    assert not entries_of(*topics).filter(body_text="前の本文").exists()
    assert begin(SweepKind.REBUILD).seen == 0


def test_during_a_rebuild_everything_is_found(topics, found, member, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 10)

    for _ in walk(begin(SweepKind.REBUILD)):
        assert len(found(member, "鮎")) == 5


def test_a_walk_of_an_older_version_of_the_site_is_begun_anew(topics, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 2)
    first = next(walk(begin(SweepKind.REBUILD)))
    monkeypatch.setattr(sweeping, "analysis", lambda: "another dictionary")

    assert begin(SweepKind.REBUILD).pk != first.pk


def test_the_night_writes_the_index_anew_after_an_upgrade_of_the_dictionary(topics, monkeypatch):
    assert not is_out_of_date()
    monkeypatch.setattr(sweeping, "analysis", lambda: "another dictionary")
    assert is_out_of_date()
    assert "search_rebuild" in check()[1]

    tend_index.call()

    assert not is_out_of_date()
    assert Sweep.objects.last(SweepKind.REBUILD).analysis == "another dictionary"


def test_the_night_goes_by_stretches(topics, monkeypatch, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    spoil(topics)
    monkeypatch.setattr(index_writer, "STRETCH", -1)

    tend_index.call()

    assert Sweep.objects.running(SweepKind.CHECK)
    assert DBTaskResult.objects.filter(task_path=tend_index.module_path, status=TaskResultStatus.READY).count() == 1
    for _ in range(50):
        if Sweep.objects.running(SweepKind.CHECK):
            tend_index.call()
    assert Sweep.objects.last(SweepKind.CHECK).missing == 2


def test_the_night_mends_and_the_owners_are_told(topics):
    spoil(topics)

    tend_index.call()
    mend()

    assert entries_of(*topics).count() == 5
    (look,) = [look for look in looks() if look.name == "index"]
    assert look.is_wrong
    assert "抜け2、古い1、余り1でした（直しました）" in look.words

    tend_index.call()

    assert not [look for look in looks() if look.name == "index" and look.is_wrong]


def test_an_index_of_a_version_without_narrow_rows_is_mended_at_once(topics):
    SearchEntry.objects.all().delete()

    tend_bare_index()
    mend()

    assert SearchEntry.objects.filter(kind="knowhow").count() == len(topics)


def test_what_waits_too_long_is_told(topics):
    Topic.objects.filter(pk=topics[0].pk).update(title="面談のあとの記録です")
    assert not [look for look in looks() if look.name == "unindexed" and look.is_wrong]

    Waiting.objects.update(noted_at=timezone.now() - datetime.timedelta(minutes=6))

    (look,) = [look for look in looks() if look.name == "unindexed"]
    assert look.is_wrong
    assert "1件が遅れています" in look.words
