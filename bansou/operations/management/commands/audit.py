"""python manage.py audit (part of `make audit`): Lighthouse's scores of home, a chapter, a case and a topic, on a phone and on a desk."""

import logging
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from bansou.operations import audit, demo
from bansou.operations.bench.measuring import serving
from bansou.operations.bench.pages import pages
from bansou.operations.embedded import EmbeddedServer
from bansou.operations.ports import free_port
from bansou.operations.web_server import granian_command

#: Names of bench.pages.
_LOOKED_AT = ("home", "explainer page", "case page", "topic page")


class Command(BaseCommand):
    """The scores are printed; nothing fails by them, because they depend on the machine."""

    help = "Print Lighthouse's scores."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare the data, serve the site, look at it: a minute a page."""
        logging.getLogger("bansou.requests").setLevel(logging.ERROR)
        try:
            tools = audit.install_tools(settings.VAR_DIR)
            with ExitStack() as parts:
                if settings.EMBEDDED_DATABASE:
                    server = EmbeddedServer(settings.VAR_DIR, disposable=True)
                    server.start()
                    parts.callback(server.stop)
                demo.prepare_with_samples()
                wanted = pages()
                connections.close_all()
                self._lighthouse(tools, [page.path for page in wanted if page.name in _LOOKED_AT])
        except audit.ToolMissingError as error:
            raise CommandError(str(error)) from error

    def _lighthouse(self, tools: Any, paths: list[str]) -> None:
        port = free_port()
        base = f"http://localhost:{port}"
        with serving(granian_command("bansou.wsgi:application", host="127.0.0.1", port=port, workers=1), base, "/healthz"):
            for path in paths:
                for is_desktop in (False, True):
                    try:
                        scores = audit.lighthouse_scores(tools, base + path, is_desktop=is_desktop)
                    except audit.NotMeasuredError as error:  # the other pages are measured all the same
                        words = str(error)
                    else:
                        words = ", ".join(f"{name} {score}" for name, score in scores.items())
                    self.stdout.write(f"Lighthouse {'desktop' if is_desktop else 'mobile'} {path}: {words}")
