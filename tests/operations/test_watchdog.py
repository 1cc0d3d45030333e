"""Nothing fails silently: what stands still is seen by staff at once, and told to the owners once a day."""

import datetime
import uuid

import pytest
from django.core import mail
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bansou.notifications.models import Occurrence, OutgoingMail
from bansou.operations import watchdog
from bansou.operations.models import Alarm
from bansou.operations.watchdog import PERIODIC, looks, watch
from bansou.operations.worker import Keeper
from tests.notifications.mail_server import Answer

pytestmark = pytest.mark.django_db


def ago(**span) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(**span)


def task_row(path="knowhow.tasks.some", status=TaskResultStatus.SUCCESSFUL, enqueued_at=None, **values) -> DBTaskResult:
    row = DBTaskResult.objects.create(
        id=uuid.uuid4(), status=status, args_kwargs={"args": [], "kwargs": {}}, task_path=path, queue_name="default",
        backend_name="default", run_after=timezone.now(), exception_class_path="", traceback="", **values,
    )  # fmt: skip
    if enqueued_at:
        DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=enqueued_at)
    return row


@pytest.fixture
def all_well():
    """A worker lives, and what is periodic ran just now."""
    for task, _, _ in PERIODIC:
        task_row(task.module_path, finished_at=ago(minutes=5))
    with Keeper("worker of this test"):
        yield


def wrong() -> list[str]:
    return [look.name for look in looks() if look.is_wrong]


def watch_after(monkeypatch, **span) -> list[str]:
    """What the owners are told by a look that long from now."""
    mail.outbox.clear()
    now, seen = timezone.now() + datetime.timedelta(**span), looks()
    with monkeypatch.context() as then:
        then.setattr(watchdog, "looks", lambda: seen)
        then.setattr(watchdog.timezone, "now", lambda: now)
        watch()
    return [message.body for message in mail.outbox]


def test_where_all_runs_nothing_is_wrong(all_well):
    assert wrong() == []


def test_a_site_that_was_filled_just_now_is_not_late():
    for task, _, _ in PERIODIC:
        task_row(task.module_path, TaskResultStatus.READY)

    assert not [name for name in wrong() if name.startswith("periodic")]


def test_a_worker_that_is_dead_is_seen():
    assert "worker" in wrong()
    with Keeper("a worker"):
        assert "worker" not in wrong()


@pytest.mark.parametrize("row", [
    pytest.param({"finished_at": ago(hours=27)}, id="ran too long ago"),
    pytest.param({"status": TaskResultStatus.FAILED, "finished_at": ago(minutes=1), "enqueued_at": ago(hours=30)}, id="only failed"),
    pytest.param({"status": TaskResultStatus.READY, "enqueued_at": ago(hours=30)}, id="planned and never begun"),
    pytest.param(None, id="never planned"),
])  # fmt: skip
def test_periodic_work_that_does_not_run_is_seen(row):
    for task, _, _ in PERIODIC:
        if row is not None:
            task_row(task.module_path, **row)

    assert [name for name in wrong() if name.startswith("periodic")] == [
        f"periodic:{task.module_path}" for task, _, _ in PERIODIC
    ]


@pytest.mark.parametrize(("minutes_ago", "attempts", "is_late"), [
    ({"created_at": 20, "due_at": 16}, 0, True),
    ({"created_at": 20, "due_at": 5}, 0, False),
    ({"created_at": 120, "due_at": -60}, 4, True),
    ({"created_at": 120, "due_at": -60}, 0, False),
    ({"created_at": 120, "due_at": 120, "sent_at": 60}, 0, False),
])  # fmt: skip
def test_mails_that_do_not_leave_are_seen(all_well, minutes_ago, attempts, is_late):
    # Counted from now: minutes may have passed since the tests were collected.
    moments = {name: ago(minutes=minutes) for name, minutes in minutes_ago.items()}
    OutgoingMail.objects.create(recipient="a@example.jp", attempts=attempts, **moments)

    assert wrong() == (["outbox"] if is_late else [])


