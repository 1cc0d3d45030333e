"""The worker: it runs the tasks of django-tasks-db one after the other, and a thread beside it keeps everything going.

django-tasks-db neither takes up what a killed worker left behind nor plans anything. Each of our workers therefore holds an advisory lock of
PostgreSQL as long as it lives: a task in the hand of a worker without one goes back into the queue.
"""

import logging
import threading
import zlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

import psycopg
from django.db import DatabaseError, connection, transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bansou.notifications.models import OutgoingMail
from bansou.notifications.tasks import send_waiting_mails
from bansou.operations.daily import plan_daily_work
from bansou.operations.hourly import plan_hourly_work

logger = logging.getLogger(__name__)

#: Seconds between two rounds of upkeep. Mails that wait for a time of their own leave so much later at most.
ROUND = 30
#: A task that was begun later may be of a worker whose lock is about to come back, after a restart of the database.
GRACE = timedelta(seconds=60)
#: How many workers a task may take with it before it is a failure.
MOST_WORKERS = 3
#: Our locks among all advisory locks of the database; the second half is the worker's.
_LOCKS = 20_261_122
#: The one worker that does the upkeep at a moment.
_UPKEEP = 0


class Keeper(threading.Thread):
    """Says that the worker lives, and does the upkeep every round, also while a long task runs. Used as a context around the worker."""

    def __init__(self, worker_id: str) -> None:
        super().__init__(name="keeper", daemon=True)
        self._key = key_of(worker_id)
        self._line: psycopg.Connection[Any] | None = None
        self._over = threading.Event()

    def __enter__(self) -> Self:
        """The lock is held before the worker takes its first task."""
        self._hold()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join(timeout=5)
        if self._line is not None:
            self._line.close()

    def run(self) -> None:
        """A round, and a rest; a database that is away is waited for."""
        while True:
            try:
                self._hold()
                do_upkeep()
            except (DatabaseError, psycopg.Error):
                logger.exception("The upkeep failed; it is tried again")
            finally:
                connection.close()
            if self._over.wait(ROUND):
                return

    def _hold(self) -> None:
        """Keep the lock; a connection that broke is made anew. Outside of the pool: the lock lasts as long as its connection."""
        if self._line is not None:
            try:
                self._line.execute("SELECT 1")
            except psycopg.OperationalError:
                self._line.close()
                self._line = None
        if self._line is None:
            self._line = psycopg.connect(**(connection.get_connection_params() | {"autocommit": True}))
            self._line.execute("SELECT pg_advisory_lock(%s, %s)", (_LOCKS, self._key))


def key_of(worker_id: str) -> int:
    """The number of the worker's lock; never the upkeep's."""
    return (zlib.crc32(worker_id.encode()) & 0x7FFFFFFF) or 1


def living() -> set[int]:
    """The numbers of the workers that live."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid <> %s AND objsubid = 2 AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            (_LOCKS, _UPKEEP),
        )
        return {key for (key,) in cursor.fetchall()}


@transaction.atomic
def do_upkeep() -> None:
    """Take up what dead workers left, see to it that the periodic work is planned, and wake the outbox where mails are due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", (_LOCKS, _UPKEEP))
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        return
    take_up_lost_tasks()
    plan_daily_work()
    plan_hourly_work()
    if OutgoingMail.objects.due().exists() and not _waits(send_waiting_mails):
        send_waiting_mails.enqueue()


@transaction.atomic
def take_up_lost_tasks() -> None:
    """Put the tasks of dead workers back into the queue. Everything we enqueue may run twice; what ends every worker becomes a failure."""
    begun_before = timezone.now() - GRACE
    alive = living()
    running = DBTaskResult.objects.running().filter(started_at__lt=begun_before).select_for_update(skip_locked=True)
    for lost in (task for task in running if not _is_alive(task.worker_ids, alive)):
        if len(lost.worker_ids) < MOST_WORKERS:
            logger.warning("The worker of task %s (%s) died; the task is taken up again", lost.pk, lost.task_path)
            lost.status = TaskResultStatus.READY
            lost.save(update_fields=["status"])
        else:
            lost.set_failed(RuntimeError(f"{MOST_WORKERS} workers died while they ran this task."))


def _is_alive(worker_ids: Iterable[str], alive: set[int]) -> bool:
    *_, last = ["", *worker_ids]
    return key_of(last) in alive


def _waits(task: Any) -> bool:
    return bool(DBTaskResult.objects.filter(task_path=task.module_path, status=TaskResultStatus.READY).exists())
