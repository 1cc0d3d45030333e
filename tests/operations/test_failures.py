"""What a person at the terminal can mend is told in one line, by every command and by the web process."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError

from bansou.operations import failures

ROOT = Path(__file__).parents[2]
NOWHERE = "postgres://aoi:geheim@127.0.0.1:1/bansou"


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORT"}
    }
    return subprocess.run(
        [sys.executable, "-W", "ignore", *command],
        cwd=ROOT,
        env=environment | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_wrong_variable_stops_every_command_and_names_the_allowed_values():
    result = run("manage.py", "migrate", PORT="abc")

    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "設定に誤りがあります: PORT='abc' is not allowed. Allowed: a whole number from 1 to 65535."
    ]


def test_a_wrong_variable_stops_our_own_commands_too():
    result = run("manage.py", "serve", BANSOU_LOG_LEVEL="loud")

    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "設定に誤りがあります: BANSOU_LOG_LEVEL='loud' is not allowed. Allowed: DEBUG, ERROR, INFO, WARNING."
    ]


def test_a_missing_variable_stops_the_web_process_in_one_line():
    result = run("-c", "import bansou.wsgi")

    assert result.returncode == 1
    assert result.stderr.startswith("設定に誤りがあります: SECRET_KEY is not set.")
    assert result.stderr.count("\n") == 1


def test_a_missing_database_stops_a_command_in_one_line_that_names_the_address_without_its_password():
    result = run("manage.py", "showmigrations", DATABASE_URL=NOWHERE)

    assert result.returncode == 1
    assert result.stderr.startswith("データベースに接続できません: ")
    assert "DATABASE_URL=postgres://aoi@127.0.0.1:1/bansou" in result.stderr
    assert result.stderr.count("\n") == 1
    assert "geheim" not in result.stderr + result.stdout


def test_a_missing_database_stops_the_web_process_in_one_line(tmp_path):
    result = run("-m", "bansou.operations.web_server", DATABASE_URL=NOWHERE, DJANGO_SETTINGS_MODULE="bansou.settings.dev")

    assert result.returncode == 1
    assert result.stderr.startswith("データベースに接続できません: ")
    assert result.stderr.count("\n") == 1


def test_without_an_address_the_line_says_when_the_embedded_database_runs(tmp_path):
    result = run("manage.py", "showmigrations", BANSOU_VAR=str(tmp_path))

    assert result.returncode == 1
    assert "内蔵のデータベースは make run のあいだだけ動きます" in result.stderr


def test_a_taken_port_is_named_with_the_way_out(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        result = run("manage.py", "serve", BANSOU_VAR=str(tmp_path), PORT=str(port))

    assert result.returncode == 1
    assert f"ポート {port} はほかのプログラムが使っています。PORT={port + 1} make run" in result.stderr
    assert "Traceback" not in result.stderr


def test_what_a_programmer_got_wrong_keeps_its_traceback():
    assert failures.line_for(ImproperlyConfigured("two apps with one label")) == ""
    assert failures.line_for(ValueError("broken")) == ""


@pytest.mark.parametrize(
    ("state", "is_unreachable"), [(None, True), ("57P01", True), ("08006", True), ("57014", False), ("40P01", False)]
)
def test_a_statement_that_failed_is_not_a_missing_database(state, is_unreachable):
    error = OperationalError("it failed")
    error.__cause__ = type("Cause", (Exception,), {"sqlstate": state})()

    assert failures.is_unreachable(error) is is_unreachable
