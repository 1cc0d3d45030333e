"""python manage.py audit (`make audit`): HTML and CSS of every page type by the Nu checker, scores by Lighthouse."""

import logging
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from bansou.operations import audit, demo
from bansou.operations.bench.measuring import serving
from bansou.operations.bench.pages import pages
from bansou.operations.embedded import EmbeddedServer
from bansou.operations.ports import free_port
from bansou.operations.preparation import fill_site, prepare_database
from bansou.operations.web_server import granian_command


class Command(BaseCommand):
    """An error of the checker fails the command; Lighthouse's scores are printed."""

    help = "Check every page type's HTML and CSS, and print Lighthouse's scores."

    def add_arguments(self, parser: CommandParser) -> None:
        """Lighthouse takes a minute a page."""
        parser.add_argument("--no-lighthouse", action="store_true")

    def handle(self, *args: Any, no_lighthouse: bool, **options: Any) -> None:
        """Prepare the data, save the pages, check them."""
        logging.getLogger("bansou.requests").setLevel(logging.ERROR)
        try:
            tools = audit.install_tools(settings.VAR_DIR)
            with ExitStack() as parts:
                if settings.EMBEDDED_DATABASE:
                    server = EmbeddedServer(settings.VAR_DIR, disposable=True)
                    server.start()
                    parts.callback(server.stop)
                prepare_database()
                fill_site()
                demo.load_demo()
                folder = settings.VAR_DIR / "pages"
                strange = audit.write_pages(folder)
                remarks = audit.check_html(tools, folder)
                wanted = pages()
                connections.close_all()
                if not no_lighthouse:
                    self._lighthouse(tools, [page.path for page in wanted if page.name in {"home", "case page", "topic page"}])
        except audit.ToolMissingError as error:
            raise CommandError(str(error)) from error
        for path, status in strange.items():
            self.stdout.write(f"{path} answered {status}")
        for remark in remarks:
            self.stdout.write(f"{remark.page}:{remark.line}: {remark.message}\n    {remark.extract}")
        checked = len(list(folder.iterdir()))
        self.stdout.write(f"{checked} files checked, {len(remarks)} errors")
        if remarks or strange:
            raise CommandError("audit found errors")

    def _lighthouse(self, tools: Any, paths: list[str]) -> None:
        port = free_port()
        base = f"http://localhost:{port}"
        with serving(granian_command("bansou.wsgi:application", host="127.0.0.1", port=port, workers=1), base, "/healthz"):
            for path in paths:
                for is_desktop in (False, True):
                    scores = audit.lighthouse_scores(tools, base + path, is_desktop=is_desktop)
                    words = ", ".join(f"{name} {score}" for name, score in scores.items())
                    self.stdout.write(f"Lighthouse {'desktop' if is_desktop else 'mobile'} {path}: {words}")
