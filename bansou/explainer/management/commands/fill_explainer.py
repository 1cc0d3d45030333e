"""python manage.py fill_explainer: makes or refreshes the explainer's pages from bansou/explainer/content/."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bansou.explainer.actions import fill_explainer


class Command(BaseCommand):
    """Safe to run at any time: pages that staff have touched are kept."""

    help = "Make or refresh the explainer's pages from the files of bansou/explainer/content/."

    def add_arguments(self, parser: CommandParser) -> None:
        """--overwrite is for a staging site whose edits may go."""
        parser.add_argument(
            "--overwrite", action="store_true", help="Also rewrite what staff have edited, unpublished or deleted."
        )

    def handle(self, *args: Any, overwrite: bool = False, **options: Any) -> None:
        """Print a line a page."""
        for filled in fill_explainer(by=None, overwrite=overwrite):
            self.stdout.write(f"{filled.outcome:10} {filled.slug}")
