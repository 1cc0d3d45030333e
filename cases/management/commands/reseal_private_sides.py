"""After a new key was put first: everything sealed under it, so that the old key can go."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.private_actions import reseal_all


class Command(BaseCommand):
    """`python manage.py reseal_private_sides`."""

    help = "Encrypt the private side of all cases anew with the first key of BANSOU_PRIVATE_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how many rows there were."""
        self.stdout.write(f"{reseal_all()}")
