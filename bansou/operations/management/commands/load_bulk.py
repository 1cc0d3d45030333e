"""python manage.py load_bulk --cases 1000 --topics 1000 (`make bulk`): many rows, for measuring."""

import time
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bansou.operations import embedded
from bansou.operations.bulk import NoSamplesError, load_cases, load_topics


class Command(BaseCommand):
    """Works on the running site's database, or starts the embedded one for itself. Copies of samples: nothing for a real site."""

    help = "Write many copies of the sample cases and topics."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many of each, and whether search should find them."""
        parser.add_argument("--cases", type=int, default=1000)
        parser.add_argument("--topics", type=int, default=1000)
        parser.add_argument("--index", action="store_true", help="Write the search index too; slow.")

    def handle(self, *args: Any, cases: int, topics: int, index: bool, **options: Any) -> None:
        """Load, and say how long it took."""
        if not settings.DEMO_ALLOWED:
            raise CommandError("測定用のデータは、本番の設定では作れません。")
        with ExitStack() as parts:
            if settings.EMBEDDED_DATABASE:
                parts.enter_context(embedded.running(settings.VAR_DIR))
            started = time.monotonic()
            try:
                load_cases(cases)
                load_topics(topics)
            except NoSamplesError as error:
                raise CommandError(str(error)) from error
            if index:
                call_command("rebuild_modelsearch_index", verbosity=0)
            self.stdout.write(f"事例 {cases} 件、話題 {topics} 件を加えました（{time.monotonic() - started:.1f} 秒）。")
