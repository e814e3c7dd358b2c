"""Two hosts of two workers, joined by database and bus: one table with a seat on each worker."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.chaos.buses import ValkeyBus
from tests.server import Server, serving
from tests.sockets.people import Socket, four_at_a_table
from tests.sockets.playing import check_log, finish, play, sitting

Hosts = tuple[Server, Server]


@pytest.fixture(params=["database", "valkey"])
def bus(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """The settings of a bus."""
    if request.param == "database":
        yield {}
        return
    valkey = ValkeyBus(tmp_path)
    yield valkey.settings
    valkey.stop()


@pytest.fixture
def database(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def hosts(database: str, bus: Mapping[str, str]) -> Iterator[Hosts]:
    with ExitStack() as stack:
        one, two = (
            stack.enter_context(serving(database, workers=2, settings=bus)) for _ in range(2)
        )
        yield one, two


@pytest.fixture
def sockets(hosts: Hosts) -> Iterator[list[Socket]]:
    """Four people, each on a worker of his own."""
    table_id, people = four_at_a_table(hosts[0])
    for person in people[2:]:
        person.server = hosts[1]
    with sitting([person.sit(table_id) for person in people], workers=4) as sockets:
        yield sockets


def test_one_table_is_played_over_four_workers_and_then_over_two(
    hosts: Hosts, sockets: list[Socket], database: str
) -> None:
    one, two = hosts
    play(sockets, 30)
    finish(sockets)
    assert {each.pid for each in sockets} == {*one.workers(), *two.workers()}
    assert len([each for each in sockets if each.saved]) >= 3
    for each in sockets[2:]:
        each.person.server = one
    two.process.terminate()
    two.process.wait(20)
    play(sockets, 15)
    finish(sockets)
    assert {each.pid for each in sockets} <= set(one.workers())
    check_log(database, sockets)
