"""python manage.py load_demo: demo people and samples, where the settings allow them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bansou.operations.demo import DemoRefusedError, load_demo


class Command(BaseCommand):
    """Safe to run at any time: what is there stays."""

    help = "Make the demo people (password bansou-demo) and publish the sample cases and topics."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse in one line with production settings."""
        try:
            load_demo()
        except DemoRefusedError as error:
            raise CommandError(str(error)) from error
