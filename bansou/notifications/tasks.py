"""What the worker does for mail and for telling many people."""

from django.tasks import task
from django.utils import timezone

from bansou.notifications.actions import deliver_mail, spread_occurrence


@task(queue_name="mail")
def deliver(mail_id: int) -> None:
    """Send one mail of the outbox; where that fails, come back later."""
    wait = deliver_mail(mail_id)
    if wait is not None and deliver.get_backend().supports_defer:
        deliver.using(run_after=timezone.now() + wait).enqueue(mail_id)


@task(queue_name="mail")
def spread(occurrence_id: int) -> None:
    """Tell everybody whom an event concerns."""
    spread_occurrence(occurrence_id)
