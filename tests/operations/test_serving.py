"""`manage.py serve`: the site comes up from nothing, and one signal takes all of it down again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from bansou.operations import embedded

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def var(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("served")


def serve(var: Path) -> tuple["subprocess.Popen[str]", int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    process = subprocess.Popen(
        [sys.executable, "-u", "manage.py", "serve"],
        cwd=ROOT,
        env=environment | {"BANSOU_VAR": str(var), "PORT": str(port), "BANSOU_WEB_WORKERS": "1", "BANSOU_LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return process, port


def greeting(process: "subprocess.Popen[str]") -> str:
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(lines)


def family(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_filled_site_answers_and_a_signal_leaves_no_process_behind(var, number):
    process, port = serve(var)
    try:
        text = greeting(process)
        home = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30).read().decode()
        children = family(process)

        process.send_signal(number)
        code = process.wait(60)
    finally:
        process.kill()

    assert f"http://localhost:{port}/" in text
    assert "supporter@example.jp" in text
    assert "bansou-demo" in text
    assert "伴走" in home
    assert len(children) >= 4  # database, web server and its worker, task worker
    assert code == 0
    assert not [child for child in children if child.is_running()]
    assert not embedded.answers(var)


def test_when_one_part_ends_the_rest_is_stopped_and_the_part_is_named(var):
    process, _ = serve(var)
    try:
        greeting(process)
        children = family(process)
        worker = next(child for child in children if "db_worker" in child.cmdline())

        worker.kill()
        output = process.communicate(timeout=60)[0]
    finally:
        process.kill()

    assert "ワーカーが終わってしまったので、すべて止めます" in output
    assert process.returncode == 1
    assert not [child for child in children if child.is_running()]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a child of its parent's death")
def test_kill_minus_nine_leaves_no_process_behind_either(var):
    process, _ = serve(var)
    greeting(process)
    children = family(process)

    process.kill()
    process.wait()

    limit = time.monotonic() + 30
    while any(child.is_running() for child in children) and time.monotonic() < limit:
        time.sleep(0.1)
    assert not [child for child in children if child.is_running()]
