"""Databases for tests: one PostgreSQL per test run, a fresh migrated database per test."""

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.connections import Connections
from store.migrate import migrate
from store.opening import open_connection
from wsgi.embedded import EmbeddedPostgres

TEMPLATE = "template_migrated"


def execute(url: str, statement: str) -> None:
    """One statement on a connection of its own, without our time limits."""
    connection = open_connection(url, application_name="tests", limits=False)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """The server of this run, with a migrated template.

    It does not wait for the disk (a database per test makes thousands of files): tests kill
    processes, not machines. Load and chaos tests start one of their own, which does.
    """
    folder = Path(tempfile.mkdtemp(prefix="trelyazh-test-"))
    options = {"max_connections": "200", "fsync": "off", "full_page_writes": "off"}
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
def new_database(postgres: EmbeddedPostgres) -> Callable[[], str]:
    """Call it for the URL of a fresh migrated database; it goes away with the server."""
    numbers = itertools.count(1)

    def create() -> str:
        name = f"test_{next(numbers)}"
        execute(postgres.url(), f"create database {name} template {TEMPLATE} strategy wal_log")
        return postgres.url(name)

    return create


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    """A migrated database that no other test sees."""
    return new_database()


@pytest.fixture
def connections(database_url: str) -> Iterator[Connections]:
    """A small pool on this test's database."""
    pool = Connections(database_url, size=4, wait_seconds=1.0)
    yield pool
    pool.close()
