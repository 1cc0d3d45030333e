"""What the worker does for people."""

from django.tasks import task

from accounts.actions.data_files import write_data_file


@task()
def make_data_file(pk: str) -> None:
    """Make the file that somebody asked for."""
    write_data_file(pk)
