"""One measurement: a server under load, the CPU that it and the database used."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bansou.operations import embedded, supervision
from bansou.operations.supervision import Child

START_LIMIT = 120


@dataclass(frozen=True)
class Measured:
    """What a page cost under load. CPU in milliseconds a request."""

    requests_a_second: float
    web_ms: float
    database_ms: float
    kilobytes: float
    failures: int


def mean(one: Measured, other: Measured) -> Measured:
    """The mean of two measurements of the same page."""
    return Measured(
        requests_a_second=(one.requests_a_second + other.requests_a_second) / 2,
        web_ms=(one.web_ms + other.web_ms) / 2,
        database_ms=(one.database_ms + other.database_ms) / 2,
        kilobytes=other.kilobytes,
        failures=one.failures + other.failures,
    )


@contextmanager
def serving(command: Sequence[str], base: str, warm: str) -> Iterator[Child]:
    """A web server that answers `warm` inside the block."""
    server = Child("ウェブ", command, is_quiet=True)
    try:
        limit = time.monotonic() + START_LIMIT
        while True:
            if server.has_ended or time.monotonic() > limit:
                raise RuntimeError(f"The server did not start: {' '.join(command)}")
            try:
                urllib.request.urlopen(base + warm, timeout=30).close()  # noqa: S310
                break
            except urllib.error.HTTPError:
                break
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        yield server
    finally:
        supervision.stop([server])


def measure(server: Child, url: str, *, cookie: str, seconds: float, clients: int, var: Path) -> Measured:
    """Load the page for so many seconds after a short warm-up."""
    _load(url, min(seconds, 1.0), clients, cookie)
    web_before, database_before = _cpu_seconds(server.process.pid), _database_seconds(var)
    seen = _load(url, seconds, clients, cookie)
    web, database = _cpu_seconds(server.process.pid) - web_before, _database_seconds(var) - database_before
    requests = seen["requests"] or 1
    return Measured(
        requests_a_second=seen["requests"] / seen["seconds"],
        web_ms=1000 * web / requests,
        database_ms=1000 * database / requests,
        kilobytes=seen["bytes"] / 1000,
        failures=int(seen["failures"]),
    )


def _load(url: str, seconds: float, clients: int, cookie: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bansou.operations.bench.load", url, str(seconds), str(clients), cookie]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60)
    seen: dict[str, float] = json.loads(done.stdout)
    return seen


def _cpu_seconds(pid: int) -> float:
    """What the process, its living children and those already gone have computed."""
    total = 0.0
    root = psutil.Process(pid)
    for process in (root, *root.children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def _database_seconds(var: Path) -> float:
    """The same for the embedded PostgreSQL; 0 where another is used."""
    try:
        pid = int((embedded.data_folder(var) / "postmaster.pid").read_text().split()[0])
        return _cpu_seconds(pid)
    except (OSError, ValueError, psutil.NoSuchProcess):
        return 0.0
