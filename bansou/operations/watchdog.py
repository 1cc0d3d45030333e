"""What must not fail silently: the worker, periodic work, the outbox. Looked at every few minutes; owners get a mail when something is wrong.

It runs in the web processes, because a worker that is dead says nothing; and its mails go past the outbox, which may be what is stuck.
"""

import datetime
import logging
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from smtplib import SMTPException

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from bansou.notifications.actions import send_past_outbox
from bansou.notifications.models import Occurrence, OutgoingMail
from bansou.notifications.models.outgoing_mail import OutgoingMailQuerySet
from bansou.operations.daily import do_daily_work
from bansou.operations.hourly import do_hourly_work
from bansou.operations.models import Alarm
from bansou.operations.worker import living
from bansou.search.models import Sweep, SweepKind, Waiting

logger = logging.getLogger(__name__)

#: What runs again and again: the task, its name for people, and the time after which something is wrong.
PERIODIC = (
    (do_daily_work, "毎日の仕事", datetime.timedelta(hours=26)),
    (do_hourly_work, "毎時の仕事", datetime.timedelta(hours=2)),
)
#: How long each may take before it is said.
MAIL_NOT_TAKEN, MAIL_NOT_SENT = datetime.timedelta(minutes=15), datetime.timedelta(hours=1)
NOT_SPREAD, TASK_RUNS = datetime.timedelta(minutes=30), datetime.timedelta(hours=1)
NOT_INDEXED, NOT_CHECKED = datetime.timedelta(minutes=5), datetime.timedelta(days=3)
#: What is over again at the next look is not told; what lasts is told once a day.
SETTLES, TOLD_AGAIN = datetime.timedelta(minutes=4), datetime.timedelta(days=1)


@dataclass(frozen=True)
class Look:
    """One thing that is looked at, as it stands: `words` for staff, numbers and names of code only; `is_wrong` where somebody must act."""

    name: str
    title: str
    words: str
    is_wrong: bool


def looks() -> list[Look]:
    """Everything that is looked at. The same number of queries however much waits."""
    return [
        _worker(),
        *_periodic(),
        _waiting_mails(),
        _dead_mails(),
        _unspread(),
        _unindexed(),
        _checked_index(),
        _failed_tasks(),
        _long_tasks(),
    ]


def _worker() -> Look:
    count = len(living())
    return Look("worker", "ワーカー", f"{count}つ動いています。" if count else "動いていません。", not count)


def _periodic() -> Iterator[Look]:
    paths = [task.module_path for task, _, _ in PERIODIC]
    rows = DBTaskResult.objects.filter(task_path__in=paths).values("task_path")
    runs = rows.annotate(
        planned=Min("enqueued_at"), ended=Max("finished_at", filter=Q(status="SUCCESSFUL")), tried=Max("started_at")
    ).order_by()
    by_path = {run["task_path"]: run for run in runs}
    for task, title, limit in PERIODIC:
        run = by_path.get(task.module_path)
        since = run and (run["ended"] or run["planned"])
        is_wrong = since is None or timezone.now() - since > limit
        if run is None:
            words = "予定されていません。"
        elif run["ended"] is None:
            words = "まだ一度も終わっていません。"
        else:
            words = f"最後に終わったのは{_moment(run['ended'])}です。"
        yield Look(f"periodic:{task.module_path}", title, words, is_wrong)


def _waiting_mails() -> Look:
    now = timezone.now()
    late = Q(attempts=0, due_at__lt=now - MAIL_NOT_TAKEN) | Q(attempts__gt=0, created_at__lt=now - MAIL_NOT_SENT)
    late_ones = OutgoingMail.objects.waiting().filter(late)
    oldest = late_ones.aggregate(oldest=Min("created_at"))["oldest"]
    if oldest is None:
        return Look("outbox", "送信待ちのメール", "遅れているものはありません。", is_wrong=False)
    count = _number_of(late_ones)
    return Look("outbox", "送信待ちのメール", f"{count}通が遅れています。最も古いものは{_moment(oldest)}です。", is_wrong=True)


def _dead_mails() -> Look:
    count = _number_of(OutgoingMail.objects.dead())
    words = "ありません。" if count == "0" else f"{count}通あります。"
    return Look("dead-mails", "送れなかったメール", words, is_wrong=count != "0")


