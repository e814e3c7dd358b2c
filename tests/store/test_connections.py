"""The pool: waits with a limit, always gets its connection back, never keeps a broken one."""

import time
from collections.abc import Callable, Iterator

import gevent
import psycopg2
import pytest

from store.connections import Connection, Connections
from store.errors import Busy, Lost
from tests.databases import execute

SIZE = 3


@pytest.fixture
def pool(database_url: str) -> Iterator[Connections]:
    execute(database_url, "create table marks (a integer primary key)")
    found = Connections(database_url, size=SIZE, wait_seconds=0.2)
    yield found
    found.close()


def ask(connection: Connection, statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def assert_whole(pool: Connections) -> None:
    """All of the pool can be had at once, and all of it works."""
    assert pool.counts.in_use == 0

    def use() -> object:
        with pool.connection() as connection:
            gevent.sleep(0.02)
            return ask(connection, "select 1")

    waits = pool.counts.waits
    users = [gevent.spawn(use) for _ in range(SIZE)]
    assert [user.get(timeout=5) for user in users] == [1] * SIZE
    assert pool.counts.waits == waits


def locks_left(pool: Connections) -> object:
    with pool.connection() as connection:
        return ask(
            connection,
            "select count(*) from pg_locks join pg_class on pg_class.oid = relation"
            " where relname = 'marks' and pid <> pg_backend_pid()",
        )


def assert_no_lock_left(pool: Connections, within_seconds: float = 1.0) -> None:
    give_up_at = time.monotonic() + within_seconds
    while locks_left(pool):
        assert time.monotonic() < give_up_at, "a lock was left"
        gevent.sleep(0.05)


def test_connections_are_opened_when_needed_and_used_again(pool: Connections) -> None:
    for _ in range(5):
        with pool.connection() as connection:
            assert ask(connection, "select 1") == 1
    assert pool.counts.opened == 1


def test_the_server_side_limits_are_set(pool: Connections) -> None:
    wanted = {
        "statement_timeout": "3s",
        "lock_timeout": "1s",
        "idle_in_transaction_session_timeout": "10s",
        "client_connection_check_interval": "500ms",
        "application_name": "trelyazh",
    }
    with pool.connection() as connection:
        assert {name: ask(connection, f"show {name}") for name in wanted} == wanted


class Surprise(BaseException):
    pass


@pytest.mark.parametrize("error", [ValueError, KeyError, Surprise, SystemExit, gevent.GreenletExit])
@pytest.mark.parametrize("statement", [None, "select 1", "insert into marks values (1)"])
def test_whatever_is_raised_it_is_given_back(
    pool: Connections, error: type[BaseException], statement: str | None
) -> None:
    for enter in (pool.connection, pool.transaction):
        with pytest.raises(error), enter() as connection:
            if statement:
                ask(connection, statement)
            raise error()
        execute(pool.dsn, "delete from marks")
    assert_whole(pool)
    assert_no_lock_left(pool)


def test_a_transaction_is_kept_at_the_end_and_undone_on_an_error(pool: Connections) -> None:
    with pool.transaction() as connection:
        ask(connection, "insert into marks values (1)")
    with pytest.raises(ValueError), pool.transaction() as connection:
        ask(connection, "insert into marks values (2)")
        raise ValueError
    with pool.connection() as connection:
        assert ask(connection, "select array_agg(a) from marks") == [1]


def test_a_wrong_statement_is_seen_as_itself_and_spoils_nothing(pool: Connections) -> None:
    for enter in (pool.connection, pool.transaction):
        with pytest.raises(psycopg2.errors.UndefinedTable), enter() as connection:
            ask(connection, "select * from nowhere")
    assert pool.counts.discarded == 0
    assert_whole(pool)


def test_a_transaction_left_open_by_hand_is_not_kept(pool: Connections) -> None:
    with pool.connection() as connection:
        ask(connection, "begin")
        ask(connection, "insert into marks values (1)")
    assert pool.counts.discarded == 1
    assert_whole(pool)
    assert_no_lock_left(pool)


def in_a_query(
    pool: Connections, statement: str, *, transaction: bool
) -> "gevent.Greenlet[[], None]":
    """A greenlet that is now waiting for the answer to this statement."""

    def run() -> None:
        with (pool.transaction if transaction else pool.connection)() as connection:
            ask(connection, "insert into marks values (7)")
            ask(connection, statement)

    greenlet = gevent.spawn(run)
    gevent.sleep(0.3)
    assert not greenlet.dead
    return greenlet


@pytest.mark.parametrize("transaction", [False, True])
def test_a_greenlet_killed_in_a_query_gives_its_slot_back(
    pool: Connections, transaction: bool
) -> None:
    greenlet = in_a_query(pool, "select pg_sleep(60) from marks", transaction=transaction)
    greenlet.kill()
    assert pool.counts.discarded == 1
    assert_whole(pool)
    assert_no_lock_left(pool)


def test_greenlets_killed_while_waiting_for_a_slot_take_nothing_with_them(
    pool: Connections,
) -> None:
    holders = [gevent.spawn(hold, pool, 0.3) for _ in range(SIZE)]
    gevent.sleep(0.05)
    waiters = [gevent.spawn(hold, pool, 0) for _ in range(10)]
    gevent.sleep(0.05)
    gevent.killall(waiters)
    gevent.joinall(holders)
    assert_whole(pool)


def hold(pool: Connections, seconds: float) -> None:
    with pool.connection():
        gevent.sleep(seconds)


@pytest.mark.parametrize("transaction", [False, True])
def test_a_cut_backend_is_lost_and_replaced(pool: Connections, transaction: bool) -> None:
    greenlet = in_a_query(pool, "select pg_sleep(60)", transaction=transaction)
    execute(
        pool.dsn,
        "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(60)'"
        " and pid <> pg_backend_pid()",
    )
    with pytest.raises(Lost):
        greenlet.get(timeout=5)
    assert_whole(pool)
    assert_no_lock_left(pool)


def test_backends_cut_while_idle_are_replaced_unseen(pool: Connections) -> None:
    assert_whole(pool)
    execute(
        pool.dsn,
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()",
    )
    gevent.sleep(0.1)
    assert_whole(pool)
    assert pool.counts.discarded == SIZE


def test_an_empty_pool_makes_wait_then_refuses(pool: Connections) -> None:
    holders = [gevent.spawn(hold, pool, 60) for _ in range(SIZE)]
    gevent.sleep(0.1)
    began = time.monotonic()
    with pytest.raises(Busy) as caught, pool.connection():
        pass
    assert caught.value.code == "busy"
    assert 0.15 < time.monotonic() - began < 2
    assert (pool.counts.waits, pool.counts.refused) == (1, 1)
    gevent.spawn_later(0.05, holders[0].kill)
    with pool.connection() as connection:
        assert ask(connection, "select 1") == 1
    assert (pool.counts.waits, pool.counts.refused) == (2, 1)
    gevent.killall(holders)
    assert_whole(pool)


def test_one_connection_is_never_used_by_two_at_once(pool: Connections) -> None:
    using: set[int] = set()

    def use() -> None:
        for _ in range(5):
            with pool.connection() as connection:
                assert id(connection) not in using
                using.add(id(connection))
                ask(connection, "select pg_sleep(0.002)")
                using.discard(id(connection))

    users = [gevent.spawn(use) for _ in range(12)]
    gevent.joinall(users, raise_error=True)
    assert pool.counts.opened == SIZE


def test_a_statement_over_its_time_is_busy_and_spoils_nothing(pool: Connections) -> None:
    with pytest.raises(Busy), pool.connection() as connection:
        ask(connection, "set statement_timeout = 50")
        ask(connection, "select pg_sleep(5)")
    assert pool.counts.discarded == 0
    assert_whole(pool)


def test_a_lock_that_is_not_had_is_busy(pool: Connections) -> None:
    with pool.transaction() as first:
        ask(first, "lock table marks")
        with pytest.raises(Busy), pool.transaction() as second:
            ask(second, "set local lock_timeout = 50")
            ask(second, "lock table marks")
    assert_whole(pool)


def test_a_database_that_is_not_there_is_busy(database_url: str) -> None:
    pool = Connections(database_url.replace("pg%2Fdata", "pg%2Fnowhere"), size=2)
    for _ in range(5):
        with pytest.raises(Busy), pool.connection():
            pass
    assert pool.counts.in_use == 0


def test_a_query_does_not_stop_the_others(pool: Connections) -> None:
    ticks: list[float] = []

    def tick() -> None:
        while True:
            ticks.append(time.monotonic())
            gevent.sleep(0.01)

    ticker = gevent.spawn(tick)
    with pool.connection() as connection:
        ask(connection, "select pg_sleep(0.5)")
    ticker.kill()
    assert len(ticks) > 5, "held for all of its half second it would have ticked twice"


def test_a_closed_pool_closes_what_comes_back(pool: Connections) -> None:
    with pool.connection() as connection:
        pool.close()
        assert ask(connection, "select 1") == 1
    assert connection.closed


def test_two_pools_do_not_see_each_other(
    pool: Connections, new_database: Callable[[], str]
) -> None:
    other = Connections(new_database(), size=1)
    with other.connection() as connection:
        assert ask(connection, "select to_regclass('marks')") is None
    other.close()
