"""What the worker does for announcements."""

from django.tasks import task

from bansou.announcements.actions import send_due_announcements


@task(queue_name="mail")
def send_due() -> None:
    """Send those whose moment has come. The rows decide, not this task: it may run twice, or not at all."""
    send_due_announcements()
