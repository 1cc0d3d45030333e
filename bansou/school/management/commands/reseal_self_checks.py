"""After a new key was put first: the answers of self-checks sealed under it, so that the old key can go."""

from typing import Any

from django.core.management.base import BaseCommand

from bansou.school.self_check.actions import reseal_self_checks


class Command(BaseCommand):
    """`python manage.py reseal_self_checks`."""

    help = "Encrypt the answers of self-checks anew with the first key of BANSOU_SELF_CHECK_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how many rows there were."""
        self.stdout.write(f"{reseal_self_checks()}")
