"""A PostgreSQL of the tests' own, under BANSOU_VAR/tests, from the first test to the last. With DATABASE_URL set, that server is used.

Each run, and each worker in it, gets copies of two databases that are kept there (tests/plugins/databases.py); --create-db makes those
anew too.
"""

import os

import pytest
from django.conf import settings
from pytest_django.plugin import blocking_manager_key

from bansou.operations.embedded import EmbeddedDatabaseError, EmbeddedServer


def pytest_configure(config: pytest.Config) -> None:
    """Coverage counts template lines only where templates keep their source; without it they render faster."""
    settings.TEMPLATES[0]["OPTIONS"]["debug"] = bool(getattr(config.option, "cov_source", None))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the server, and make what is copied, before xdist starts its workers, which share both."""
    config = session.config
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    if not os.environ.get("DATABASE_URL"):
        server = EmbeddedServer(settings.TEST_VAR_DIR, disposable=True)
        try:
            server.start()
        except EmbeddedDatabaseError as error:
            pytest.exit(str(error), returncode=1)
        config.add_cleanup(server.stop)
    from tests.plugins.databases import make_kept_databases  # models, which are loaded by now

    with config.stash[blocking_manager_key].unblock():
        make_kept_databases(anew=config.option.create_db)
