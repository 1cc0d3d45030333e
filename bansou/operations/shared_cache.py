"""The cache that all web processes share: Django's database cache, made fit for counting.

What counts here is sign-in: django-allauth keeps its rates in the cache, each under a lock that is a key of the cache.
"""

import base64
import datetime
import pickle
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from django.utils import timezone

_NEVER = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)
_WRITE = """
INSERT INTO {table} AS entry (cache_key, value, expires) VALUES (%(key)s, %(value)s, %(expires)s)
ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires
WHERE %(always)s OR entry.expires < %(now)s
RETURNING cache_key
"""
_FORGET = "DELETE FROM {table} WHERE expires < %(now)s"


class SharedCache(DatabaseCache):
    """Writes in one statement that PostgreSQL serialises, and never forgets what is still valid.

    Django's own asks and then writes, so that two may take the same expired lock; it swallows a failed write, so that a try
    is not counted; and past 300 entries it throws a third of them away, counters among them, as anybody can make it do.
    """

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        """Store an entry; `add` takes the place of nothing that is valid. Returns whether it was stored."""
        if mode == "touch":
            return bool(super()._base_set(mode, key, value, timeout))  # type: ignore[misc]
        seconds = self.get_backend_timeout(timeout)
        expires = _NEVER if seconds is None else datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)
        stored = self._execute(
            _WRITE,
            key=key,
            value=base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("ascii"),
            expires=expires,
            always=mode == "set",
            now=timezone.now(),
        )
        return stored == 1

    def forget_expired(self) -> int:
        """Remove what nobody can read any more; returns how many entries."""
        return self._execute(_FORGET, now=timezone.now())

    def _execute(self, statement: str, **values: Any) -> int:
        connection = connections[router.db_for_write(self.cache_model_class)]
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table=connection.ops.quote_name(self._table)), values)  # type: ignore[attr-defined]
            return int(cursor.rowcount)


def forget_expired() -> None:
    """Tidy the shared cache. The worker does it every hour; in tests the cache is another."""
    shared = caches["default"]
    if isinstance(shared, SharedCache):
        shared.forget_expired()
