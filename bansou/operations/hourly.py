"""What the site does once an hour, by the worker that runs anyway."""

import datetime

from django.tasks import task
from django.utils import timezone

from bansou.announcements.actions import send_due_announcements
from bansou.operations.daily import plan_once
from bansou.operations.shared_cache import forget_expired
from cases.review_actions import remind_of_waiting


@task()
def do_hourly_work() -> None:
    """Plan the next hour first, so that a failure now breaks no chain; then do what is due. All of it may run twice."""
    plan_hourly_work()
    remind_of_waiting()
    forget_expired()
    send_due_announcements()


def plan_hourly_work() -> None:
    """See to it that one run is planned, at the next full hour."""
    full_hour = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    plan_once(do_hourly_work, full_hour + datetime.timedelta(hours=1))
