"""What reading and posting cost while the mail server hangs and a worker waits for it, as a multiple of a day without mail."""

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import quantiles

from django.test import Client

from accounts.models import User
from bansou.moderation.models import LimitCounter
from bansou.operations import supervision
from bansou.operations.bench.measuring import START_LIMIT
from bansou.operations.supervision import Child
from knowhow.models import Topic

#: How often each is asked for in one turn, with and without in turns; and what the one may cost as a multiple of the other.
ASKED, TURNS = 20, 4
MOST_TIMES = 1.1


def outbox_lines(address: str) -> Iterator[str]:
    """The table, line by line; the person of the address reads and replies, and each reply is a mail to somebody."""
    person = User.objects.get(email=address)
    topic = (
        Topic.objects.exclude(author=person)
        .exclude(author=None)
        .filter(lock="", archived_at=None, clinic=None)
        .order_by("-pk")[0]
    )
    client = Client()
    client.force_login(person)
    seen: dict[tuple[str, bool], list[float]] = {}
    for turn in range(-1, TURNS):  # the first is not counted
        for hangs in (False, True):
            with _hanging_server() if hangs else _nothing():
                for number in range(ASKED):
                    spent = {"reading": _read(client, topic), "posting": _post(client, topic, f"{turn} {hangs} {number}")}
                    for name, milliseconds in spent.items():
                        if turn >= 0:
                            seen.setdefault((name, hangs), []).append(milliseconds)
    yield "| p95 ms | no mail leaves | the mail server hangs | × | |"
    yield "|---|--:|--:|--:|---|"
    for name in ("reading", "posting"):
        usual, hanging = (quantiles(seen[name, hangs], n=20)[-1] for hangs in (False, True))
        ratio = hanging / usual
        yield f"| {name} | {usual:.1f} | {hanging:.1f} | {ratio:.2f} | {f'over {MOST_TIMES:g} ×' if ratio > MOST_TIMES else ''} |"


def _read(client: Client, topic: Topic) -> float:
    started = time.perf_counter()
    answer = client.get(f"{topic.get_absolute_url()}?n={time.monotonic_ns()}")
    spent = 1000 * (time.perf_counter() - started)
    if answer.status_code != 200:
        raise RuntimeError(f"The topic answered {answer.status_code}.")
    return spent


def _post(client: Client, topic: Topic, words: str) -> float:
    LimitCounter.objects.all().delete()
    started = time.perf_counter()
    answer = client.post(topic.get_absolute_url(), {"body": f"測るための返信です。{words} {time.monotonic_ns()}"})
    spent = 1000 * (time.perf_counter() - started)
    if answer.status_code != 302:
        raise RuntimeError(f"The reply was answered with {answer.status_code}.")
    return spent


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _hanging_server() -> Iterator[None]:
    """A server that takes the connection and says nothing, and a worker, a process of its own, that tries it again and again."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, "-m", "bansou.operations.bench.hanging_worker", str(server.getsockname()[1])]
        worker = Child("ワーカー", command, is_quiet=True)
        try:
            server.settimeout(START_LIMIT)
            server.accept()  # now it hangs
            yield
        finally:
            supervision.stop([worker])
