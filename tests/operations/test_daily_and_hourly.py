"""What the worker tidies up by itself."""

import datetime
import uuid

import pytest
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bansou.notifications.models import Occurrence
from bansou.notifications.tasks import spread
from bansou.operations import hourly
from bansou.operations.daily import do_daily_work

pytestmark = pytest.mark.django_db


def ended(days_ago: int | None) -> DBTaskResult:
    """A task that ended so many days ago, or waits."""
    return DBTaskResult.objects.create(
        id=uuid.uuid4(),
        status=TaskResultStatus.READY if days_ago is None else TaskResultStatus.SUCCESSFUL,
        args_kwargs={"args": ["ren@example.jp"], "kwargs": {}},
        task_path="accounts.tasks.answer_reset",
        queue_name="mail",
        backend_name="default",
        run_after=timezone.now(),
        finished_at=None if days_ago is None else timezone.now() - datetime.timedelta(days=days_ago),
        exception_class_path="",
        traceback="",
    )


def test_what_a_task_was_given_is_gone_a_week_after_it_ended():
    ended(8)
    kept = {ended(6).pk, ended(None).pk}

    do_daily_work.func()

    assert set(DBTaskResult.objects.filter(task_path="accounts.tasks.answer_reset").values_list("pk", flat=True)) == kept


def test_the_hourly_run_tells_of_events_whose_telling_failed(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "wagtail"]}}
    now = timezone.now()
    left, _young, _told = (
        Occurrence.objects.create(
            event="reply", target_id=1, thread="topic:1", happened_at=now - datetime.timedelta(**age), **told
        )
        for age, told in [({"hours": 2}, {}), ({"minutes": 5}, {}), ({"hours": 2}, {"spread_at": now})]
    )

    hourly.do_hourly_work.func()

    (task,) = DBTaskResult.objects.filter(task_path=spread.module_path)
    assert task.args_kwargs["args"] == [left.pk]


def test_the_hourly_run_tidies_the_shared_cache(monkeypatch):
    tidied = []
    monkeypatch.setattr(hourly, "forget_expired", lambda: tidied.append(True))

    hourly.do_hourly_work.func()

    assert tidied == [True]
