"""What the worker does for people."""

from django.tasks import task

from accounts.actions.people_lists import take_in_next_lines


@task()
def take_in_people_list(pk: int) -> None:
    """Take in the next lines of a confirmed list, and come back for the rest behind what waits: mails of others leave in between."""
    if take_in_next_lines(pk):
        take_in_people_list.enqueue(pk)
