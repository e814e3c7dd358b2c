"""The clients of one worker that stay: how many may come in, pings, sending all of them away."""

import random
import time
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Final, Protocol, Self

import gevent

from green.errors import SocketRefused
from green.limits import SocketLimits
from green.periodic import Periodic

TEND_SECONDS: Final = 1.0
AT_ONCE: Final = 50
STEPS: Final = 20  # in how many portions all sockets are closed


class Attended(Protocol):
    """A websocket or an event stream. No call of these waits for the client."""

    accepted: bool  # it is told everything as what it is, no longer by an HTTP status
    due_at: float  # when `tend` has something to do, seconds of the monotonic clock

    def tend(self, now: float) -> None:
        """Do what is due."""

    def close(self, code: int, message: str) -> None:
        """Say goodbye."""

    def drop(self, why: str) -> None:
        """Cut the client off."""


class Roster:
    """Who is connected. `drops` counts the clients cut off, by reason; it only grows."""

    def __init__(self, limits: SocketLimits) -> None:
        self.limits = limits
        self.drops: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.on_drop: Callable[[str], None] | None = None
        self.is_closing = False  # nobody new is taken: the worker goes away
        self._taken = 0  # places, of websockets and of event streams
        self._by_address: Counter[str] = Counter()
        self._open: set[Attended] = set()
        self._tending = Periodic("sockets", self._tend, every_seconds=TEND_SECONDS)

    def __len__(self) -> int:
        return self._taken

    def start(self) -> None:
        """Begin to ping and to sweep."""
        self._tending.start()

    def stop(self) -> None:
        self._tending.stop()

    def place(self, address: str) -> "Place":
        """A place for one lasting connection from that address."""
        return Place(self, address)

    def take(self, address: str) -> None:
        """One more from there. Raises SocketRefused."""
        self._refuse_when_full(address)
        self._taken += 1
        self._by_address[address] += 1

    def give_back(self, address: str) -> None:
        """One less."""
        self._taken -= 1
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]

    def attend(self, client: Attended) -> None:
        """Ping it, sweep it and send it away with the others from now on."""
        self._open.add(client)

    def leave(self, client: Attended) -> None:
        """No longer."""
        self._open.discard(client)

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
            for client in leaving[step::STEPS]:
                if client.accepted:
                    client.close(code, reason)
            gevent.sleep(within_seconds / STEPS)

    def drop_all(self, why: str) -> None:
        """Cut off whoever is still there, a few at a time: each has something to clear up."""
        for number, client in enumerate(list(self._open)):
            client.drop(why)
            if number % AT_ONCE == 0:
                gevent.sleep(0)

    def _refuse_when_full(self, address: str) -> None:
        code = None
        if self.is_closing:
            code = "restarting"
        elif self._taken >= self.limits.sockets:
            code = "full"
        elif self._by_address[address] >= self.limits.sockets_per_address:
            code = "too_many_sockets"
        if code is not None:
            self.refusals[code] += 1
            raise SocketRefused(code)

    def _tend(self) -> None:
        now = time.monotonic()
        for client in list(self._open):
            if client.due_at <= now:
                client.tend(now)


class Place:
    """Taken for one `with` block. A class: a generator would cost each socket 300 bytes."""

    __slots__ = ("_address", "_client", "_roster")

    def __init__(self, roster: Roster, address: str) -> None:
        self._roster = roster
        self._address = address
        self._client: Attended | None = None

    def __enter__(self) -> Self:
        """Raises SocketRefused."""
        self._roster.take(self._address)
        return self

    def attend(self, client: Attended) -> None:
        """Whoever has the place is one of the roster until the end of the block."""
        self._client = client
        self._roster.attend(client)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._client is not None:
            self._roster.leave(self._client)
        self._roster.give_back(self._address)
