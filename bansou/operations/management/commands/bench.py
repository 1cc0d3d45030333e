"""python manage.py bench (`make bench`): figures of the anonymity check; requests a second and CPU a request of each page type. Prints Markdown."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from bansou.operations import demo
from bansou.operations.bench.anonymity import anonymity_lines
from bansou.operations.bench.exchange import exchange_lines
from bansou.operations.bench.measuring import Measured, mean, measure, serving
from bansou.operations.bench.outbox import outbox_lines
from bansou.operations.bench.pages import MOST_KILOBYTES, MOST_TIMES_BARE, BenchPage, cookie_of, first_view, pages
from bansou.operations.bench.search import search_lines
from bansou.operations.bench.telling import telling_lines
from bansou.operations.bulk import load_cases, load_topics
from bansou.operations.embedded import EmbeddedServer
from bansou.operations.ports import free_port
from bansou.operations.supervision import Child
from bansou.operations.web_server import granian_command, gunicorn_command
from cases.models import Case

BARE = BenchPage("bare view", "/bare/")
BARE_APPLICATION = "bansou.operations.bench.bare:make_application"
SITE_APPLICATION = "bansou.wsgi:application"
#: Rows beside the samples, so that lists are full.
ROWS = 200
#: How often the two servers are compared in turns.
TURNS = 5
_MAKERS: dict[str, Callable[..., list[str]]] = {"granian": granian_command, "gunicorn": gunicorn_command}


@dataclass(frozen=True)
class Row:
    """A page, the same with none of its parts remembered, and the bare view measured just before and just after them."""

    page: Measured
    first_look: Measured
    bare: Measured


class Command(BaseCommand):
    """Runs on a database of its own (the Makefile gives it a BANSOU_VAR), with the web server of each kind on a free port."""

    help = "Measure the anonymity check, the pages and the two servers."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long, and how many ask at once."""
        parser.add_argument("--seconds", type=float, default=4.0, help="for each page")
        parser.add_argument("--clients", type=int, default=4)
        parser.add_argument("--search", action="store_true", help="searches alone, at their size")

    def handle(self, *args: Any, seconds: float, clients: int, search: bool, **options: Any) -> None:
        """Prepare the data, then measure: all pages under granian, the lightest and the heaviest under both servers."""
        self.seconds, self.clients = seconds, clients
        for line in () if search else anonymity_lines():
            self.stdout.write(line)
        with ExitStack() as parts:
            if settings.EMBEDDED_DATABASE:
                server = EmbeddedServer(settings.VAR_DIR, disposable=True)
                server.start()
                parts.callback(server.stop)
            self._prepare()
            if search:
                self._say(search_lines("supporter@example.jp"))
                return
            cookie = cookie_of("supporter@example.jp")
            wanted = pages()
            connections.close_all()
            asked = [(page, who) for page in wanted for who in ("", cookie)]
            rows = self._run(asked)
            self._print_pages(asked, rows)
            heaviest = max(zip(rows, asked, strict=True), key=lambda pair: pair[0].page.web_ms / pair[0].bare.web_ms)[1]
            self._compare_servers(heaviest)
            self._say(outbox_lines("supporter@example.jp"))
            self._say(exchange_lines("supporter@example.jp"))
            self._say(telling_lines("staff@example.jp"))
            self._say(search_lines("supporter@example.jp"))

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)

    def _prepare(self) -> None:
        demo.prepare_with_samples()
        if Case.objects.count() < ROWS:
            load_cases(ROWS)
            load_topics(ROWS)

    def _run(self, asked: list[tuple[BenchPage, str]]) -> list[Row]:
        """Each page between two runs of the bare view: on shared cores what else runs changes by the minute, and hits both."""
        rows = []
        with ExitStack() as servers:
            bare_server, bare_base = self._start(servers, granian_command, BARE_APPLICATION, BARE.path)
            server, base = self._start(servers, granian_command, SITE_APPLICATION, "/healthz")
            before = self._measure_bare(bare_server, bare_base)
            for page, cookie in asked:
                found = self._measure(server, base, page.path, cookie)
                first_look = self._measure(server, base, page.first_look, cookie, seconds=self.seconds / 2)
                after = self._measure_bare(bare_server, bare_base)
                rows.append(Row(page=found, first_look=first_look, bare=mean(before, after)))
                self._progress(
                    f"{page.name} {_who(cookie)}: {found.web_ms:.2f} ms, first look {first_look.web_ms:.2f} ms, bare {rows[-1].bare.web_ms:.2f} ms"
                )
                before = after
            self.weights = first_view(base)
        return rows

    def _start(self, servers: ExitStack, make: Callable[..., list[str]], application: str, warm: str) -> tuple[Child, str]:
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        is_factory = application == BARE_APPLICATION
        command = make(application, host="127.0.0.1", port=port, workers=settings.WEB_WORKERS, is_factory=is_factory)
        return servers.enter_context(serving(command, base, warm)), base

    def _measure_bare(self, server: Child, base: str) -> Measured:
        return self._measure(server, base, BARE.path, "", seconds=self.seconds / 2)

    def _measure(self, server: Child, base: str, path: str, cookie: str, *, seconds: float = 0) -> Measured:
        seconds = seconds or self.seconds
        return measure(server, base + path, cookie=cookie, seconds=seconds, clients=self.clients, var=settings.VAR_DIR)

    def _print_pages(self, asked: list[tuple[BenchPage, str]], rows: list[Row]) -> None:
        out = self.stdout.write
        out(f"{settings.WEB_WORKERS} web processes, {self.clients} clients on the same machine, {self.seconds:g} s a page.\n")
        out("| page | who | requests/s | CPU ms | × bare | × bare at first look | PostgreSQL ms | HTML KB | |")
        out("|---|---|--:|--:|--:|--:|--:|--:|---|")
        bare = rows[0].bare
        out(
            f"| bare view | | {bare.requests_a_second:.0f} | {bare.web_ms:.2f} | 1.0 | "
            f"| {bare.database_ms:.2f} | {bare.kilobytes:.1f} | {_remark(bare, 0)} |"
        )
        for (page, cookie), row in zip(asked, rows, strict=True):
            found, ratio = row.page, row.page.web_ms / row.bare.web_ms
            out(
                f"| {page.name} | {_who(cookie)} | {found.requests_a_second:.0f} | {found.web_ms:.2f} "
                f"| {ratio:.1f} | {row.first_look.web_ms / row.bare.web_ms:.1f} | {found.database_ms:.2f} | {found.kilobytes:.1f} | {_remark(found, ratio)} |"
            )
        total = sum(self.weights.values())
        parts = ", ".join(f"{name} {weight:.1f}" for name, weight in self.weights.items())
        out(f"\nFirst view of home, compressed: {total:.1f} KB ({parts}).\n")

    def _compare_servers(self, heaviest: tuple[BenchPage, str]) -> None:
        """Both servers stand at once and are asked in turns; the median of the turns is printed."""
        asked = {BARE.name: (BARE_APPLICATION, BARE.path, (BARE, "")), heaviest[0].name: (SITE_APPLICATION, "/healthz", heaviest)}
        seen: dict[tuple[str, str], list[Measured]] = {(kind, name): [] for name in asked for kind in _MAKERS}
        with ExitStack() as servers:
            started = {
                (kind, name): self._start(servers, make, application, warm)
                for name, (application, warm, _) in asked.items()
                for kind, make in _MAKERS.items()
            }
            for turn in range(TURNS):
                for (kind, name), (server, base) in started.items():
                    page, cookie = asked[name][2]
                    seen[kind, name].append(self._measure(server, base, page.path, cookie))
                self._progress(f"servers, turn {turn + 1} of {TURNS}")
        out = self.stdout.write
        out(f"Median of {TURNS} turns.\n")
        out("| server | page | requests/s | CPU ms |")
        out("|---|---|--:|--:|")
        for (kind, name), turns in seen.items():
            speed, cost = median(turn.requests_a_second for turn in turns), median(turn.web_ms for turn in turns)
            out(f"| {kind} | {name} | {speed:.0f} | {cost:.2f} |")

    def _progress(self, line: str) -> None:
        self.stderr.write(line)


def _who(cookie: str) -> str:
    return "signed in" if cookie else "signed out"


def _remark(found: Measured, ratio: float) -> str:
    remarks = []
    if found.failures:
        remarks.append(f"{found.failures} failed")
    if ratio > MOST_TIMES_BARE:
        remarks.append(f"over {MOST_TIMES_BARE:g} × bare")
    if found.kilobytes > MOST_KILOBYTES:
        remarks.append(f"over {MOST_KILOBYTES:g} KB")
    return ", ".join(remarks)
