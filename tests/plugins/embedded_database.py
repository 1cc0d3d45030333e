"""A PostgreSQL of the tests' own, under BANSOU_VAR/tests, from the first test to the last. With DATABASE_URL set, that server is used.

--reuse-db is safe here: the databases of last time are dropped when a migration, of ours or of a package, has changed since,
or what every test begins with (tests/conftest.py: django_db_setup).
"""

import hashlib
import os
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from bansou.operations.embedded import SUPERUSER, EmbeddedDatabaseError, EmbeddedServer, socket_folder


def pytest_configure(config: pytest.Config) -> None:
    """Coverage counts template lines only where templates keep their source; without it they render faster."""
    settings.TEMPLATES[0]["OPTIONS"]["debug"] = bool(getattr(config.option, "cov_source", None))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the server before xdist starts its workers, which share it."""
    config = session.config
    if hasattr(config, "workerinput") or os.environ.get("DATABASE_URL") or config.option.collectonly:
        return
    server = EmbeddedServer(settings.TEST_VAR_DIR, disposable=True)
    try:
        server.start()
    except EmbeddedDatabaseError as error:
        pytest.exit(str(error), returncode=1)
    config.add_cleanup(server.stop)
    _forget_databases_of_older_versions()


def _forget_databases_of_older_versions() -> None:
    stamp = settings.TEST_VAR_DIR / "migrations"
    if stamp.exists() and stamp.read_text() == _fingerprint():
        return
    with psycopg.connect(
        host=str(socket_folder(settings.TEST_VAR_DIR)), user=SUPERUSER, dbname="postgres", autocommit=True
    ) as server:
        for (name,) in server.execute(r"select datname from pg_database where datname like 'test\_%'").fetchall():
            server.execute(sql.SQL("drop database {}").format(sql.Identifier(name)))
    stamp.write_text(_fingerprint())


def _fingerprint() -> str:
    root = Path(settings.BASE_DIR)
    explainer = [path for path in (root / "bansou" / "explainer").rglob("*") if path.suffix in {".py", ".md"}]
    begun_with = [root / "accounts" / "roles.py", root / "cases" / "setup.py", *sorted(explainer)]
    files = [
        root / "uv.lock",
        *begun_with,
        *sorted(root.glob("*/migrations/*.py")),
        *sorted(root.glob("bansou/*/migrations/*.py")),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
