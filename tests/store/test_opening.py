"""Opening a connection ends in time and never lets libpq look a name up."""

import socket
import threading
import time
from collections.abc import Iterator

import psycopg2
import pytest

from store.connections import Connections
from store.errors import Busy, Lost
from store.opening import open_connection
from tests.databases import execute
from tests.unreliable import UnreliableRoute


@pytest.fixture
def mute_server() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def route(database_url: str) -> Iterator[UnreliableRoute]:
    found = UnreliableRoute(database_url)
    yield found
    found.close()


def test_a_server_that_says_nothing_is_given_up(mute_server: int) -> None:
    began = time.monotonic()
    with pytest.raises(psycopg2.OperationalError):
        open_connection(f"postgresql://postgres@127.0.0.1:{mute_server}/x", within_seconds=0.3)
    assert time.monotonic() - began < 1.0


def test_the_pool_says_busy_then(mute_server: int) -> None:
    url = f"postgresql://postgres@127.0.0.1:{mute_server}/x"
    pool = Connections(url, size=1, connect_seconds=0.2)
    for _ in range(2):
        with pytest.raises(Busy), pool.connection():
            pass


def test_a_server_that_hangs_in_a_query_is_given_up(
    route: UnreliableRoute, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.opening.ANSWER_SECONDS", 0.3)
    pool = Connections(route.url, size=1)
    with pytest.raises(Lost), pool.connection() as connection, connection.cursor() as cursor:
        cursor.execute("select pg_sleep(2)")
    assert pool.counts.discarded == 1
    pool.close()


def test_a_name_is_looked_up_by_the_standard_library(
    route: UnreliableRoute, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def found(host: str, *_: object, **__: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]

    monkeypatch.setattr("store.opening.socket.getaddrinfo", found)
    url = route.url.replace("127.0.0.1", "database.invalid")
    connection = open_connection(url)
    assert connection.info.dsn_parameters["hostaddr"] == "127.0.0.1"
    assert connection.info.dsn_parameters["host"] == "database.invalid"
    connection.close()
    assert asked == ["database.invalid"]


def test_a_name_nobody_knows_is_an_ordinary_failure() -> None:
    with pytest.raises(psycopg2.OperationalError, match=r"database\.invalid"):
        open_connection("postgresql://postgres@database.invalid/club", within_seconds=1)


def test_options_of_the_address_are_kept(database_url: str) -> None:
    connection = open_connection(f"{database_url}&options=-c%20work_mem%3D1234kB")
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('work_mem'), current_setting('lock_timeout')")
        assert cursor.fetchone() == ("1234kB", "1s")
    connection.close()


def test_without_limits_a_statement_may_take_its_time(database_url: str) -> None:
    connection = open_connection(database_url, limits=False)
    with connection.cursor() as cursor:
        cursor.execute("show statement_timeout")
        assert cursor.fetchone() == ("0",)
    connection.close()


def test_it_works_from_a_thread_too(database_url: str) -> None:
    thread = threading.Thread(target=execute, args=(database_url, "create table made ()"))
    thread.start()
    thread.join(5)
    execute(database_url, "drop table made")
