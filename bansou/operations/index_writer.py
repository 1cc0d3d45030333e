"""What keeps the search index up to date: a thread beside each worker that writes what waits, and the night's walk through all of it."""

import datetime
import logging
import threading
from typing import Self

from django.db import DatabaseError, connection
from django.tasks import task
from django.utils import timezone

from bansou.operations.daily import plan_once
from bansou.search.indexing import index_waiting
from bansou.search.models import SweepKind
from bansou.search.sweeping import begin, is_bare, is_out_of_date, walk

logger = logging.getLogger(__name__)

#: Seconds between two looks at what waits.
PAUSE = 2
#: When the walk begins, in the time of the site.
HOUR = 3
#: Seconds of the walk at a stretch, and until the next: what else waits for the worker has its turn between.
STRETCH, REST = 20, 5


class IndexWriter(threading.Thread):
    """Writes what waits for the index, also while a long task runs. Used as a context around the worker."""

    def __init__(self) -> None:
        super().__init__(name="index-writer", daemon=True)
        self._over = threading.Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join(timeout=5)

    def run(self) -> None:
        """Write until nothing waits, and rest; a database that is away is waited for."""
        while not self._over.wait(PAUSE):
            try:
                while index_waiting() and not self._over.is_set():
                    pass
            except DatabaseError:
                logger.exception("The index cannot be written; it is tried again")
            finally:
                connection.close()


@task()
def tend_index() -> None:
    """Look through the index and mend it; write it anew where words are cut otherwise since the last time. By stretches."""
    kind = SweepKind.REBUILD if is_out_of_date() else SweepKind.CHECK
    *_, sweep = walk(begin(kind, does_mend=True), seconds=STRETCH)
    if sweep.ended_at is None:
        plan_once(tend_index, timezone.now() + datetime.timedelta(seconds=REST))


def plan_tending() -> None:
    """See to it that the next night's walk is planned."""
    now = timezone.localtime()
    night = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    plan_once(tend_index, night if night > now else night + datetime.timedelta(days=1))


def tend_bare_index() -> None:
    """After an upgrade that widened the index: look through it now, because until then nothing is found."""
    if is_bare():
        tend_index.enqueue()
