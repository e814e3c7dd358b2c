"""The embedded PostgreSQL: only ours, kept over restarts, started over whatever was left."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from wsgi.embedded import EmbeddedError, EmbeddedPostgres

ROOT = Path(__file__).parents[2]
START_AND_ASK = """
import sys
from pathlib import Path
import psycopg2
from wsgi.embedded import EmbeddedPostgres
postgres = EmbeddedPostgres(Path(sys.argv[1]))
postgres.start()
with psycopg2.connect(postgres.url()) as connection, connection.cursor() as cursor:
    cursor.execute("select lower('ПИКА')")
    print(cursor.fetchone()[0])
connection.close()
postgres.stop()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    above = Path(tempfile.mkdtemp(prefix="trelyazh-pg-"))
    yield above / "postgres"
    shutil.rmtree(above)


@pytest.fixture
def postgres(folder: Path) -> Iterator[EmbeddedPostgres]:
    found = EmbeddedPostgres(folder)
    yield found
    found.stop()


def ask(postgres: EmbeddedPostgres, statement: str) -> object:
    connection = psycopg2.connect(postgres.url())
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            row = cursor.fetchone() if cursor.description else None
    finally:
        connection.close()
    return row[0] if row else None


def test_it_keeps_its_data_and_its_durability(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    ask(postgres, "create table kept as select 7 as number")
    assert (ask(postgres, "show fsync"), ask(postgres, "show synchronous_commit")) == ("on", "on")
    assert ask(postgres, "show listen_addresses") == ""
    postgres.stop()
    assert not postgres.is_running()
    postgres.start()
    assert ask(postgres, "select number from kept") == 7


def test_its_folder_is_closed_to_others(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    assert stat.S_IMODE(postgres.data.stat().st_mode) == 0o700
    assert stat.S_IMODE(postgres.log.stat().st_mode) == 0o600
    (socket,) = postgres.data.glob(".s.PGSQL.*[0-9]")
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700


def test_after_a_kill_it_starts_again_with_all_that_was_saved(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    ask(postgres, "create table kept as select 7 as number")
    assert postgres.pid is not None
    os.kill(postgres.pid, signal.SIGKILL)
    while postgres.is_running():
        time.sleep(0.01)
    give_up_at = time.monotonic() + 20
    while not postgres.is_running() and time.monotonic() < give_up_at:
        try:
            postgres.start()
        except EmbeddedError:
            time.sleep(0.1)
    assert ask(postgres, "select number from kept") == 7


def test_a_server_left_by_another_launcher_is_ended_first(
    folder: Path, postgres: EmbeddedPostgres
) -> None:
    left = EmbeddedPostgres(folder)
    left.start()
    ask(left, "create table kept as select 7 as number")
    postgres.start()
    assert ask(postgres, "select number from kept") == 7
    assert not left.is_running()
    assert postgres.pid is not None


def test_a_half_made_cluster_is_made_again(folder: Path, postgres: EmbeddedPostgres) -> None:
    (folder / "data.new").mkdir(parents=True)
    (folder / "data.new" / "PG_VERSION").write_text("18\n")
    postgres.start()
    assert ask(postgres, "select 1") == 1
    assert not (folder / "data.new").exists()


def test_a_path_too_long_for_a_socket_gets_a_private_short_one(folder: Path) -> None:
    postgres = EmbeddedPostgres(folder / ("x" * 100))
    postgres.start()
    try:
        assert ask(postgres, "select 1") == 1
        sockets = Path(str(ask(postgres, "show unix_socket_directories")))
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    finally:
        postgres.stop()
    assert not sockets.exists()


def test_what_is_wrong_is_in_its_log(folder: Path) -> None:
    postgres = EmbeddedPostgres(folder, options={"shared_buffers": "nonsense"})
    with pytest.raises(EmbeddedError, match=r"postgres\.log"):
        postgres.start()
    assert "nonsense" in postgres.log.read_text()


def test_there_is_no_address_before_it_runs(postgres: EmbeddedPostgres) -> None:
    with pytest.raises(EmbeddedError):
        postgres.url()


def test_it_runs_for_an_ordinary_user_too(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("every other test here already runs as an ordinary user")
    folder.parent.chmod(0o777)
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        ready = Path(python).exists() and not _as_nobody(python, "import sys").returncode
        if ready:
            done = _as_nobody(python, START_AND_ASK, str(folder))
            assert done.stdout == "пика\n", done.stderr
            return
    pytest.skip("no Python here that another user may run")


def _as_nobody(python: str, code: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(
            [python, "-c", code, *arguments],
            cwd=ROOT,
            env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if "-packages" in path)},
            user="nobody",
            group="nogroup",
            extra_groups=[],
            capture_output=True,
            text=True,
            timeout=60,
        )
    except PermissionError:
        return subprocess.CompletedProcess([python], 1)
