"""python manage.py search_rebuild: writes every entry of the index anew while people search."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bansou.search.models import SweepKind
from bansou.search.sweeping import begin, mend, walk


class Command(BaseCommand):
    """Each entry is replaced in place, so that searches find the old or the new one. Stopped, it goes on where it was."""

    help = "Write the search index anew, without taking the old one away."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to begin from nothing."""
        parser.add_argument(
            "--afresh", action="store_true", help="from the beginning, even if an earlier run was stopped on its way"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk to the end, then write what changed meanwhile."""
        begun = begin(SweepKind.REBUILD, is_afresh=options["afresh"])
        told = begun.seen
        if told:
            self.stdout.write(f"{told:,}件まで済んでいます。続きから作り直します。")
        for sweep in walk(begun):
            if options["verbosity"] and sweep.seen - told >= 1_000:
                told = sweep.seen
                self.stdout.write(f"{told:,}件")
        later = mend()
        self.stdout.write(f"索引を作り直しました：{sweep.seen:,}件（その間に変わった{later:,}件を含みます）。")
