"""Failures that a person at the terminal can mend are told in one line, not in a traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError

from bansou.operations import embedded


@contextmanager
def told_in_one_line() -> Iterator[None]:
    """A wrong setting or a missing database inside the block ends the process with one line on stderr and exit code 1."""
    try:
        yield
    except (ImproperlyConfigured, OperationalError, embedded.EmbeddedDatabaseError) as error:
        line = line_for(error)
        if not line:
            raise
        sys.stderr.write(f"{line}\n")
        raise SystemExit(1) from None


def line_for(error: BaseException) -> str:
    """The line that tells of this failure, "" where it is not of the kind that a person at the terminal can mend."""
    if isinstance(error, ImproperlyConfigured) and _comes_from_environment(error):
        return f"設定に誤りがあります: {_one_line(str(error))}"
    if isinstance(error, embedded.EmbeddedDatabaseError):
        return str(error)
    if isinstance(error, OperationalError) and is_unreachable(error):
        return f"データベースに接続できません: {_one_line(str(error))}（{database_in_words()}）"
    return ""


def is_unreachable(error: OperationalError) -> bool:
    """Whether the database could not be reached or went away, as opposed to a statement that failed."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(("08", "57P"))


def database_in_words() -> str:
    """Which database the settings name, without its password."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if settings.EMBEDDED_DATABASE:
        return "内蔵のデータベースは make run のあいだだけ動きます。ほかの PostgreSQL を使うには DATABASE_URL を指定します"
    place = f"{database['HOST']}:{database['PORT']}" if database.get("PORT") else database["HOST"]
    user = f"{database['USER']}@" if database.get("USER") else ""
    return f"DATABASE_URL=postgres://{user}{place}/{database['NAME']}"


def _comes_from_environment(error: ImproperlyConfigured) -> bool:
    """Whether a variable of the environment is to blame; what a programmer configured wrongly keeps its traceback."""
    frames = [frame.f_code.co_filename for frame, _ in walk_tb(error.__traceback__)]
    return bool(frames) and Path(frames[-1]).parts[-3:] == ("bansou", "settings", "env.py")


def _one_line(message: str) -> str:
    """The first line; of the address book's and the network's two lines, the one that says what happened."""
    return message.strip().split("\n", 1)[0].strip()


def ensure_database() -> None:
    """Raise OperationalError where the database of the settings does not answer. Opens a connection of its own, not one of the pool."""
    import psycopg
    from django.db import connection

    parameters = connection.get_connection_params()
    with connection.wrap_database_errors:
        psycopg.connect(**parameters).close()


def without_pool() -> None:
    """A command is one thread: without the pool it learns at once, with the reason, that the database is away."""
    from django.conf import settings

    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
