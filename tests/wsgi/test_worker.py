"""A real gunicorn with our worker: it comes, goes, is full, and keeps what gunicorn promises."""

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import gevent
import pytest

from store.opening import open_connection
from tests.green.wire import Plain, opening
from tests.server import Server, serving
from tests.sockets.people import Person, settle, three_at_a_table
from tests.waiting import STRETCH, until
from tests.wsgi.crowds import ROOM, is_gone, watching

RESTART: Final = 1012
MANY: Final = 1000


@pytest.fixture
def server(database_url: str) -> Iterator[Server]:
    with serving(database_url, settings=ROOM) as running:
        yield running


@pytest.fixture
def table_id(server: Server) -> str:
    return Person(server).open_table(target="5")


def health(server: Server) -> int:
    with Plain(server.port) as client:
        client.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return int(client.rest().split()[1])


@pytest.mark.parametrize(
    ("number", "closing_seconds"), [(signal.SIGTERM, 1.0), (signal.SIGINT, 1.0)]
)
def test_asked_to_end_it_closes_an_open_socket_at_once_and_goes(
    server: Server, table_id: str, number: int, closing_seconds: float
) -> None:
    [pid] = server.workers()
    with watching(server, table_id, 1) as [spectator]:
        asked_at = time.monotonic()
        server.process.send_signal(number)
        until(lambda: spectator.closed)
        assert spectator.closed is not None
        assert spectator.closed.code == RESTART
        assert spectator.closed.at - asked_at < closing_seconds * STRETCH
        server.process.wait(20)
        assert time.monotonic() - asked_at < 5 * STRETCH
        assert is_gone(pid)


def test_a_thousand_open_sockets_are_told_within_two_seconds(server: Server, table_id: str) -> None:
    [pid] = server.workers()
    with watching(server, table_id, MANY) as crowd:
        asked_at = time.monotonic()
        server.process.terminate()
        until(lambda: is_gone(pid))
        gone_after = time.monotonic() - asked_at
        until(lambda: all(each.closed for each in crowd))
        closed = [each.closed for each in crowd if each.closed is not None]
    assert {each.code for each in closed} == {RESTART}
    assert max(each.at for each in closed) - asked_at < 2 * STRETCH
    assert gone_after < 5 * STRETCH


def test_on_a_hangup_the_old_worker_goes_and_a_new_one_serves(
    server: Server, table_id: str
) -> None:
    [pid] = server.workers()
    with watching(server, table_id, 1) as [spectator]:
        server.reload()
        until(lambda: spectator.closed)
        assert spectator.closed is not None
        assert spectator.closed.code == RESTART
    until(lambda: is_gone(pid))
    until(lambda: server.workers())
    server.await_ready()
    assert pid not in server.workers()
    with watching(server, table_id, 1):
        pass


def test_a_worker_that_is_old_drains_and_another_takes_over(database_url: str) -> None:
    with serving(database_url, settings={"WORKER_SECONDS": "3"}) as server:
        [pid] = server.workers()
        with watching(server, Person(server).open_table(target="5"), 1) as [spectator]:
            until(lambda: spectator.closed)
            assert spectator.closed is not None
            assert spectator.closed.code == RESTART
        until(lambda: is_gone(pid))
        assert "Worker rotates" in server.log.read_text()
        server.await_ready()


def test_at_its_cap_sockets_get_a_503_and_the_health_check_lives(database_url: str) -> None:
    with serving(database_url, settings={**ROOM, "SOCKETS_MAX": "10"}) as server:
        table_id = Person(server).open_table(target="5")
        with watching(server, table_id, 10):
            with Plain(server.port) as one_more:
                one_more.send(opening(server.port, f"/ws/table/{table_id}"))
                assert one_more.rest().startswith(b"HTTP/1.1 503 ")
            assert health(server) == 200


def test_a_crowd_from_one_address_loses_nobody(database_url: str) -> None:
    """Three hundred connect before the first of them asks, with everything as it is by default."""
    with serving(database_url) as server:
        crowd = [Plain(server.port) for _ in range(300)]
        try:
            for each in crowd:
                each.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert all(each.rest().startswith(b"HTTP/1.1 200") for each in crowd)
        finally:
            for each in crowd:
                each.end.close()


def test_slow_ones_do_not_stop_a_health_check(database_url: str) -> None:
    """The same number as in Done 4 of a thousand, on the real server as it is by default."""
    with serving(database_url) as server:
        slow = [Plain(server.port) for _ in range(MANY)]
        try:
            for each in slow:
                each.send(b"GET / HTTP/1.1\r\nX")
            for _ in range(5):
                assert health(server) == 200
        finally:
            for each in slow:
                each.end.close()


@pytest.mark.parametrize(("hops", "believed"), [("0", False), ("1", True)])
def test_a_proxy_is_believed_when_it_is_ours(database_url: str, hops: str, believed: bool) -> None:
    with serving(database_url, settings={"PROXY_HOPS": hops}) as server:
        alice = Person(server)
        table_id = alice.open_table(target="5")
        forwarded = {
            "X-Forwarded-For": "203.0.113.7",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "club.example",
        }
        alice.get(f"/tables/{table_id}", **forwarded)
        assert ("https://club.example/join/" in alice.page) is believed


def test_killed_between_commit_and_telling_anybody_nothing_is_lost(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    mark = tmp_path / "die"
    with serving(
        new_database(), settings={"DIE_WHEN": str(mark)}, application="tests.wsgi.dying:serve()"
    ) as server:
        table_id, people = three_at_a_table(server)
        sockets = [person.sit(table_id) for person in people]
        settle(sockets)
        [pid] = server.workers()
        actor = next(each for each in sockets if each.is_asked)
        seen = actor.version
        mark.touch()
        ref = actor.act()
        until(lambda: is_gone(pid))
        for each in sockets:
            each.come_back()
        settle(sockets)
        assert actor.saved == {ref: seen + 1}
        assert not actor.unanswered
        assert {each.version for each in sockets} == {actor.version}
        for each in sockets:
            each.close()


def test_a_hub_that_is_held_fails_the_run(new_database: Callable[[], str]) -> None:
    with (
        pytest.raises(AssertionError, match=r"the hub was held for \d+\.\d+ s .*holding\.py"),
        serving(new_database(), application="tests.wsgi.holding:serve()") as server,
    ):
        assert Person(server).get("/held") == "held"


def test_with_no_connection_left_a_page_waits_then_is_a_503(database_url: str) -> None:
    """One connection for pages; who has it waits for a lock, the next one waits for him."""
    settings = {"POOL_SIZE": "2", "POOL_WAIT_MS": "300"}
    with serving(database_url, settings=settings) as server:
        alice = Person(server)
        table_id = alice.open_table(target="5")
        holder = open_connection(database_url, application_name="tests", limits=False)
        holder.autocommit = False
        with holder.cursor() as cursor:
            cursor.execute("lock table matches")
        visitors = [Person(server) for _ in range(3)]
        waits = [gevent.spawn(visitor.get, f"/tables/{table_id}") for visitor in visitors]
        gevent.joinall(waits, raise_error=True)
        assert [visitor.status for visitor in visitors] == [503] * 3
        assert {visitor.headers["retry-after"] for visitor in visitors} == {"2"}
        assert health(server) == 200
        holder.close()
        until(lambda: alice.get(f"/tables/{table_id}") and alice.status == 200)
