"""What the worker does for this room."""

from django.tasks import task

from accounts.actions.data_files import write_data_file
from accounts.actions.people_lists import take_in_next_lines


@task()
def take_in_people_list(pk: int) -> None:
    """Take in a confirmed list of people, a few lines a transaction."""
    while take_in_next_lines(pk):
        pass


@task()
def make_data_file(pk: str) -> None:
    """Make the file that somebody asked for."""
    write_data_file(pk)
