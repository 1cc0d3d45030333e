"""What the worker does for mail and for telling many people."""

from django.tasks import task

from bansou.notifications.actions import send_waiting, spread_occurrence


@task(queue_name="mail")
def send_waiting_mails() -> None:
    """Send what is due in the outbox for a while; where more is left, come back after what else waits."""
    if send_waiting():
        send_waiting_mails.enqueue()


@task(queue_name="mail")
def spread(occurrence_id: int) -> None:
    """Tell everybody whom an event concerns."""
    spread_occurrence(occurrence_id)
