"""What the worker does for search."""

import datetime

from django.tasks import task
from django.utils import timezone

from bansou.search.actions import reach_entries
from bansou.search.models import TermsVersion
from bansou.search.terms_in_force import REMEMBERED_SECONDS


@task()
def reach_index() -> None:
    """Bring changed terms into the index. The rows decide, not this task: it may run twice, or late."""
    reach_entries()


def plan_reaching() -> None:
    """Once every process has taken up the new version: none of them then writes an entry by the one before."""
    work = reach_index
    if work.get_backend().supports_defer:
        work = work.using(run_after=timezone.now() + datetime.timedelta(seconds=2 * REMEMBERED_SECONDS))
    work.enqueue()


def reach_what_was_left() -> None:
    """Plan it again for a version whose task was lost or broke off."""
    if TermsVersion.objects.filter(reached_at=None).exists():
        plan_reaching()
