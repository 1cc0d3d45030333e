"""A worker that is killed, again and again, and a mail server that is away: no mail is lost, and hardly one comes twice."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from bansou.notifications.models import OutgoingMail
from tests.notifications.mail_server import Answer, MailServer
from tests.plugins.databases import copy_database, drop_database, filled_site, use_database

ROOT = Path(__file__).parents[2]
#: The outage: ten minutes of a worker that is in a hurry.
OUTAGE_SECONDS = 10


@pytest.fixture
def committed(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The name of a database of its own, in which other processes see what the test writes."""
    before, own = connection.settings_dict["NAME"], f"test_kills_{os.getpid()}"
    with django_db_blocker.unblock():
        copy_database(filled_site(), own)
        use_database(own)
        yield own
        use_database(before)
        drop_database(own)


@contextmanager
def worker(database: str, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker that is killed at the end of the block, if not before, in whatever it is doing."""
    command = [sys.executable, "-m", "tests.notifications.hurried_worker", database, str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if condition():
            return True
        time.sleep(0.05)  # asking more often takes the time of the server's thread
    return condition()


def send_all(database: str, server: MailServer, *, mails: int, kills: int) -> None:
    """Put the mails into the outbox and kill the worker so many times while it sends; let the server be away in the midst of it."""
    rows = [OutgoingMail(recipient=f"person-{number}@example.jp", subject="件名", text="本文") for number in range(mails)]
    OutgoingMail.objects.bulk_create(rows)
    away = (Answer.REFUSE, Answer.HANG, Answer.LATER, Answer.NEVER)
    for number in range(kills):
        server.answer = away[number - kills // 2] if 0 <= number - kills // 2 < len(away) else Answer.OK
        sent, connections = len(server.contents), server.connections
        with worker(database, server.port):
            wait_until(lambda: len(server.contents) > sent or server.connections > connections, 15)  # noqa: B023
            time.sleep(random.random() if server.answer is Answer.OK else OUTAGE_SECONDS / len(away))  # noqa: S311
    server.answer = Answer.OK
    with worker(database, server.port):
        # Two mails a second on a machine that is busy with other things; what the outage put off comes back after two minutes at most.
        assert wait_until(lambda: not OutgoingMail.objects.waiting().exists(), 180 + mails / 2)
        # What the killed ones had in hand is taken up again, too.
        assert wait_until(lambda: not DBTaskResult.objects.running().exists(), 20)


def check_all_arrived(server: MailServer, mails: int) -> int:
    """Nothing is lost, and what came twice can be seen to be the same mail. Returns how many did."""
    assert set(server.recipients) == {f"person-{number}@example.jp" for number in range(mails)}
    assert OutgoingMail.objects.filter(sent_at__isnull=False).count() == mails
    assert len({mail["Message-ID"] for mail in server.mails}) == mails
    return sum(count - 1 for count in Counter(server.recipients).values())


@pytest.mark.thorough
def test_a_killed_worker_loses_no_mail_and_sends_at_most_one_twice(committed, mail_server):
    send_all(committed, mail_server, mails=150, kills=2)

    assert check_all_arrived(mail_server, 150) <= 2


@pytest.mark.audit
def test_fifty_kills_and_ten_minutes_without_the_server_lose_none_of_5000_mails_and_double_one_in_a_thousand(
    committed, mail_server, capsys
):
    send_all(committed, mail_server, mails=5000, kills=50)

    doubles = check_all_arrived(mail_server, 5000)
    with capsys.disabled():
        print(f"\n5,000 mails, 50 kills, an outage: {doubles} came twice")  # noqa: T201
    assert doubles <= 5
