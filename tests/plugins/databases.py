"""Databases of the tests. Two are made once and kept; all others are copies of them, so that nothing waits for migrations or filling.

Their names end with a fingerprint of what they were made from: a migration, of ours or of a package, or what every site begins with.
"""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache as once
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, connections
from django.db.models.signals import post_save
from django.test import override_settings
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler

from bansou.operations.preparation import fill_site, prepare_database
from bansou.search.models import Waiting

_WAITS, _WAIT = 40, 0.05
_TABLES, _FILLED = "test_tables_", "test_filled_"


@once
def _fingerprint() -> str:
    root = Path(settings.BASE_DIR)
    explainer = [path for path in (root / "bansou" / "explainer").rglob("*") if path.suffix in {".py", ".md"}]
    glossary = [root / "bansou" / "glossary" / name for name in ("actions.py", "models.py", "terms.toml")]
    begun_with = [
        root / "accounts" / "roles.py",
        root / "cases" / "setup.py",
        *root.glob("cases/*.toml"),
        *sorted(explainer),
        *glossary,
    ]
    files = [
        root / "uv.lock",
        *begun_with,
        *sorted(root.glob("*/migrations/*.py")),
        *sorted(root.glob("bansou/*/migrations/*.py")),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def tables_alone() -> str:
    """The kept database with all tables and no rows of ours."""
    return _TABLES + _fingerprint()


def filled_site() -> str:
    """The kept database with which a site begins: roles, themes, the review workflow, the explainer's pages, the glossary."""
    return _FILLED + _fingerprint()


def make_kept_databases(*, anew: bool) -> None:
    """Make both where they are not there yet, and drop those of older versions. `anew`: from nothing, whatever is there."""
    before = connection.settings_dict["NAME"]
    for name in _databases_like(_TABLES) | _databases_like(_FILLED):
        if anew or name not in {tables_alone(), filled_site()}:
            drop_database(name)
    if filled_site() in _databases_like(_FILLED):
        return
    _execute(f'DROP DATABASE IF EXISTS "{tables_alone()}"', f'CREATE DATABASE "{tables_alone()}"')
    use_database(tables_alone())
    prepare_database()
    # Under another name until it is whole: a run that was ended here must not leave half a site to the next one.
    half = f"test_half_{_fingerprint()}"
    copy_database(tables_alone(), half)
    use_database(half)
    with search_index_at_rest():
        fill_site()
    Waiting.objects.all().delete()  # the pages of the explainer are in no test's index unless it says so
    connection.close()
    _execute(f'ALTER DATABASE "{half}" RENAME TO "{filled_site()}"')
    use_database(before)


@contextmanager
def search_index_at_rest() -> Iterator[None]:
    """Nothing is indexed meanwhile."""
    backend = settings.WAGTAILSEARCH_BACKENDS["default"] | {"AUTO_UPDATE": False}
    with override_settings(WAGTAILSEARCH_BACKENDS={"default": backend}):
        yield


@contextmanager
def search_index_at_once() -> Iterator[None]:
    """Everything is indexed as it is saved, as modelsearch does it by itself: a test that arranges things is no request with an end."""
    models = get_indexed_models()
    for model in models:
        post_save.connect(post_save_signal_handler, sender=model)
    yield
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)


def _databases_like(beginning: str) -> set[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [beginning])
        return {name for (name,) in cursor.fetchall()}


def _execute(*statements: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def use_database(name: str) -> None:
    """Let this thread, and every request that the server takes from now on, work on the database of this name."""
    connection.close()
    connection.settings_dict["NAME"] = name
    connections.settings["default"]["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name
    cache.clear()
    ContentType.objects.clear_cache()


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
