"""The only door to services of others: bounded, with limits, and nobody waits for it."""

import functools
import http.client
import logging
import ssl
from collections import Counter, deque
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

import gevent
from gevent.pool import Pool

from green.errors import OutsideRefused

log = logging.getLogger(__name__)

AT_ONCE: Final = 2
WAITING: Final = 100
CALL_SECONDS: Final = 5.0
TRIES: Final = 3
PAUSE_SECONDS: Final = 2.0
ANSWER_BYTES: Final = 65_536


class Call(NamedTuple):
    """What to do outside; `name` says in the log what it is for, the rest stays private."""

    name: str
    make: Callable[[], object]


class Outside:
    """Makes calls one after another, a few at once; `results` only grows.

    A call that fails is tried again after a pause that doubles; what waits when the worker goes is
    lost and counted, so only what may be lost goes through here.
    """

    def __init__(
        self,
        *,
        at_once: int = AT_ONCE,
        waiting: int = WAITING,
        call_seconds: float = CALL_SECONDS,
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        self.results: Counter[str] = Counter()  # done, failed, refused, lost
        self._may_wait = waiting
        self._at_once = at_once
        self._call_seconds = call_seconds
        self._pause_seconds = pause_seconds
        self._queue: deque[Call] = deque()
        self._callers: Pool = Pool(at_once)

    @property
    def waiting(self) -> int:
        """Calls that wait or are under way."""
        return len(self._queue) + len(self._callers)

    def post(
        self, name: str, url: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> bool:
        """Have it sent some time, as `do` does."""
        return self.do(name, lambda: _send(url, body, headers or {}))

    def do(self, name: str, make: Callable[[], object]) -> bool:
        """Have this done some time; never waits. False when too many wait already.

        What it raises as OSError, HTTPException, OutsideRefused or ValueError is tried again.
        """
        if len(self._queue) >= self._may_wait:
            self._count(name, "refused")
            return False
        self._queue.append(Call(name, make))
        if len(self._callers) < self._at_once:
            self._callers.spawn(self._run)
        return True

    def stop(self) -> None:
        """Give up what waits and what is under way."""
        lost = self.waiting
        self._queue.clear()
        self._callers.kill()
        if lost:
            self.results["lost"] += lost
            log.warning("%s calls of outside services are given up", lost)

    def _run(self) -> None:
        while self._queue:
            self._make(self._queue.popleft())

    def _make(self, call: Call) -> None:
        for attempt in range(TRIES):
            if attempt:
                gevent.sleep(self._pause_seconds * 2 ** (attempt - 1))
            try:
                with gevent.Timeout(self._call_seconds, TimeoutError("took too long")):
                    call.make()
            except (OSError, http.client.HTTPException, OutsideRefused, ValueError) as error:
                # Its words may repeat the address, which may be a key: only its kind is told.
                log.info("%s: try %s failed (%s)", call.name, attempt + 1, type(error).__name__)
            else:
                self._count(call.name, "done")
                return
        self._count(call.name, "failed")

    def _count(self, name: str, result: str) -> None:
        self.results[result] += 1
        level = logging.INFO if result == "done" else logging.WARNING
        log.log(level, "%s: %s", name, result)


def _send(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Raises OSError, HTTPException, OutsideRefused when it was not taken."""
    place = urlsplit(url)
    connection = _connection(place)
    try:
        path = f"{place.path or '/'}?{place.query}" if place.query else place.path or "/"
        connection.request("POST", path, body, dict(headers))
        answer = connection.getresponse()
        answer.read(ANSWER_BYTES)
        if not 200 <= answer.status < 300:
            raise OutsideRefused(answer.status)
    finally:
        connection.close()


def _connection(place: SplitResult) -> http.client.HTTPConnection:
    if place.hostname is None:
        raise ValueError("no host")
    if place.scheme == "https":
        return http.client.HTTPSConnection(place.hostname, place.port, context=_trusted())
    return http.client.HTTPConnection(place.hostname, place.port)


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Reading all those certificates takes 20 ms."""
    return ssl.create_default_context()
