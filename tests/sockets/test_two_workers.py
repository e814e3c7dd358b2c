"""Three people on two workers: whichever dies or leaves, the deal goes on and nothing is lost."""

import time
from collections.abc import Iterator

import pytest

from tests.server import Server, serving
from tests.sockets.people import Socket, three_at_a_table
from tests.sockets.playing import check_log, finish, play, sitting
from tests.sockets.streams import Stream


@pytest.fixture
def server(database_url: str) -> Iterator[Server]:
    with serving(database_url, workers=2) as running:
        yield running


@pytest.fixture
def sockets(server: Server) -> Iterator[list[Socket]]:
    """Three people whose sockets sit on both workers."""
    table_id, people = three_at_a_table(server)
    with sitting([person.sit(table_id) for person in people]) as sockets:
        yield sockets


@pytest.fixture
def mixed(server: Server) -> Iterator[list[Socket]]:
    """Of three people two have no websockets; they listen on both workers."""
    table_id, people = three_at_a_table(server)
    sockets = [people[0].sit(table_id), *(Stream(each, table_id).connect() for each in people[1:])]
    with sitting(sockets):
        yield sockets


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


def test_acts_are_posted_to_whichever_worker_and_a_killed_one_takes_nothing_with_it(
    server: Server, mixed: list[Socket], database_url: str
) -> None:
    """Each act comes by a connection of its own, to a worker the kernel chooses."""
    victim = mixed[2].pid

    def disturb(made: int) -> None:
        if made == 15:
            server.kill_worker(victim)

    play(mixed, 40, disturb)
    finish(mixed)
    assert victim not in server.workers()
    check_log(database_url, mixed)


def test_a_reload_sends_streams_away_and_loses_nothing(
    server: Server, mixed: list[Socket], database_url: str
) -> None:
    workers = server.workers()

    def disturb(made: int) -> None:
        if made == 10:
            server.reload()

    play(mixed, 25, disturb)
    finish(mixed)
    give_up_at = time.monotonic() + 20
    while set(server.workers()) & set(workers):
        assert time.monotonic() < give_up_at, "the old workers stay"
        play(mixed, 1)
    finish(mixed)
    told = [message for each in mixed for message in each.messages]
    assert {"t": "bye", "code": "restarting"} in told
    check_log(database_url, mixed)


def test_an_act_posted_to_one_worker_is_told_by_a_stream_of_the_other(
    server: Server, mixed: list[Socket]
) -> None:
    play(mixed, 3)
    finish(mixed)
    give_up_at = time.monotonic() + 20
    while True:
        assert time.monotonic() < give_up_at, "the kernel chooses the same worker again and again"
        play(mixed, 1)
        finish(mixed)
        actor = next(each for each in mixed if each.is_asked)
        if not isinstance(actor, Stream):
            continue
        with actor.stream.speaking() as say:
            if (answer := say({"t": "ping"}))["pid"] == actor.pid:
                continue
            ref = "an-act-of-another-worker"
            act = {"t": "act", "ref": ref, "v": actor.version, "act": actor.choice()}
            assert say(act) == {"t": "receipt", "ref": ref, "v": answer["v"] + 1}
        event = actor.until(lambda message: message["t"] == "ev")
        assert (event["ref"], event["v"]) == (ref, answer["v"] + 1)
        return
