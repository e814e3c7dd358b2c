"""The sockets of one worker: how many may come in, pings and sweeping, sending all of them away."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import gevent

from green.errors import SocketRefused
from green.limits import SocketLimits
from green.periodic import Periodic
from green.websocket import StrictWebSocket

TEND_SECONDS: Final = 1.0
AT_ONCE: Final = 50
STEPS: Final = 20  # in how many portions all sockets are closed


class Roster:
    """Who is connected. `drops` counts the clients cut off, by reason; it only grows."""

    def __init__(self, limits: SocketLimits) -> None:
        self.limits = limits
        self.drops: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.on_drop: Callable[[str], None] | None = None
        self._taken = 0  # places, of websockets and of event streams
        self._by_address: Counter[str] = Counter()
        self._open: set[StrictWebSocket] = set()
        self._tending = Periodic("sockets", self._tend, every_seconds=TEND_SECONDS)

    def __len__(self) -> int:
        return self._taken

    def start(self) -> None:
        """Begin to ping and to sweep."""
        self._tending.start()

    def stop(self) -> None:
        self._tending.stop()

    @contextmanager
    def place(self, address: str) -> Iterator[None]:
        """A place for one lasting connection from that address. Raises SocketRefused."""
        self._refuse_when_full(address)
        self._taken += 1
        self._by_address[address] += 1
        try:
            yield
        finally:
            self._taken -= 1
            self._by_address[address] -= 1
            if not self._by_address[address]:
                del self._by_address[address]

    @contextmanager
    def attended(self, websocket: StrictWebSocket) -> Iterator[None]:
        """Ping it, sweep it and send it away with the others while this lasts."""
        self._open.add(websocket)
        try:
            yield
        finally:
            self._open.discard(websocket)

    def count_drop(self, why: str) -> None:
        """A client was cut off."""
        self.drops[why] += 1
        if self.on_drop is not None:
            self.on_drop(why)

    def close_all(self, code: int, reason: str, *, within_seconds: float) -> None:
        """Close every socket, in random order spread over that time: they will all come back."""
        leaving = list(self._open)
        random.shuffle(leaving)
        for step in range(STEPS):
            for websocket in leaving[step::STEPS]:
                if websocket.accepted:
                    websocket.close(code, reason)
            gevent.sleep(within_seconds / STEPS)

    def drop_all(self, why: str) -> None:
        """Cut off whoever is still there, a few at a time: each has something to clear up."""
        for number, websocket in enumerate(list(self._open)):
            websocket.drop(why)
            if number % AT_ONCE == 0:
                gevent.sleep(0)

    def _refuse_when_full(self, address: str) -> None:
        code = None
        if self._taken >= self.limits.sockets:
            code = "full"
        elif self._by_address[address] >= self.limits.sockets_per_address:
            code = "too_many_sockets"
        if code is not None:
            self.refusals[code] += 1
            raise SocketRefused(code)

    def _tend(self) -> None:
        now = time.monotonic()
        for websocket in list(self._open):
            if websocket.due_at <= now:
                websocket.tend(now)
