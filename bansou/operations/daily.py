"""What the site does once a day, by the worker that runs anyway: no cron is needed, and none is in the way."""

import datetime
from typing import Any

from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.actions import (
    close_dormant,
    drop_old_data_files,
    drop_old_invitations,
    drop_old_people_lists,
    drop_unconfirmed,
    erase_closed,
    tell_dormant,
    tend_belongings,
)
from bansou.drafts.actions import drop_old_drafts
from bansou.moderation.actions import remind_of_queue
from bansou.notifications.actions import drop_old_notices, forget_old_digests, forget_old_words
from bansou.school.self_check.actions import drop_stale_self_checks
from bansou.search.counting import count_words
from bansou.search.demand import end_weeks
from cases.consent_actions import remind_of_ending, remind_superiors
from cases.follow_up_actions import ask_for_follow_ups
from cases.private_actions import delete_due_private_sides
from cases.withdrawal_actions import erase_withdrawn
from knowhow.actions import end_clinics
from knowhow.actions.ageing import archive_quiet_topics
from knowhow.actions.pictures import drop_unused_pictures
from knowhow.actions.telling import tell_hosts_of_unanswered

#: When, in the time of the site: letters arrive at the beginning of a working day.
HOUR = 9
#: How long the rows of ended tasks stay, for looking at what went wrong.
KEPT_DAYS = 7
FIRST_COUNT_AFTER = datetime.timedelta(minutes=2)


@task()
def do_daily_work() -> None:
    """Plan tomorrow first, so that a failure today breaks no chain; then do what is due. All of it may run twice."""
    plan_daily_work()
    ask_for_follow_ups()
    remind_of_ending()
    remind_superiors()
    delete_due_private_sides()
    erase_withdrawn()
    drop_old_drafts()
    drop_stale_self_checks()
    drop_old_notices()
    archive_quiet_topics()
    tell_hosts_of_unanswered()
    remind_of_queue()
    end_clinics()
    drop_unused_pictures()
    drop_old_invitations()
    drop_old_people_lists()
    drop_unconfirmed()
    tell_dormant()
    close_dormant()
    erase_closed()
    drop_old_data_files()
    tend_belongings()
    forget_old_words()
    forget_old_digests()
    end_weeks()
    forget_finished_tasks()
    count_words_of_site.enqueue()


@task()
def count_words_of_site() -> None:
    """Count the words that the search offers. A task of its own: on a large site it takes a minute or two."""
    count_words()


def plan_first_count() -> None:
    """See to it that the words of a new site are counted, once the worker has indexed what it begins with."""
    plan_once(count_words_of_site, timezone.now() + FIRST_COUNT_AFTER)


def forget_finished_tasks() -> None:
    """Remove the rows of tasks that ended a week ago: they name what they were given, an address that asked for a new password too."""
    week_ago = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    DBTaskResult.objects.finished().filter(finished_at__lt=week_ago).delete()


def plan_daily_work() -> None:
    """See to it that one run is planned. Called when the site is filled and by each run."""
    plan_once(do_daily_work, _next_morning(timezone.localtime()))


def plan_once(work: Any, at: datetime.datetime) -> None:
    """Plan the work unless it is planned already. Without a queue that can wait: nothing."""
    if not work.get_backend().supports_defer:
        return
    planned = DBTaskResult.objects.filter(task_path=work.module_path, status=TaskResultStatus.READY)
    if not planned.exists():
        work.using(run_after=at).enqueue()


def _next_morning(now: datetime.datetime) -> datetime.datetime:
    morning = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return morning if morning > now else morning + datetime.timedelta(days=1)
