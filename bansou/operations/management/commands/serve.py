"""python manage.py serve (`make run`): database, web and worker from one command, until Ctrl-C."""

import signal
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from bansou.operations import demo, supervision
from bansou.operations.embedded import EmbeddedServer
from bansou.operations.ports import is_taken
from bansou.operations.preparation import fill_site, is_migrated, prepare_database
from bansou.operations.supervision import Child

#: Seconds that the web process has for its first answer.
FIRST_ANSWER_LIMIT = 60
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    """Starts what the site needs, says where it is, watches it, and stops it in the right order."""

    help = "Run the whole site: the embedded database (without DATABASE_URL), the web server and the worker."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a signal comes or a part ends by itself; the latter is a failure."""
        for number in _STOPPING:
            if signal.getsignal(number) != signal.SIG_IGN or number == signal.SIGINT:
                signal.signal(number, _interrupt)
        try:
            with ExitStack() as parts:
                self._run(parts)
        except KeyboardInterrupt:
            self._say("止めました。")

    def _run(self, parts: ExitStack) -> None:
        if settings.EMBEDDED_DATABASE:
            server = EmbeddedServer(settings.VAR_DIR)
            server.start()
            parts.callback(server.stop)
        _refuse_taken_port(settings.WEB_PORT)
        if not is_migrated():
            self._say("データベースを整えています…（初めは1〜2分かかります）")
            prepare_database()
            self._fill()
        children: list[Child] = []
        parts.callback(lambda: supervision.stop(children))
        children.append(Child("ウェブ", [sys.executable, "-m", "bansou.operations.web_server"]))
        # While the web process reads its modules; nothing is left to do where the site was filled before.
        self._fill()
        connections.close_all()
        self._wait_for_first_answer(children)
        children.append(Child("ワーカー", _worker_command()))
        self._greet()
        while True:
            _raise_if_ended(children)
            time.sleep(0.2)

    def _fill(self) -> None:
        fill_site()
        if settings.DEMO_ALLOWED:
            demo.load_demo()

    def _wait_for_first_answer(self, children: list[Child]) -> None:
        limit = time.monotonic() + FIRST_ANSWER_LIMIT
        while True:
            _raise_if_ended(children)
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{settings.WEB_PORT}/healthz", timeout=5).close()
            except urllib.error.HTTPError:
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if time.monotonic() > limit:
                    raise CommandError("ウェブが応答しません。") from None
                time.sleep(0.1)
            else:
                return

    def _greet(self) -> None:
        self._say("")
        self._say(f"伴走を開きました: {settings.BASE_URL}/")
        if settings.DEMO_ALLOWED:
            self._say(f"お試しのログイン（パスワードはどれも {demo.PASSWORD}）")
            for person in demo.SIGN_INS:
                self._say(f"  {person.address:22} {person.meaning}")
        self._say("止めるには Ctrl-C を押します。")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _worker_command() -> list[str]:
    manage = str(settings.BASE_DIR / "manage.py")
    return [sys.executable, manage, "work"]


def _raise_if_ended(children: list[Child]) -> None:
    ended = supervision.first_ended(children)
    if ended:
        raise CommandError(f"{ended.name}が終わってしまったので、すべて止めます（終了コード {ended.process.returncode}）。")


def _refuse_taken_port(port: int) -> None:
    if is_taken(port):
        raise CommandError(f"ポート {port} はほかのプログラムが使っています。PORT={port + 1} make run のように変えられます。")


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Stop once: another signal must not cut the stopping off."""
    for stopping in _STOPPING:
        signal.signal(stopping, signal.SIG_IGN)
    raise KeyboardInterrupt