def _unspread() -> Look:
    late = Occurrence.objects.unspread().filter(happened_at__lt=timezone.now() - NOT_SPREAD)
    oldest = late.aggregate(oldest=Min("happened_at"))["oldest"]
    words = f"{_moment(oldest)}から、知らせ終えていないものがあります。" if oldest else "滞っていません。"
    return Look("unspread", "お知らせの配布", words, oldest is not None)


def _unindexed() -> Look:
    late = Waiting.objects.filter(noted_at__lt=timezone.now() - NOT_INDEXED)
    waiting = late.aggregate(count=Count("pk"), oldest=Min("noted_at"))
    if not waiting["count"]:
        return Look("unindexed", "検索の索引を待つもの", "遅れているものはありません。", is_wrong=False)
    words = f"{waiting['count']:,}件が遅れています。最も古いものは{_moment(waiting['oldest'])}です。"
    return Look("unindexed", "検索の索引を待つもの", words, is_wrong=True)


def _checked_index() -> Look:
    """What the last walk found stays in sight until the next: it was mended, but something must have let it happen."""
    last = Sweep.objects.last(SweepKind.CHECK)
    if last is None or last.ended_at is None:
        return Look("index", "検索の索引の点検", "まだ終わっていません。", is_wrong=False)
    is_late = last.ended_at < timezone.now() - NOT_CHECKED
    return Look("index", "検索の索引の点検", f"{_moment(last.ended_at)}に、{last.in_words}", is_late or not last.is_clean)


def _failed_tasks() -> Look:
    day_ago = timezone.now() - datetime.timedelta(days=1)
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=day_ago).order_by().values_list("task_path", flat=True)[:1000]
    words = "、".join(f"{path} {count}件" for path, count in Counter(failed).most_common(5))
    return Look("failed-tasks", "この24時間に失敗した仕事", words or "ありません。", bool(words))


def _long_tasks() -> Look:
    long = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - TASK_RUNS)
    paths = "、".join(sorted(set(long.order_by().values_list("task_path", flat=True)[:5])))
    return Look("long-tasks", "1時間を超えて続いている仕事", paths or "ありません。", bool(paths))


def _number_of(mails: OutgoingMailQuerySet) -> str:
    """The count, which stops at a thousand."""
    count = mails.order_by()[:1001].count()
    return str(count) if count <= 1000 else "1,000を超える"


def _moment(moment: datetime.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def watch() -> None:
    """Look, keep what is wrong as alarms, and tell the owners: of what lasts once a day, and once when it is over.

    Several processes may do so at one moment: whoever changes the alarm's row tells of it. What could not be told is told next time.
    """
    wrong = {look.name: look for look in looks() if look.is_wrong}
    now = timezone.now()
    news = []
    for look in wrong.values():
        words = f"{look.title}：{look.words}"[:300]
        alarm, _ = Alarm.objects.update_or_create(name=look.name, defaults={"words": words})
        untold = Q(told_at=None, since__lte=now - SETTLES) | Q(told_at__lte=now - TOLD_AGAIN)
        if Alarm.objects.filter(untold, pk=alarm.pk).update(told_at=now):
            news.append(alarm)
    over = [alarm for alarm in Alarm.objects.exclude(name__in=wrong) if Alarm.objects.filter(pk=alarm.pk).delete()[0]]
    over = [alarm for alarm in over if alarm.told_at is not None]
    if not news and not over:
        return
    try:
        _tell_owners(news, over)
    except (OSError, SMTPException):
        logger.exception("The watchdog's mail did not leave")
        Alarm.objects.filter(pk__in=[alarm.pk for alarm in news]).update(told_at=None)
        Alarm.objects.bulk_create(over, ignore_conflicts=True)


def _tell_owners(news: list[Alarm], over: list[Alarm]) -> None:
    owners = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").values_list("email", flat=True)
    for address in owners:
        send_past_outbox(address, template="watchdog", context={"news": news, "over": over})


def start_watching() -> None:
    """Watch beside this process, every WATCH_SECONDS; 0: not at all. Called once, where a web process begins."""
    if settings.WATCH_SECONDS:
        threading.Thread(target=_watch_on, name="watchdog", daemon=True).start()


def _watch_on() -> None:
    rest = threading.Event()
    while not rest.wait(settings.WATCH_SECONDS):
        try:
            watch()
        except DatabaseError:
            logger.exception("The watchdog cannot look")  # /readyz says so to whoever asks
        finally:
            connection.close()
