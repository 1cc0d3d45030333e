"""After a new key was put first: the secrets of second factors sealed under it, so that the old key can go."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.actions import reseal_second_factors


class Command(BaseCommand):
    """`python manage.py reseal_second_factors`."""

    help = "Encrypt the secrets of second factors anew with the first key of BANSOU_SECOND_FACTOR_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how many rows there were."""
        self.stdout.write(f"{reseal_second_factors()}")
