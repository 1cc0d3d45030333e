"""What the worker does for mail and for telling many people."""

import datetime

from django.tasks import task
from django.utils import timezone

from bansou.notifications.actions import send_waiting, spread_occurrence
from bansou.notifications.models import Occurrence

#: An event whose telling lasts longer has lost its task to a failure; so many are taken up at a time.
LEFT_AFTER, MOST_LEFT = datetime.timedelta(hours=1), 100


@task(queue_name="mail")
def send_waiting_mails() -> None:
    """Send what is due in the outbox for a while; where more is left, come back after what else waits."""
    if send_waiting():
        send_waiting_mails.enqueue()


@task(queue_name="mail")
def spread(occurrence_id: int) -> None:
    """Tell everybody whom an event concerns."""
    spread_occurrence(occurrence_id)


def spread_what_was_left() -> None:
    """Try once more to tell of events of which not everybody was told. The worker does it every hour."""
    left = Occurrence.objects.unspread().filter(happened_at__lt=timezone.now() - LEFT_AFTER).order_by("pk")
    for number in left.values_list("pk", flat=True)[:MOST_LEFT]:
        spread.enqueue(number)
