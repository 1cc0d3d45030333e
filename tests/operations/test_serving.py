"""`manage.py serve`: the site comes up from nothing, and one signal takes all of it down again."""

import http.client
import http.cookiejar
import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

import psutil
import pytest

from bansou.operations import embedded

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def var(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("served")


def serve(var: Path, *, workers: int = 1) -> tuple["subprocess.Popen[str]", int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    process = subprocess.Popen(
        [sys.executable, "-u", "manage.py", "serve"],
        cwd=ROOT,
        env=environment
        | {"BANSOU_VAR": str(var), "PORT": str(port), "BANSOU_WEB_WORKERS": str(workers), "BANSOU_LOG_LEVEL": "ERROR"},
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
        worker = next(child for child in children if "work" in child.cmdline())

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


#: Run inside the served site: a published case of the supporter; its address, and that of the president's link.
_PUBLISH = """
from accounts.models import User
from cases.consent_actions import president_link
from cases.statuses import Status
from django.urls import reverse
from tests.factories import make_case
author, reviewer = (User.objects.get(email=f"{name}@example.jp") for name in ("supporter", "staff"))
case = make_case(author=author, reviewer=reviewer, status=Status.PUBLISHED, title="TITLE")
print(case.get_absolute_url(), reverse("cases:president", args=[president_link(case=case, by=author).code]))
"""


def _publish(var: Path, title: str) -> list[str]:
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    told = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", _PUBLISH.replace("TITLE", title)],
        cwd=ROOT, env=environment | {"BANSOU_VAR": str(var), "BANSOU_LOG_LEVEL": "ERROR"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return told.stdout.split()[-2:]


def _get(port: int, path: str, cookie: str = "") -> tuple[int, str]:
    """Each call its own connection, so that both web processes are met."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", urllib.parse.quote(path, safe="/?=&"), headers={"Connection": "close", "Cookie": cookie})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def _sign_in(site: str) -> str:
    """The cookies of a member."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(f"{site}/accounts/login/", timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)
    sent = urllib.parse.urlencode({"csrfmiddlewaretoken": token, "login": "reader@example.jp", "password": "bansou-demo"})
    opener.open(f"{site}/accounts/login/", data=sent.encode(), timeout=30)
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def test_a_second_after_the_presidents_no_neither_of_two_web_processes_shows_the_case(var):
    title = "二つのプロセスで消える事例"
    process, port = serve(var, workers=2)
    site = f"http://127.0.0.1:{port}"
    telling = ("/", "/cases/", "/cases/map/", "/cases/changes/", "/walls/see/", "/search/?q=班長", "/sitemap.xml")
    try:
        greeting(process)
        workers = [
            child for child in family(process) if "granian" in " ".join(child.cmdline()) or child.name().startswith("granian")
        ]
        address, link = _publish(var, title)
        cookies = ("", _sign_in(site))
        before = [_get(port, address, cookie) for cookie in cookies for _ in range(8)]
        for path in telling:  # every process remembers its parts of these pages
            for cookie in cookies:
                for _ in range(4):
                    _get(port, path, cookie)

        jar = http.cookiejar.CookieJar()
        president = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = president.open(site + link, timeout=30).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)
        president.open(site + link, data=urllib.parse.urlencode({"csrfmiddlewaretoken": token}).encode(), timeout=30)
        time.sleep(1)

        after = [_get(port, address, cookie) for cookie in cookies for _ in range(8)]
        lists = {path: [_get(port, path, cookie)[1] for cookie in cookies for _ in range(4)] for path in telling}
        sheet = urllib.request.urlopen(f"http://127.0.0.1:{port}/cases/export.xlsx", timeout=30).read()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        process.kill()

    assert workers
    assert {status for status, _ in before} == {200}
    assert {status for status, _ in after} == {410}
    assert not [path for path, pages in lists.items() if any(title in page or address in page for page in pages)]
    with zipfile.ZipFile(io.BytesIO(sheet)) as parts:
        assert not [name for name in parts.namelist() if title in parts.read(name).decode()]
