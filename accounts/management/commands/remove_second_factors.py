"""For somebody who lost his device and his recovery codes: his second factors are taken away."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions import remove_second_factors
from accounts.models import User


class Command(BaseCommand):
    """`python manage.py remove_second_factors ADDRESS --reason "…"`."""

    help = "Take away all second factors of the person with this address, sign him out everywhere, and tell him by mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and how it was made sure who asked."""
        parser.add_argument("address")
        parser.add_argument("--reason", required=True, help="how you made sure who asked; it stands in the record of decisions")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; CommandError where nobody has the address."""
        user = User.objects.filter(email=options["address"].strip().lower()).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['address']}.")
        remove_second_factors(user=user, by=None, reason=options["reason"])
