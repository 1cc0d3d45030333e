"""The web server's process: `python -m bansou.operations.web_server [--host 0.0.0.0]`. Which server, and why: README, “granian serves”."""

import argparse
import os
import sys

from bansou.operations.failures import ensure_database, told_in_one_line


def granian_command(application: str, *, host: str, port: int, workers: int, is_factory: bool = False) -> list[str]:
    """How granian is started for a WSGI application, or for a function that makes one."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        # A page computes more than it waits: threads beside the one per process cost and do not help.
        *("--blocking-threads", "1", "--backpressure", "64"),
        *("--workers-kill-timeout", "8", "--log-level", "warning", "--respawn-failed-workers"),
        *(["--factory"] if is_factory else []),
        application,
    ]


def gunicorn_command(application: str, *, host: str, port: int, workers: int, is_factory: bool = False) -> list[str]:
    """How gunicorn is started for the same; the other server in the bench."""
    return [
        *(sys.executable, "-m", "gunicorn", "--bind", f"{host}:{port}", "--workers", str(workers)),
        *("--worker-class", "gthread", "--threads", "1", "--log-level", "warning", "--graceful-timeout", "8"),
        f"{application}()" if is_factory else application,
    ]


def main() -> None:
    """Become the web server, once settings and database are found good."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 in a container")
    host = parser.parse_args().host
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bansou.settings.production")
    from django.conf import settings

    with told_in_one_line():
        ensure_database()
        command = granian_command("bansou.wsgi:application", host=host, port=settings.WEB_PORT, workers=settings.WEB_WORKERS)
    os.execv(command[0], command)  # noqa: S606 (we become the server, so that signals reach it)


if __name__ == "__main__":
    main()
