"""A connection is given back from wherever its user is thrown out, and takes no lock with it."""

import _socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import gevent
import pytest
from gevent import monkey

from store.connections import Connection, Connections
from store.errors import Busy, Lost
from tests.databases import execute, transactions_left
from tests.unreliable import UnreliableRoute, When

SIZE = 2
SLEEP = "select pg_sleep(60)"
SLOW_COMMIT = """
create table marks (a integer primary key);
create table slow (a integer);
create function slowly() returns trigger language plpgsql
    as $$ begin perform pg_sleep(60); return null; end $$;
create constraint trigger slowly after insert on slow
    deferrable initially deferred for each row execute function slowly();
"""
# The backend of somebody who has come to one of the places below.
THERE = (
    "datname = current_database() and pid <> pg_backend_pid()"
    " and (wait_event = 'PgSleep' or state = 'idle in transaction')"
)
allocate_lock = monkey.get_original("_thread", "allocate_lock")


@pytest.fixture
def pool(database_url: str) -> Iterator[Connections]:
    execute(database_url, SLOW_COMMIT)
    found = Connections(database_url, size=SIZE, wait_seconds=1.0)
    yield found
    assert transactions_left(found) == []
    found.close()


@pytest.fixture
def route(database_url: str) -> Iterator[UnreliableRoute]:
    found = UnreliableRoute(database_url)
    yield found
    found.close()


def do(connection: Connection, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def assert_whole(pool: Connections) -> None:
    """All slots are there and work, and a second later nobody holds a lock on what was touched."""
    assert pool.counts.in_use == 0
    with pool.connection() as first, pool.connection() as second:
        do(first, "select 1")
        do(second, "select 1")
    give_up_at = time.monotonic() + 1.0
    while _locked(pool):
        assert time.monotonic() < give_up_at, "a lock was left"
        gevent.sleep(0.05)


def _locked(pool: Connections) -> bool:
    with pool.connection() as connection, connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_locks join pg_class on pg_class.oid = relation"
            " where relname in ('marks', 'slow') and pid <> pg_backend_pid()"
        )
        return cursor.fetchone() != (0,)


def in_a_statement(pool: Connections) -> None:
    with pool.transaction() as connection:
        do(connection, "insert into marks values (1)")
        do(connection, SLEEP)


def between_statements(pool: Connections) -> None:
    with pool.transaction() as connection:
        do(connection, "insert into marks values (1)")
        gevent.sleep(60)


def at_commit(pool: Connections) -> None:
    with pool.transaction() as connection:
        do(connection, "insert into slow values (1)")


def while_reading_row_by_row(pool: Connections) -> None:
    with pool.transaction() as connection, connection.cursor("rows") as cursor:
        cursor.execute(
            "select pg_sleep(60) from generate_series(1, 3), marks right join"
            " (select 1) one on true"
        )
        for _ in cursor:
            pass


PLACES = [
    in_a_statement,
    between_statements,
    at_commit,
    while_reading_row_by_row,
]
Place = Callable[[Connections], None]


def caught_there(pool: Connections, place: Place) -> "gevent.Greenlet[[Connections], None]":
    """A greenlet that has come to that place."""
    greenlet = gevent.spawn(place, pool)
    give_up_at = time.monotonic() + 5
    while not _is_there(pool):
        assert time.monotonic() < give_up_at, "it never came there"
        gevent.sleep(0.01)
    assert not greenlet.dead
    return greenlet


def _is_there(pool: Connections) -> bool:
    with pool.connection() as connection, connection.cursor() as cursor:
        cursor.execute(f"select count(*) from pg_stat_activity where {THERE}")
        return cursor.fetchone() == (1,)


@pytest.mark.parametrize("place", PLACES)
def test_a_kill_is_survived_everywhere(pool: Connections, place: Place) -> None:
    caught_there(pool, place).kill()
    assert_whole(pool)


@pytest.mark.parametrize("place", PLACES)
def test_a_time_limit_in_the_block_is_survived_everywhere(pool: Connections, place: Place) -> None:
    with pytest.raises(gevent.Timeout), gevent.Timeout(0.3):
        place(pool)
    assert_whole(pool)


@pytest.mark.parametrize("place", PLACES)
def test_a_backend_cut_is_survived_everywhere(pool: Connections, place: Place) -> None:
    greenlet = caught_there(pool, place)
    execute(
        pool.dsn,
        f"select pg_terminate_backend(pid) from pg_stat_activity where {THERE}",
    )
    if place is between_statements:
        greenlet.kill()  # it has not noticed and would go on in 60 s
    else:
        with pytest.raises(Lost):
            greenlet.get(timeout=5)
    assert_whole(pool)


