"""python manage.py bench (`make bench`): requests a second and CPU a request of each page type, beside a bare view. Prints Markdown."""

import os
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from bansou.operations import demo
from bansou.operations.bench.measuring import Measured, measure, serving
from bansou.operations.bench.pages import MOST_KILOBYTES, MOST_TIMES_BARE, BenchPage, cookie_of, first_view, pages
from bansou.operations.bulk import load_cases, load_topics
from bansou.operations.embedded import EmbeddedServer
from bansou.operations.ports import free_port
from bansou.operations.preparation import fill_site, prepare_database
from bansou.operations.web_server import granian_command, gunicorn_command
from cases.models import Case

BARE = BenchPage("bare view", "/bare/")
BARE_APPLICATION = "bansou.operations.bench.bare:make_application"
SITE_APPLICATION = "bansou.wsgi:application"
#: Rows beside the samples, so that lists are full.
ROWS = 200


class Command(BaseCommand):
    """Runs on a database of its own (the Makefile gives it a BANSOU_VAR), with the web server of each kind on a free port."""

    help = "Measure the pages and the two servers."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long, and how many ask at once."""
        parser.add_argument("--seconds", type=float, default=4.0, help="for each page")
        parser.add_argument("--clients", type=int, default=4)

    def handle(self, *args: Any, seconds: float, clients: int, **options: Any) -> None:
        """Prepare the data, then measure: all pages under granian, the lightest and the heaviest under both servers."""
        os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "bansou.settings.dev")
        self.seconds, self.clients = seconds, clients
        with ExitStack() as parts:
            if settings.EMBEDDED_DATABASE:
                server = EmbeddedServer(settings.VAR_DIR, disposable=True)
                server.start()
                parts.callback(server.stop)
            self._prepare()
            cookie = cookie_of("supporter@example.jp")
            wanted = pages()
            connections.close_all()
            bare = self._run("granian", BARE_APPLICATION, [(BARE, "")])[0]
            asked = [(page, who) for page in wanted for who in ("", cookie)]
            measured = self._run("granian", SITE_APPLICATION, asked)
            self._print_pages(bare, asked, measured)
            heaviest = max(zip(measured, asked, strict=True), key=lambda pair: pair[0].web_ms)[1]
            self._compare_servers(heaviest)

    def _prepare(self) -> None:
        prepare_database()
        fill_site()
        demo.load_demo()
        if Case.objects.count() < ROWS:
            load_cases(ROWS)
            load_topics(ROWS)

    def _run(self, kind: str, application: str, asked: list[tuple[BenchPage, str]]) -> list[Measured]:
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        make = granian_command if kind == "granian" else gunicorn_command
        command = make(
            application, host="127.0.0.1", port=port, workers=settings.WEB_WORKERS, is_factory=application == BARE_APPLICATION
        )
        with serving(command, base, asked[0][0].path) as server:
            results = []
            for page, cookie in asked:
                found = measure(
                    server, base + page.path, cookie=cookie, seconds=self.seconds, clients=self.clients, var=settings.VAR_DIR
                )
                results.append(found)
                self._progress(f"{kind} {page.name} {'signed in' if cookie else 'signed out'}: {found}")
            if application == SITE_APPLICATION and len(asked) > 2:
                self.weights = first_view(base)
        return results

    def _print_pages(self, bare: Measured, asked: list[tuple[BenchPage, str]], measured: list[Measured]) -> None:
        out = self.stdout.write
        out(f"{settings.WEB_WORKERS} web processes, {self.clients} clients on the same machine, {self.seconds:g} s a page.\n")
        out("| page | who | requests/s | CPU ms | × bare | PostgreSQL ms | HTML KB | |")
        out("|---|---|--:|--:|--:|--:|--:|---|")
        out(
            f"| bare view | | {bare.requests_a_second:.0f} | {bare.web_ms:.2f} | 1.0 | {bare.database_ms:.2f} | {bare.kilobytes:.1f} | {_remark(bare, 0)} |"
        )
        for (page, cookie), found in zip(asked, measured, strict=True):
            ratio = found.web_ms / bare.web_ms
            out(
                f"| {page.name} | {'signed in' if cookie else 'signed out'} | {found.requests_a_second:.0f} | {found.web_ms:.2f} "
                f"| {ratio:.1f} | {found.database_ms:.2f} | {found.kilobytes:.1f} | {_remark(found, ratio)} |"
            )
        total = sum(self.weights.values())
        parts = ", ".join(f"{name} {weight:.1f}" for name, weight in self.weights.items())
        out(f"\nFirst view of home, compressed: {total:.1f} KB ({parts}).\n")

    def _compare_servers(self, heaviest: tuple[BenchPage, str]) -> None:
        out = self.stdout.write
        out("| server | page | requests/s | CPU ms |")
        out("|---|---|--:|--:|")
        for kind in ("granian", "gunicorn"):
            for application, asked in ((BARE_APPLICATION, (BARE, "")), (SITE_APPLICATION, heaviest)):
                found = self._run(kind, application, [asked])[0]
                out(f"| {kind} | {asked[0].name} | {found.requests_a_second:.0f} | {found.web_ms:.2f} |")

    def _progress(self, line: str) -> None:
        self.stderr.write(line)


def _remark(found: Measured, ratio: float) -> str:
    remarks = []
    if found.failures:
        remarks.append(f"{found.failures} failed")
    if ratio > MOST_TIMES_BARE:
        remarks.append(f"over {MOST_TIMES_BARE:g} × bare")
    if found.kilobytes > MOST_KILOBYTES:
        remarks.append(f"over {MOST_KILOBYTES:g} KB")
    return ", ".join(remarks)
