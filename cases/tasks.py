"""What the worker does for cases."""

from django.tasks import task

from cases.models import IntakeFile


@task()
def drop_old_intake_file(pk: int) -> None:
    """Delete an intake file that nobody confirmed."""
    IntakeFile.objects.filter(pk=pk).delete()
