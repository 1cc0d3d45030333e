"""The embedded PostgreSQL: it starts from nothing, ends with us, and survives what machines do to it."""

import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from bansou.operations import embedded

HOLDER = """
import sys, time
from pathlib import Path
from bansou.operations.embedded import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]), disposable=True)
server.start()
print("started", flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def var(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("var")


def connect(var: Path) -> psycopg.Connection:
    return psycopg.connect(host=str(embedded.socket_folder(var)), user="postgres", dbname="bansou", connect_timeout=5)


def test_the_first_start_makes_a_database_that_sorts_and_folds_the_same_on_every_machine(var):
    with embedded.running(var, disposable=True), connect(var) as connection:
        encoding = connection.execute(
            "select pg_encoding_to_char(encoding), datlocprovider, datlocale from pg_database where datname = 'bansou'"
        )

        assert encoding.fetchone() == ("UTF8", "b", "C.UTF-8")
        assert connection.execute("select lower('ＡÉ') ").fetchone() == ("ａé",)


def test_nothing_listens_on_the_network(var):
    with embedded.running(var, disposable=True), connect(var) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)


def test_what_was_written_is_there_after_a_stop(var):
    with embedded.running(var, disposable=True), connect(var) as connection:
        connection.execute("create table kept as select 42 as answer")
        connection.commit()

    with embedded.running(var, disposable=True), connect(var) as connection:
        assert connection.execute("select answer from kept").fetchone() == (42,)


def test_the_server_of_the_site_keeps_its_promises_to_the_disk(tmp_path):
    with embedded.running(tmp_path), connect(tmp_path) as connection:
        assert connection.execute("show fsync").fetchone() == ("on",)
        assert connection.execute("show synchronous_commit").fetchone() == ("on",)


def test_a_second_start_on_the_same_folder_is_refused_with_the_first_ones_number(var):
    with embedded.running(var, disposable=True):
        with pytest.raises(embedded.EmbeddedDatabaseError, match=r"ほかのプロセス（番号 \d+）が使っています"):
            embedded.EmbeddedServer(var).start()

        assert embedded.answers(var)


def test_the_next_start_recovers_when_the_process_that_held_the_server_was_killed(var):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(var)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"started\n"
        holder.kill()

    with embedded.running(var, disposable=True), connect(var) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a child of its parent's death")
def test_the_server_ends_by_itself_when_its_holder_is_killed(var):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(var)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.kill()

    limit = time.monotonic() + 10
    while embedded.answers(var) and time.monotonic() < limit:
        time.sleep(0.05)
    assert not embedded.answers(var)


def test_a_pid_file_that_a_crash_left_behind_is_no_obstacle(var):
    with embedded.running(var, disposable=True):
        pass  # the data must be there, whichever test comes first
    (embedded.data_folder(var) / "postmaster.pid").write_text("1\n")

    with embedded.running(var, disposable=True):
        assert embedded.answers(var)


def test_a_first_start_that_was_cut_off_is_done_again(tmp_path):
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "half").write_text("made")

    with embedded.running(tmp_path, disposable=True):
        assert embedded.answers(tmp_path)


def test_spoilt_data_of_the_site_is_reported_in_one_line_and_left_as_it_is(tmp_path):
    data = embedded.data_folder(tmp_path)
    data.mkdir(mode=0o700)
    (data / "PG_VERSION").write_text("18\n")

    with pytest.raises(embedded.EmbeddedDatabaseError) as refused:
        embedded.EmbeddedServer(tmp_path).start()

    assert "内蔵のデータベースが起動しません" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert (data / "PG_VERSION").exists()


def test_a_folder_with_a_long_name_gets_its_socket_elsewhere(tmp_path):
    deep = tmp_path / ("あ" * 30) / "var"

    assert deep not in embedded.socket_folder(deep).parents
    assert embedded.socket_folder(deep) != embedded.socket_folder(deep / "other")
    with embedded.running(deep, disposable=True):
        assert embedded.answers(deep)
