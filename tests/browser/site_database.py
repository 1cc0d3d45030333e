"""Databases of the browser tests: one is filled once, the others are copies of it, so that no test waits for filling or emptying."""

import time

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, connections

_WAITS, _WAIT = 40, 0.05


def use_database(name: str) -> None:
    """Let this thread, and every request that the server takes from now on, work on the database of this name."""
    connection.close()
    connection.settings_dict["NAME"] = name
    connections.settings["default"]["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name
    cache.clear()
    ContentType.objects.clear_cache()


def make_database(name: str, *, keep: bool) -> None:
    """Make an empty database, unless there is one to keep."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() and keep:
            return
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')


def copy_database(source: str, target: str) -> None:
    """Make `target` a fresh copy of `source`, to which nobody may be connected."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", [source]
        )
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def drop_database(name: str) -> None:
    """Remove a copy, after the last answer to a page that is closed already."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        for _ in range(_WAITS):
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name])
            if cursor.fetchone() == (0,):
                break
            time.sleep(_WAIT)
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
