"""The bus: hints to all workers of all hosts. It may lose, repeat and reorder; the store knows."""

import logging
import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, Protocol

import gevent
from gevent.event import Event

from green.spawn import spawn

log = logging.getLogger(__name__)

MATCHES: Final = "matches"  # the topic of hints: which match has which version
PAYLOAD_BYTES: Final = 7_900  # NOTIFY takes 7,999
UNSENT: Final = 10_000  # more than that and the oldest are forgotten
TRIES: Final = 3
PAUSE_SECONDS: Final = (0.1, 2.0)
# A silent connection is asked for a sign of life; a dead peer would never be noticed otherwise.
SILENCE_SECONDS: Final = 15.0
PAIRS: Final = re.compile(r"(?<!\S)(-?\d{1,20}):(\d{1,10})(?!\S)")
Pair = tuple[int, int]
Hints = Callable[[list[Pair]], object]
Listener = Callable[[str], object]


class Heard(Protocol):
    """One message from the bus."""

    @property
    def topic(self) -> str: ...
    @property
    def payload(self) -> str: ...


class Listening(Protocol):
    """An open ear; after any error it is closed and a new one opened."""

    def wait(self, seconds: float) -> Sequence[Heard]:
        """What came, as soon as something did; nothing after that many seconds."""

    def close(self) -> None: ...


class Wire(Protocol):
    """What carries the bus. Both may raise anything and wait, with a limit."""

    def listen(self, topics: Sequence[str]) -> Listening: ...

    def send(self, topic: str, payload: str) -> object: ...


class Callables(NamedTuple):
    """A wire of two callables, such as the store's LISTEN and NOTIFY."""

    listen: Callable[[Sequence[str]], Listening]
    send: Callable[[str, str], object]


class Bus:
    """One for each worker. Subscribe first, then start; callbacks must not wait.

    `on_up` is called whenever it hears again after it did not: what was said meanwhile is lost,
    so whoever holds versions asks the store.
    """

    def __init__(self, wire: Wire) -> None:
        self.is_up = False
        self.received = self.sent = self.lost = 0  # messages; they only grow
        self._wire = wire
        self._listeners: dict[str, list[Listener]] = defaultdict(list)
        self._on_up: list[Callable[[], object]] = []
        self._unsent: deque[tuple[str, str]] = deque()
        self._work = Event()
        self._greenlets: list[gevent.Greenlet[[], object]] = []

    def subscribe(self, topic: str, listener: Listener) -> None:
        """Call it with the payload of each message of that topic, our own included."""
        self._listeners[topic].append(listener)

    def subscribe_hints(self, hints: Hints) -> None:
        """Call it with the (match, version) pairs of each hint."""
        self.subscribe(MATCHES, lambda payload: hints(unpack(payload)))

    def on_up(self, callback: Callable[[], object]) -> None:
        """Call it when the bus begins to hear, the first time included."""
        self._on_up.append(callback)

    def start(self) -> None:
        """Listen and send from now on."""
        self._greenlets = [spawn(self._listen), spawn(self._send)]

    def stop(self) -> None:
        """Hear and send no more; what is not sent yet is lost."""
        gevent.killall(self._greenlets)
        self._greenlets = []
        self.is_up = False

    def publish(self, topic: str, payload: str) -> None:
        """Tell all workers; never waits. The payload takes 7,900 bytes."""
        if len(payload.encode()) > PAYLOAD_BYTES:
            raise ValueError(f"{topic}: over {PAYLOAD_BYTES} bytes")
        if len(self._unsent) >= UNSENT:
            self._unsent.popleft()
            self.lost += 1
        self._unsent.append((topic, payload))
        self._work.set()

    def hint(self, pairs: Iterable[Pair]) -> None:
        """Tell all workers which matches have which versions, after they are committed."""
        for payload in pack(pairs):
            self.publish(MATCHES, payload)

    def _listen(self) -> None:
        pause = PAUSE_SECONDS[0]
        while True:
            try:
                listening = self._wire.listen(list(self._listeners))
                try:
                    pause = PAUSE_SECONDS[0]
                    self._hear(listening)
                finally:
                    self.is_up = False
                    listening.close()
            except Exception as error:
                log.warning("the bus is down: %s", error)
            gevent.sleep(pause)
            pause = min(2 * pause, PAUSE_SECONDS[1])

    def _hear(self, listening: Listening) -> None:
        self.is_up = True
        for callback in self._on_up:
            spawn(callback)
        while True:
            for message in listening.wait(SILENCE_SECONDS):
                self.received += 1
                for listener in self._listeners.get(message.topic, ()):
                    listener(message.payload)

    def _send(self) -> None:
        while True:
            self._work.wait()
            self._work.clear()
            while self._unsent:
                self._send_one(*self._unsent.popleft())

    def _send_one(self, topic: str, payload: str) -> None:
        for attempt in range(TRIES):
            try:
                self._wire.send(topic, payload)
            except Exception as error:
                log.warning("the bus does not take a message: %s", error)
                gevent.sleep(PAUSE_SECONDS[0] * 2**attempt)
            else:
                self.sent += 1
                return
        self.lost += 1


def pack(pairs: Iterable[Pair]) -> Iterator[str]:
    """Pairs as `match:version match:version …`, many to a payload."""
    parts: list[str] = []
    size = 0
    for match_id, version in pairs:
        part = f"{match_id}:{version}"
        if size + len(part) + 1 > PAYLOAD_BYTES:
            yield " ".join(parts)
            parts, size = [], 0
        parts.append(part)
        size += len(part) + 1
    if parts:
        yield " ".join(parts)


def unpack(payload: str) -> list[Pair]:
    """The pairs of a payload; what is no pair is passed over."""
    return [(int(match_id), int(version)) for match_id, version in PAIRS.findall(payload)]
