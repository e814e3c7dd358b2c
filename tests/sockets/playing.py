"""Playing over sockets that break: everybody comes back by himself, and the log is checked."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import websocket

from club.addresses import id_at
from store import events
from store.connections import Connections
from tests.sockets.people import Socket

GONE = (OSError, websocket.WebSocketException)


def spread(sockets: Sequence[Socket], workers: int) -> None:
    """The kernel chooses the worker: come again until so many have one."""
    give_up_at = time.monotonic() + 30
    while len({each.pid for each in sockets}) < workers:
        assert time.monotonic() < give_up_at
        pids = [each.pid for each in sockets]
        guest = next(each for each in reversed(sockets) if pids.count(each.pid) > 1)
        guest.connect()
        guest.until(lambda message: message["t"] == "state")


@contextmanager
def sitting(sockets: list[Socket], workers: int = 2) -> Iterator[list[Socket]]:
    """All of them read, on so many workers, and closed in the end."""
    try:
        for each in sockets:
            each.read()
        spread(sockets, workers)
        yield sockets
    finally:
        for each in sockets:
            each.close()


def acts_out_of_turn_and_twice(sockets: Sequence[Socket], watcher: Socket) -> int:
    """Whoever may not act is refused, what comes again is answered alike; the version by then."""
    actor = next(each for each in sockets if each.is_asked)
    other = next(each for each in sockets if each is not actor)
    other.act("pass")
    assert other.answer()["code"] == "not_your_turn"
    assert (watcher.you, watcher.view["legal"]) == (None, None)
    watcher.act("pass")
    assert watcher.answer()["code"] == "not_seated"

    before = actor.version
    ref = actor.act("pass")
    assert actor.until(lambda message: message["t"] == "ev")["ref"] == ref
    actor.act("pass", ref=ref, v=before)
    assert actor.answer() == {"t": "receipt", "ref": ref, "v": before + 1}
    actor.act("6S", ref=ref)
    assert actor.answer()["code"] == "ref_reused"
    return before + 1


def play(
    sockets: Sequence[Socket], acts: int, disturb: Callable[[int], None] | None = None
) -> None:
    """So many acts are sent; who is cut off comes back by himself, who is refused acts again."""
    made = 0
    give_up_at = time.monotonic() + 60
    while made < acts:
        assert time.monotonic() < give_up_at, "the table stands still"
        for each in sockets:
            try:
                if each.is_asked and not each.unanswered:
                    each.act()
                    made += 1
                    if disturb is not None:
                        disturb(made)
                _drain(each)
            except GONE:
                each.come_back()


def finish(sockets: Sequence[Socket]) -> None:
    """Everybody reads to the same version."""
    give_up_at = time.monotonic() + 20
    while len({each.version for each in sockets}) > 1 or any(s.unanswered for s in sockets):
        assert time.monotonic() < give_up_at, [each.version for each in sockets]
        for each in sockets:
            try:
                _drain(each)
            except GONE:
                each.come_back()


def check_log(database_url: str, sockets: Sequence[Socket]) -> None:
    """Every act known as saved is stored once, under the version that was told."""
    match_id = id_at(sockets[0].table_id)
    assert match_id is not None
    connections = Connections(database_url, size=1)
    try:
        with connections.connection() as connection:
            stored = events.since(connection, match_id, 0)
    finally:
        connections.close()
    assert [event.version for event in stored] == list(range(1, len(stored) + 1))
    by_ref = {event.ref: event.version for event in stored if event.ref}
    for each in sockets:
        assert each.saved.items() <= by_ref.items()
        assert not each.unanswered


def _drain(socket: Socket) -> None:
    """Read what is there."""
    socket.wire.settimeout(0.02)
    try:
        while True:
            message = socket.read()
            if message["t"] == "bye":
                raise websocket.WebSocketConnectionClosedException(message["code"])
    except websocket.WebSocketTimeoutException:
        pass
    finally:
        if socket.wire.sock is not None:
            socket.wire.settimeout(10)
