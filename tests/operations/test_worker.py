"""A worker that dies leaves no task running for ever, and what is periodic goes on."""

import time
import uuid
from datetime import timedelta

import pytest
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bansou.notifications.models import OutgoingMail
from bansou.notifications.tasks import send_waiting_mails
from bansou.operations import worker
from bansou.operations.daily import do_daily_work
from bansou.operations.hourly import do_hourly_work
from bansou.operations.worker import GRACE, MOST_WORKERS, Keeper, do_upkeep, living, take_up_lost_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _queue(settings):
    """The queue of the real site, and a keeper that only holds its lock."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "wagtail"]}}


@pytest.fixture
def keeper(monkeypatch):
    monkeypatch.setattr(worker, "do_upkeep", lambda: None)
    with Keeper("living"):
        yield


def running(*worker_ids: str, seconds: float = GRACE.total_seconds() + 1) -> DBTaskResult:
    return DBTaskResult.objects.create(
        id=uuid.uuid4(), status=TaskResultStatus.RUNNING, args_kwargs={"args": [], "kwargs": {}}, worker_ids=list(worker_ids),
        task_path=send_waiting_mails.module_path, queue_name="mail", backend_name="default", run_after=timezone.now(),
        started_at=timezone.now() - timedelta(seconds=seconds), exception_class_path="", traceback="",
    )  # fmt: skip


def come_to_live(*worker_ids: str) -> bool:
    """Whether just these live within some seconds: PostgreSQL gives a lock back a moment after its connection was closed."""
    expected, last_moment = {worker.key_of(worker_id) for worker_id in worker_ids}, time.monotonic() + 10
    while living() != expected and time.monotonic() < last_moment:
        time.sleep(0.01)
    return living() == expected


@pytest.mark.parametrize(
    ("workers", "seconds", "status"),
    [
        (["dead"], 61, TaskResultStatus.READY),
        (["living", "dead"], 61, TaskResultStatus.READY),
        (["living"], 61, TaskResultStatus.RUNNING),
        (["dead", "living"], 100_000, TaskResultStatus.RUNNING),
        (["dead"], 5, TaskResultStatus.RUNNING),
        (["dead"] * MOST_WORKERS, 61, TaskResultStatus.FAILED),
    ],
)
def test_only_what_a_dead_worker_had_in_hand_is_taken_up_again(keeper, workers, seconds, status):
    task = running(*workers, seconds=seconds)

    take_up_lost_tasks()

    task.refresh_from_db()
    assert task.status == status


def test_a_worker_lives_as_long_as_it_holds_its_lock(keeper):
    with Keeper("another"):
        assert come_to_live("living", "another")

    assert come_to_live("living")


def test_a_worker_whose_connection_broke_lives_again_at_the_next_round():
    keeper = Keeper("living")
    keeper._hold()
    keeper._line.close()
    assert come_to_live()

    keeper._hold()

    assert come_to_live("living")
    keeper._line.close()


def test_the_upkeep_mends_the_chain_of_periodic_work():
    for _ in range(2):
        do_upkeep()

    planned = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    assert sorted(planned.values_list("task_path", flat=True)) == sorted([do_daily_work.module_path, do_hourly_work.module_path])


def test_the_upkeep_wakes_the_outbox_once_where_mails_are_due():
    OutgoingMail.objects.create(recipient="a@example.jp")

    for _ in range(2):
        do_upkeep()

    assert DBTaskResult.objects.filter(task_path=send_waiting_mails.module_path).count() == 1
