"""The database is killed under people who play: acts wait or are refused, then all goes on."""

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
import websocket

from tests.databases import kill, start_again
from tests.server import Server, serving
from tests.sockets.people import Socket, three_at_a_table
from tests.sockets.playing import check_log, finish, play, sitting
from wsgi.embedded import EmbeddedPostgres

AWAY_SECONDS = 1.5


@pytest.fixture
def server(own_postgres: EmbeddedPostgres) -> Iterator[Server]:
    with serving(own_postgres.url(), workers=2) as running:
        yield running


@pytest.fixture
def sockets(server: Server) -> Iterator[list[Socket]]:
    table_id, people = three_at_a_table(server)
    with sitting([person.sit(table_id) for person in people]) as sockets:
        yield sockets


def test_acts_wait_or_are_refused_and_the_table_moves_again(
    own_postgres: EmbeddedPostgres, server: Server, sockets: list[Socket]
) -> None:
    play(sockets, 8)
    finish(sockets)
    kill(own_postgres)
    actor = next(each for each in sockets if each.is_asked)
    before = actor.version
    actor.act()
    with suppress(websocket.WebSocketTimeoutException):  # silence is fine, nobody waits in vain
        actor.wire.settimeout(AWAY_SECONDS)
        answer = actor.read()
        assert (answer["t"], answer["code"]) in (("refused", "busy"), ("bye", "unsaved"))
    start_again(own_postgres)
    back_at = time.monotonic()
    play(sockets, 1)
    finish(sockets)
    assert actor.version > before
    assert time.monotonic() - back_at < 5.0
    play(sockets, 20)
    finish(sockets)
    check_log(own_postgres.url(), sockets)
