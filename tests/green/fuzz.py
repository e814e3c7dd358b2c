"""Garbage against a real gunicorn while people play: `make fuzz`.

`FUZZ_COUNT` frames and messages that no honest client sends (200,000 unless it is set) go to a club
of two workers. The last line of output is one JSON object; exit status 1 when a worker ended, its
memory grew beyond its bound, an error was logged, a hub was held, or the players stood still. With
an argument it uses that migrated database instead of one of its own. Not for a patched process.
"""

import json
import math
import os
import re
import select
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

import psutil
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from store.migrate import migrate
from tests.green.nonsense import Piece, sent_by_nobody_honest
from tests.green.wire import HOST
from tests.server import Server, serving
from tests.sockets.people import Person, Socket
from wsgi.embedded import EmbeddedPostgres

FULL: Final = 200_000
AT_ONCE: Final = 24  # connections of the fuzzer
ANSWER_SECONDS: Final = 0.25  # then it turns to the next
GROWTH_MB: Final = 40.0
PACE_SECONDS: Final = 1.0  # what 99 of 100 acts may take meanwhile
TOGETHER: Final = 2  # pieces in an example of Hypothesis
VOLLEY: Final = settings(
    max_examples=100,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
ROOM: Final = {"SOCKETS_PER_ADDRESS": "5000", "WAITING_MAX": "1000", "WAITING_PER_ADDRESS": "1000"}
FAULT: Final = re.compile(r"Traceback|\[ERROR\]|\[CRITICAL\]|SIGKILL")


class Shot(NamedTuple):
    """One connection of the fuzzer: what is still to be said on it, and until when it is kept."""

    end: socket.socket
    after_opening: bytes
    until: float


class Gun:
    """Keeps so many connections open at once, each with a piece of garbage that Hypothesis drew."""

    def __init__(self, server: Server, path: str, number: int) -> None:
        self.fired = 0
        self._server = server
        self._workers = set(server.workers())
        self._path = path
        self._number = number  # of the next volley; the same ones are drawn again in another run
        self._poll = select.epoll()
        self._shots: dict[int, Shot] = {}

    def fire(self, count: int) -> None:
        """Until so many were fired in all; every one is answered or given up at the end."""

        @VOLLEY
        @given(st.randoms(use_true_random=False))
        def volley(chance: Random) -> None:
            for _ in range(TOGETHER):
                self._shoot(sent_by_nobody_honest(chance, self._server.port, self._path))
            assert self._workers == set(self._server.workers()), "a worker ended"

        while self.fired < count:
            self._number += 1
            seed(self._number)(volley)()
        self._listen_while(lambda: bool(self._shots))

    def _shoot(self, piece: Piece) -> None:
        self._listen_while(lambda: len(self._shots) >= AT_ONCE)
        end = socket.create_connection((HOST, self._server.port), timeout=10)
        self.fired += piece.weight
        with suppress(OSError):
            end.sendall(piece.first)
            end.setblocking(False)
        self._shots[end.fileno()] = Shot(end, piece.then, time.monotonic() + ANSWER_SECONDS)
        self._poll.register(end.fileno(), select.EPOLLIN)

    def _listen_while(self, it_is_so: Callable[[], bool]) -> None:
        while it_is_so():
            for descriptor, _ in self._poll.poll(0.05):
                self._hear(descriptor)
            now = time.monotonic()
            for descriptor in [each for each, shot in self._shots.items() if shot.until < now]:
                self._drop(descriptor)

    def _hear(self, descriptor: int) -> None:
        shot = self._shots[descriptor]
        try:
            heard = shot.end.recv(65_536)
            if heard and shot.after_opening:
                shot.end.send(shot.after_opening)
                self._shots[descriptor] = shot._replace(after_opening=b"")
        except BlockingIOError:
            return
        except OSError:
            heard = b""
        if not heard:
            self._drop(descriptor)

    def _drop(self, descriptor: int) -> None:
        self._poll.unregister(descriptor)
        self._shots.pop(descriptor).end.close()


class Player(threading.Thread):
    """Plays on against bots all the time; `took` is what each act took, in seconds."""

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self.took: list[float] = []
        self.failed: Exception | None = None
        self._person = Person(server)
        self._ends = False

    def run(self) -> None:
        try:
            while not self._ends:
                self._play(self._person.sit(self._person.play_now(target="5")))
        except Exception as error:
            self.failed = error

    def stop(self) -> None:
        self._ends = True
        self.join(30)

    def _play(self, seat: Socket) -> None:
        try:
            seat.read()
            while not self._ends and seat.view["phase"] != "finished":
                if seat.is_asked:
                    self._act(seat)
                else:
                    seat.read()
        finally:
            seat.close()

    def _act(self, seat: Socket) -> None:
        began = time.monotonic()
        ref = seat.act()
        while ref not in seat.saved:
            message = seat.read()
            assert message["t"] != "refused", message
        self.took.append(time.monotonic() - began)


def fuzz(database_url: str, count: int, number: int) -> dict[str, Any]:
    """What was seen; all of `faults` must be empty."""
    with serving(database_url, workers=2, settings=ROOM) as server:
        workers = set(server.workers())
        path = f"/ws/table/{Person(server).open_table(target='5')}"
        players = [Player(server) for _ in range(3)]
        for player in players:
            player.start()
        gun = Gun(server, path, number * 1_000_000)
        gun.fire(count // 20)
        before, began = _megabytes(workers), time.monotonic()
        gun.fire(count)
        seconds, after = time.monotonic() - began, _megabytes(workers)
        for player in players:
            player.stop()
        took = sorted(seconds for player in players for seconds in player.took) or [math.inf]
        found = {
            "fired": gun.fired,
            "seconds": round(seconds, 1),
            "workers_ended": len(workers - set(server.workers())),
            "grown_mb": round(after - before, 1),
            "acts": len(took),
            "act_p50_seconds": round(took[len(took) // 2], 4),
            "act_p99_seconds": round(took[len(took) * 99 // 100], 4),
        }
        return found | {"faults": _faults(found, players, server)}


def _faults(found: dict[str, Any], players: list[Player], server: Server) -> list[str]:
    faults = [f"a player: {each.failed!r}" for each in players if each.failed is not None]
    faults += [line for line in server.log.read_text().splitlines() if FAULT.search(line)]
    if found["workers_ended"]:
        faults.append("a worker ended")
    if found["grown_mb"] > GROWTH_MB:
        faults.append("memory grew")
    if found["act_p99_seconds"] > PACE_SECONDS:
        faults.append("the players stood still")
    return faults


def _megabytes(workers: set[int]) -> float:
    return sum(psutil.Process(pid).memory_info().rss for pid in workers) / 1e6


@contextmanager
def _a_database() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="trelyazh-fuzz-") as folder:
        postgres = EmbeddedPostgres(Path(folder) / "pg")
        postgres.start()
        try:
            migrate(postgres.url())
            yield postgres.url()
        finally:
            postgres.stop(at_once=True)


def main() -> int:
    count, number = (
        int(os.environ.get(*each)) for each in (("FUZZ_COUNT", FULL), ("FUZZ_SEED", 1))
    )
    with nullcontext(sys.argv[1]) if sys.argv[1:] else _a_database() as url:
        found = fuzz(url, count, number)
    print(json.dumps(found))
    return 1 if found["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
