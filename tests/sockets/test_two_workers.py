"""Three people on two workers: whichever dies or leaves, the deal goes on and nothing is lost."""

import time
from collections.abc import Iterator

import pytest

from tests.server import Server, serving
from tests.sockets.people import Socket, three_at_a_table
from tests.sockets.playing import check_log, finish, play, spread


@pytest.fixture
def server(database_url: str) -> Iterator[Server]:
    with serving(database_url, workers=2) as running:
        yield running


@pytest.fixture
def sockets(server: Server) -> Iterator[list[Socket]]:
    """Three people whose sockets sit on both workers."""
    table_id, people = three_at_a_table(server)
    sockets = [person.sit(table_id) for person in people]
    try:
        for each in sockets:
            each.read()
        spread(sockets, 2)
        yield sockets
    finally:
        for each in sockets:
            each.close()


def test_three_people_on_two_workers_play_together(
    server: Server, sockets: list[Socket], database_url: str
) -> None:
    play(sockets, 30)
    finish(sockets)
    assert len({each.pid for each in sockets}) == 2
    check_log(database_url, sockets)


def test_a_killed_worker_takes_nothing_with_it(
    server: Server, sockets: list[Socket], database_url: str
) -> None:
    victim = sockets[2].pid

    def disturb(made: int) -> None:
        if made == 12:
            server.kill_worker(victim)

    play(sockets, 30, disturb)
    finish(sockets)
    assert victim not in server.workers()
    assert len(sockets[0].saved) + len(sockets[1].saved) + len(sockets[2].saved) >= 30
    check_log(database_url, sockets)


def test_the_table_moves_again_within_five_seconds_of_a_kill(
    server: Server, sockets: list[Socket]
) -> None:
    play(sockets, 6)
    finish(sockets)
    before = sockets[0].version
    server.kill_worker(sockets[0].pid)
    killed_at = time.monotonic()
    play(sockets, 1)
    finish(sockets)
    assert sockets[0].version > before
    assert time.monotonic() - killed_at < 5.0


def test_a_reload_loses_nothing_and_gives_time_back(
    server: Server, sockets: list[Socket], database_url: str
) -> None:
    workers = server.workers()

    def disturb(made: int) -> None:
        if made == 10:
            server.reload()

    play(sockets, 25, disturb)
    finish(sockets)
    give_up_at = time.monotonic() + 20
    while set(server.workers()) & set(workers):
        assert time.monotonic() < give_up_at, "the old workers stay"
        play(sockets, 1)
    finish(sockets)
    check_log(database_url, sockets)
