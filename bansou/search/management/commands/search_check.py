"""python manage.py search_check: looks for entries that are missing, stale or orphaned."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bansou.search.models import SweepKind
from bansou.search.sweeping import begin, is_out_of_date, mend, walk


class Command(BaseCommand):
    """Ends with 1 where something is wrong and stays so."""

    help = "Compare the search index with what it is made of."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to mend."""
        parser.add_argument("--mend", action="store_true", help="write what is wrong anew")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk from the beginning to the end."""
        *_, sweep = walk(begin(SweepKind.CHECK, does_mend=options["mend"], is_afresh=True))
        if options["mend"]:
            mend()
        self.stdout.write(sweep.in_words)
        if is_out_of_date():
            self.stdout.write("辞書かプログラムが新しくなり、ことばの分け方が変わりました。search_rebuild で作り直してください。")
        if not sweep.is_clean and not options["mend"]:
            self.stdout.write("直すには --mend を付けてください。")
            sys.exit(1)