def through(route: UnreliableRoute) -> Connections:
    return Connections(route.url, size=1, wait_seconds=0.2)


def insert(pool: Connections, and_then: type[Exception] | None = None) -> None:
    with pool.transaction() as connection:
        do(connection, "insert into marks values (1)")
        if and_then:
            raise and_then


@pytest.mark.parametrize("when", ["before_sending", "before_the_answer"])
def test_a_proxy_that_hangs_up_at_the_commit_leaves_all_or_nothing(
    pool: Connections, route: UnreliableRoute, when: When
) -> None:
    afar = through(route)
    route.cut_next("COMMIT", when)
    with pytest.raises(Lost):
        insert(afar)
    assert_whole(pool)
    with pool.connection() as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from marks")
        assert cursor.fetchone() == (int(when == "before_the_answer"),)
    with afar.connection() as connection:  # the slot is there and takes a new connection
        do(connection, "select 1")
    afar.close()


@pytest.mark.parametrize("statement", ["insert into marks", "COMMIT", "ROLLBACK"])
def test_a_proxy_that_falls_silent_is_given_up(
    pool: Connections, route: UnreliableRoute, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.opening.ANSWER_SECONDS", 1.0)
    afar = through(route)
    route.cut_next(statement, "never_answering")
    error: type[Exception] = ZeroDivisionError if statement == "ROLLBACK" else Lost
    with pytest.raises(error):  # what came first is what is seen
        insert(afar, ZeroDivisionError if statement == "ROLLBACK" else None)
    assert (afar.counts.in_use, afar.counts.discarded) == (0, 1)
    with afar.connection() as connection:
        do(connection, "select 1")
    afar.close()
    assert_whole(pool)


def test_a_kill_during_the_rollback_is_survived(pool: Connections, route: UnreliableRoute) -> None:
    afar = through(route)
    route.cut_next("ROLLBACK", "never_answering")
    greenlet = gevent.spawn(insert, afar, ZeroDivisionError)
    while not route.cuts:
        gevent.sleep(0.01)
    greenlet.kill()
    assert (afar.counts.in_use, afar.counts.discarded) == (0, 1)
    with afar.connection() as connection:
        do(connection, "select 1")
    afar.close()
    assert_whole(pool)


class Surprise(BaseException):
    pass


def test_whatever_is_raised_while_it_opens_the_slot_stays(
    pool: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    def surprised(*_: object, **__: object) -> Connection:
        raise Surprise

    enters: list[Callable[[], AbstractContextManager[Connection]]] = [
        pool.connection,
        pool.transaction,
    ]
    with monkeypatch.context() as patch:
        patch.setattr("store.connections.open_connection", surprised)
        for enter in enters:
            with pytest.raises(Surprise), enter():
                pass
    assert_whole(pool)


def test_a_kill_while_it_opens_is_survived(route: UnreliableRoute) -> None:
    afar = through(route)
    route.cut_next("application_name", "never_answering")  # of the first message
    greenlet = gevent.spawn(insert, afar)
    while not route.cuts:
        gevent.sleep(0.01)
    greenlet.kill()
    assert afar.counts.in_use == 0
    with afar.connection() as connection:
        do(connection, "select 1")
    afar.close()


def test_a_name_server_that_is_slow_holds_neither_the_hub_nor_the_slot(
    route: UnreliableRoute, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = allocate_lock()
    answers.acquire()

    def slow(host: str, *_: object, **__: object) -> list[object]:
        with answers:  # as libc waits, in a native thread
            raise OSError("no answer")

    monkeypatch.setattr(_socket, "getaddrinfo", slow)
    url = route.url.replace("127.0.0.1", "database.invalid")
    afar = Connections(url, size=1, wait_seconds=0.2, connect_seconds=0.3)
    ticks: list[float] = []
    ticker = gevent.spawn(_tick, ticks)
    with pytest.raises(Busy, match="no address for database.invalid"), afar.connection():
        pass
    ticker.kill()
    answers.release()
    assert len(ticks) > 3
    assert afar.counts.in_use == 0


def _tick(ticks: list[float]) -> None:
    while True:
        ticks.append(time.monotonic())
        gevent.sleep(0.01)
