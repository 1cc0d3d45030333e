"""What the site does once an hour, by the worker that runs anyway."""

import datetime

from django.tasks import task
from django.utils import timezone

from bansou.announcements.actions import send_due_announcements
from bansou.notifications.actions import write_digests
from bansou.notifications.tasks import spread_what_was_left
from bansou.operations.daily import plan_once
from bansou.operations.shared_cache import forget_expired
from bansou.search.saved.actions import look_through_saved_searches
from bansou.search.tasks import reach_what_was_left
from cases.review_actions import remind_of_waiting

#: Between two slices of digests; the mails of the one leave meanwhile.
DIGEST_PAUSE = datetime.timedelta(seconds=15)


@task()
def do_hourly_work() -> None:
    """Plan the next hour first, so that a failure now breaks no chain; then do what is due. All of it may run twice."""
    plan_hourly_work()
    remind_of_waiting()
    spread_what_was_left()
    forget_expired()
    plan_once(write_digests_by_slices, timezone.now())
    plan_once(look_through_searches_by_slices, timezone.now())
    send_due_announcements()
    reach_what_was_left()


def plan_hourly_work() -> None:
    """See to it that one run is planned, at the next full hour."""
    full_hour = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    plan_once(do_hourly_work, full_hour + datetime.timedelta(hours=1))


@task()
def write_digests_by_slices() -> None:
    """Write some of the digests that are due, and come back for the others: what else waits for the worker has its turn between."""
    if write_digests():
        plan_once(write_digests_by_slices, timezone.now() + DIGEST_PAUSE)


@task()
def look_through_searches_by_slices() -> None:
    """Tell the owners of saved searches what is new, and come back for the others after what else waits."""
    if look_through_saved_searches():
        plan_once(look_through_searches_by_slices, timezone.now())
