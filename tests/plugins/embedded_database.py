"""A PostgreSQL of the tests' own, under BANSOU_VAR/tests, from the first test to the last. With DATABASE_URL set, that server is used."""

import os

import pytest
from django.conf import settings

from bansou.operations.embedded import EmbeddedDatabaseError, EmbeddedServer


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
