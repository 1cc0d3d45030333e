"""python manage.py load_bulk --cases 1000 --topics 1000 --pages 20 --index (`make bulk`): many rows, for measuring."""

import time
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bansou.operations import demo, embedded
from bansou.operations.bulk import NoSamplesError, load
from bansou.operations.bulk_index import write_index
from bansou.operations.preparation import is_migrated


class Command(BaseCommand):
    """Works on the running site's database, or starts the embedded one for itself and fills it first. Copies of samples: nothing for a real site."""

    help = "Write many copies of the sample cases and topics, and articles."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many of each, and whether search should find them."""
        parser.add_argument("--cases", type=int, default=1000)
        parser.add_argument("--topics", type=int, default=1000)
        parser.add_argument("--pages", type=int, default=0)
        parser.add_argument("--index", action="store_true", help="Write the search index too.")

    def handle(self, *args: Any, cases: int, topics: int, pages: int, index: bool, **options: Any) -> None:
        """Load, and say how long it took."""
        if not settings.DEMO_ALLOWED:
            raise CommandError("測定用のデータは、本番の設定では作れません。")
        with ExitStack() as parts:
            if settings.EMBEDDED_DATABASE:
                parts.enter_context(embedded.running(settings.VAR_DIR))
            if not is_migrated():
                demo.prepare_with_samples()
            started = time.monotonic()
            try:
                load(cases=cases, topics=topics, pages=pages)
            except NoSamplesError as error:
                raise CommandError(str(error)) from error
            self._say(f"事例 {cases} 件、話題 {topics} 件、ページ {pages} 件を加えました", started)
            if index:
                started = time.monotonic()
                write_index()
                self._say("検索の索引を書きました", started)

    def _say(self, done: str, started: float) -> None:
        self.stdout.write(f"{done}（{time.monotonic() - started:.1f} 秒）。")
