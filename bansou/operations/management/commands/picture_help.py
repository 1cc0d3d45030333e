"""python manage.py picture_help --site http://localhost:8000: the pictures of 「使い方」 made anew from a running site with its demo."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bansou.explainer.models import ExplainerPage, HomePage
from bansou.operations.help_pictures import MOST_BYTES, SHOTS, NoBrowserError, take_pictures


class Command(BaseCommand):
    """Needs `make run` beside it: the pages are looked at as they are served."""

    help = "Take the pictures of the staff's help page from a running site."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the site runs."""
        parser.add_argument("--site", default="http://localhost:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take them, say how big they are."""
        keys = {"home": HomePage.objects.get().pk, "page": ExplainerPage.objects.get(slug="why-now").pk}
        try:
            sizes = take_pictures(options["site"], keys)
        except NoBrowserError as error:
            raise CommandError(str(error)) from error
        for name, size in sizes.items():
            self.stdout.write(f"{name}: {size:,}")
        if sum(sizes.values()) > MOST_BYTES:
            raise CommandError(f"{len(SHOTS)}枚で{sum(sizes.values()):,}バイトあります。{MOST_BYTES:,}バイトまでにしてください。")
