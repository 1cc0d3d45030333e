"""What the worker does for people."""

from django.tasks import task

from accounts.actions.people_lists import take_in_next_lines


@task()
def take_in_people_list(pk: int) -> None:
    """Take in a confirmed list of people, a few lines a transaction."""
    while take_in_next_lines(pk):
        pass