def test_all_else_that_stands_still_is_seen(all_well):
    OutgoingMail.objects.create(recipient="a@example.jp", given_up_at=timezone.now())
    Occurrence.objects.create(event="reply", target_id=1, thread="topic:1", happened_at=ago(hours=1))
    task_row(status=TaskResultStatus.FAILED, finished_at=ago(hours=1))
    task_row(status=TaskResultStatus.RUNNING, started_at=ago(hours=2))

    assert wrong() == ["dead-mails", "unspread", "failed-tasks", "long-tasks"]


def test_looking_asks_the_same_however_much_waits(all_well, django_assert_num_queries):
    OutgoingMail.objects.create(recipient="a@example.jp", created_at=ago(hours=1), due_at=ago(hours=1))
    with django_assert_num_queries(10):
        looks()
    OutgoingMail.objects.bulk_create(
        OutgoingMail(recipient="a@example.jp", created_at=ago(hours=1), due_at=ago(hours=1)) for _ in range(1200)
    )

    with django_assert_num_queries(10):
        found = {look.name: look.words for look in looks()}

    assert "1,000を超える" in found["outbox"]


def test_owners_are_told_once_a_day_while_it_lasts_and_once_when_it_is_over(all_well, owner, monkeypatch):
    dead = OutgoingMail.objects.create(recipient="a@example.jp", given_up_at=timezone.now())

    first = watch_after(monkeypatch)
    told = watch_after(monkeypatch, minutes=5)
    again = [watch_after(monkeypatch, minutes=10), watch_after(monkeypatch, hours=20)]
    next_day = watch_after(monkeypatch, hours=25)
    dead.delete()
    over = watch_after(monkeypatch, hours=26)
    afterwards = watch_after(monkeypatch, hours=27)

    assert first == []  # it may be over at the next look
    assert ["送れなかったメール：1通あります。" in body for body in told] == [True]
    assert again == [[], []]
    assert len(next_day) == 1
    assert ["解消したこと" in body and "気づいたこと" not in body for body in over] == [True]
    assert afterwards == []


def test_what_is_over_before_anybody_was_told_is_not_told(all_well, owner, monkeypatch):
    dead = OutgoingMail.objects.create(recipient="a@example.jp", given_up_at=timezone.now())

    watch_after(monkeypatch)
    dead.delete()

    assert watch_after(monkeypatch, minutes=5) == []
    assert not Alarm.objects.exists()


def test_owners_hear_of_a_dead_worker_past_the_outbox_and_as_soon_as_the_mail_server_is_back(owner, mail_server, monkeypatch):
    watch_after(monkeypatch)
    mail_server.answer = Answer.REFUSE
    watch_after(monkeypatch, minutes=5)
    mail_server.answer = Answer.OK
    watch_after(monkeypatch, minutes=10)

    assert mail_server.recipients == [owner.email]
    assert "ワーカー：動いていません。" in mail_server.mails[0].get_body("plain").get_content()
    assert not OutgoingMail.objects.exists()


def test_staff_see_how_the_site_stands_and_others_do_not(all_well, reviewer, member, client, client_of):
    page = client_of(reviewer).get("/admin/watchdog/").content.decode()
    details = client_of(reviewer).get("/readyz?details")

    assert "すべて動いています" in page
    assert details.status_code == 200
    assert "ok worker 1つ動いています。" in details.content.decode()
    assert client_of(member).get("/readyz?details").status_code == 404
    assert client.get("/readyz?details").status_code == 404


def test_details_are_503_where_something_is_wrong_while_the_probe_stays_200(all_well, reviewer, client_of):
    OutgoingMail.objects.create(recipient="a@example.jp", given_up_at=timezone.now())
    client = client_of(reviewer)

    assert client.get("/readyz").status_code == 200
    assert client.get("/readyz?details").status_code == 503
    assert "手当てがいります" in client.get("/admin/watchdog/").content.decode()
