"""Bulk data is written by several processes side by side."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, cast

from django.db import connection, connections

#: Fewer rows than this are written sooner than processes are begun and large indexes built anew.
MANY = 10_000


@contextmanager
def processes(count: int) -> Iterator[Executor]:
    """So many processes, forked from this one, each with a connection of its own."""
    connections.close_all()
    cast("Any", connection).close_pool()  # its threads would not live in them
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("fork")) as executor:
        yield executor
