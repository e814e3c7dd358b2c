"""Databases for tests: one PostgreSQL per test run, a fresh migrated database per test."""

import itertools
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from store.connections import Connections
from store.migrate import migrate
from store.opening import open_connection
from wsgi.embedded import EmbeddedError, EmbeddedPostgres

TEMPLATE = "template_migrated"
NewDatabase = Callable[..., str]
PREFIX = "trelyazh-test-"
ROOM_BYTES = 2_000_000_000


def execute(url: str, statement: str) -> None:
    """One statement on a connection of its own, without our time limits."""
    connection = open_connection(url, application_name="tests", limits=False)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def _memory() -> str | None:
    """Where files never reach a disk, when there is room for them; otherwise the usual place."""
    shared = "/dev/shm"
    roomy = os.path.isdir(shared) and shutil.disk_usage(shared).free > ROOM_BYTES
    return shared if roomy and os.access(shared, os.W_OK) else None


def _remove_leftovers(above: Path) -> None:
    """Of test runs that were killed: in memory they would stay until the machine restarts."""
    for folder in above.glob(f"{PREFIX}*"):
        if not psutil.pid_exists(int(folder.name.removeprefix(PREFIX).split("-")[0])):
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """The server of this run, with a migrated template.

    It does not wait for the disk (a database per test makes thousands of files): tests kill
    processes, not machines. Load and chaos tests start one of their own, which does.
    """
    above = _memory()
    _remove_leftovers(Path(above or tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=above))
    options = {"max_connections": "200", "fsync": "off", "full_page_writes": "off"}
    options |= {"max_wal_size": "256MB"}
    server = EmbeddedPostgres(folder / "pg", options=options)
    try:
        server.start()
        execute(server.url(), f"create database {TEMPLATE}")
        migrate(server.url(TEMPLATE))
        yield server
    finally:
        server.stop(at_once=True)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_database(postgres: EmbeddedPostgres) -> NewDatabase:
    """Call it for the URL of a fresh migrated database, or of a copy of one that nobody uses.

    It goes away with the server.
    """
    numbers = itertools.count(1)

    def create(like: str = TEMPLATE) -> str:
        name = f"test_{next(numbers)}"
        execute(postgres.url(), f"create database {name} template {like} strategy wal_log")
        return postgres.url(name)

    return create


@pytest.fixture
def own_postgres() -> Iterator[EmbeddedPostgres]:
    """A migrated server that a test may kill."""
    folder = Path(tempfile.mkdtemp(prefix="trelyazh-restart-"))
    server = EmbeddedPostgres(folder / "pg")
    server.start()
    migrate(server.url())
    yield server
    server.stop(at_once=True)
    shutil.rmtree(folder)


def kill(server: EmbeddedPostgres) -> None:
    """Without a word; back when its postmaster is gone."""
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    while server.is_running():
        time.sleep(0.01)


def start_again(server: EmbeddedPostgres) -> None:
    """As the launcher does: what the dead one left may take a moment to go away."""
    give_up_at = time.monotonic() + 20
    while not server.is_running():
        try:
            server.start()
        except EmbeddedError:
            assert time.monotonic() < give_up_at
            time.sleep(0.1)


@pytest.fixture
def database_template() -> str:
    """What the database of a test is a copy of."""
    return TEMPLATE


@pytest.fixture
def database_url(
    postgres: EmbeddedPostgres, new_database: NewDatabase, database_template: str
) -> Iterator[str]:
    """A migrated database that no other test sees; gone after the test."""
    url = new_database(database_template)
    yield url
    execute(postgres.url(), f"drop database {urlsplit(url).path[1:]} with (force)")


@pytest.fixture
def connections(database_url: str) -> Iterator[Connections]:
    """A small pool on this test's database."""
    pool = Connections(database_url, size=4, wait_seconds=1.0)
    yield pool
    assert transactions_left(pool) == []
    pool.close()


def transactions_left(pool: Connections, within_seconds: float = 2.0) -> list[str]:
    """The last statements of transactions that somebody began and nobody ends."""
    give_up_at = time.monotonic() + within_seconds
    while True:
        with pool.connection() as connection, connection.cursor() as cursor:
            cursor.execute(
                "select query from pg_stat_activity where datname = current_database()"
                " and state like 'idle in transaction%'"
            )
            left = [query for (query,) in cursor]
        if not left or time.monotonic() > give_up_at:
            return left
        time.sleep(0.02)
