"""The launcher: one line when something is wrong, everything closed in order, nothing lost."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg2
import pytest

from wsgi.embedded import EmbeddedPostgres

ROOT = Path(__file__).parents[2]
PRETEND = Path(__file__).with_name("pretend_server.py")
LAUNCH = "import sys; from wsgi.run import main; sys.exit(main(server=sys.argv[1:]))"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class Launcher:
    """One launcher in a process of its own, over a data folder that outlives it."""

    def __init__(self, folder: Path, port: int, **environment: str) -> None:
        self.folder = folder
        self.errors = folder.with_suffix(".err")
        clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self._file = self.errors.open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-c", LAUNCH, sys.executable, str(PRETEND)],
            cwd=ROOT,
            env=clean | {"DATA_DIR": str(folder), "PORT": str(port)} | environment,
            stdout=self._file,
            stderr=self._file,
        )

    def until(self, is_so: Callable[[], bool], within_seconds: float = 20.0) -> None:
        give_up_at = time.monotonic() + within_seconds
        while not is_so():
            assert time.monotonic() < give_up_at, self.said()
            time.sleep(0.05)

    def until_open(self) -> None:
        self.until(lambda: "Trelyazh is open" in self.said())

    def until_more_acts(self, count: int = 5) -> None:
        before = len(self.lines("acts"))
        self.until(lambda: len(self.lines("acts")) >= before + count)

    def ended(self, within_seconds: float = 20.0) -> int:
        status = self.process.wait(within_seconds)
        self._file.close()
        return int(status)

    def said(self) -> str:
        return self.errors.read_text()

    def lines(self, name: str) -> list[str]:
        path = self.folder / name
        return path.read_text().splitlines() if path.exists() else []

    def postmaster(self) -> int | None:
        """None while the file is gone or being written: a new one is starting."""
        file = self.folder / "postgres" / "data" / "postmaster.pid"
        with suppress(FileNotFoundError, IndexError):
            return int(file.read_text().split()[0])
        return None


@pytest.fixture
def folder() -> Iterator[Path]:
    above = Path(tempfile.mkdtemp(prefix="trelyazh-run-"))
    yield above / "var"
    shutil.rmtree(above)


@pytest.fixture
def launch(folder: Path) -> Iterator[Callable[..., Launcher]]:
    launched: list[Launcher] = []

    def start(port: int | None = None, **environment: str) -> Launcher:
        launched.append(Launcher(folder, port or free_port(), **environment))
        return launched[-1]

    yield start
    for each in launched:
        if each.process.poll() is None:
            each.process.terminate()
            each.ended()


def acts_in_database(folder: Path) -> set[str]:
    postgres = EmbeddedPostgres(folder / "postgres")
    postgres.start()
    try:
        connection = psycopg2.connect(postgres.url())
        with connection.cursor() as cursor:
            cursor.execute("select number from acts")
            found = {row[0] for row in cursor}
        connection.close()
        return found
    finally:
        postgres.stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_opens_says_where_and_closes_when_asked(
    launch: Callable[..., Launcher], number: int
) -> None:
    port = free_port()
    club = launch(port)
    club.until_open()
    assert f"http://127.0.0.1:{port} " in club.said()
    assert club.said().count("Trelyazh is open") == 1
    club.until_more_acts()
    club.process.send_signal(number)
    assert club.ended() == 0
    assert club.lines("notes") == ["start", "SIGTERM"]
    assert not (club.folder / "postgres" / "data" / "postmaster.pid").exists()
    assert acts_in_database(club.folder) >= set(club.lines("acts"))


def test_a_hangup_reaches_the_server_and_nothing_closes(launch: Callable[..., Launcher]) -> None:
    club = launch()
    club.until_open()
    club.process.send_signal(signal.SIGHUP)
    club.until(lambda: club.lines("notes") == ["start", "SIGHUP"])
    club.until_more_acts()
    assert club.process.poll() is None


def test_a_killed_database_comes_back_with_all_that_was_saved(
    launch: Callable[..., Launcher],
) -> None:
    club = launch()
    club.until_open()
    for _ in range(2):
        club.until_more_acts()
        killed = club.postmaster()
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        club.until(lambda: club.postmaster() not in (None, killed))  # noqa: B023
        club.until_more_acts()
    assert club.said().count("started again") >= 2
    club.process.terminate()
    assert club.ended() == 0
    assert acts_in_database(club.folder) >= set(club.lines("acts"))


def test_a_killed_launcher_takes_server_and_database_with_it_and_loses_nothing(
    launch: Callable[..., Launcher],
) -> None:
    port = free_port()
    club = launch(port)
    club.until_open()
    club.until_more_acts()
    club.process.kill()
    club.ended()
    again = launch(port)
    again.until_open()
    assert again.lines("notes") == ["start", "SIGTERM", "start"]
    again.until_more_acts()
    again.process.terminate()
    assert again.ended() == 0
    assert acts_in_database(club.folder) >= set(club.lines("acts"))


def test_when_the_server_dies_the_launcher_says_so_and_ends(
    launch: Callable[..., Launcher],
) -> None:
    club = launch()
    club.until_open()
    club.until_more_acts()
    server = int(club.lines("acts")[0].split("-")[0])
    os.kill(server, signal.SIGKILL)
    assert club.ended() == 1
    assert "the server ended by itself with status -9" in club.said()
    assert not (club.folder / "postgres" / "data" / "postmaster.pid").exists()


def test_two_launchers_do_not_share_their_data(launch: Callable[..., Launcher]) -> None:
    first = launch()
    first.until_open()
    second = launch()
    assert second.ended() == 2
    assert second.said() == f"DATA_DIR: {first.folder} is in use by process {first.process.pid}\n"
    first.until_more_acts()


def test_a_taken_port_is_one_clear_line(launch: Callable[..., Launcher]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        club = launch(port)
        assert club.ended() == 2
    assert club.said().startswith(f"PORT: {port} cannot be opened on 127.0.0.1: ")
    assert club.said().count("\n") == 1


def test_a_wrong_setting_is_one_clear_line(launch: Callable[..., Launcher]) -> None:
    club = launch(WORKERS="none")
    assert club.ended() == 2
    assert club.said() == "WORKERS: must be a whole number from 1 to 64, not 'none'\n"


def test_a_database_that_is_given_is_used_and_not_ended(
    launch: Callable[..., Launcher], database_url: str
) -> None:
    club = launch(DATABASE_URL=database_url)
    club.until_open()
    club.until_more_acts()
    club.process.terminate()
    assert club.ended() == 0
    assert not (club.folder / "postgres").exists()
    with psycopg2.connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from acts")
        assert cursor.fetchone() != (0,)
    connection.close()


def test_a_database_that_is_not_there_is_said_and_nothing_starts(
    launch: Callable[..., Launcher], database_url: str
) -> None:
    club = launch(DATABASE_URL=database_url.replace("?", "_missing?"))
    assert club.ended() == 2
    assert "does not exist" in club.said()
    assert "Traceback" not in club.said()
    assert club.lines("notes") == []
