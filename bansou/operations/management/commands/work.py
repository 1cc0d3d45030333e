"""python manage.py work: a worker for all queues, until a signal; several may run, on one machine or on many."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from bansou.operations.index_writer import IndexWriter
from bansou.operations.worker import Keeper


class Command(BaseCommand):
    """Runs what is enqueued. A signal lets the task at hand end; whatever kills it harder loses nothing (bansou.operations.worker)."""

    help = "Run tasks: mail, periodic work; and write the search index."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until a signal comes."""
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=1,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        worker.configure_signals()
        with Keeper(worker.worker_id), IndexWriter():
            worker.run()
