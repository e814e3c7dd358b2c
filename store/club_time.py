"""Club time: what all clocks of all workers are read from."""

import time
from typing import Final

from store import outages
from store.connections import Connections
from store.opening import Connection

ROUND_TRIPS: Final = 5
# Timers wait for a beat this young: an outage that just ended is counted before one may fire.
SURE_SECONDS: Final = 3.0


class ClubTime:
    """Milliseconds of database time, less the outages; one for each worker.

    `measure` at the start and every 30 s, `beat` each second; until the first one `now` raises.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._offset_ms: float | None = None  # database time less our monotonic clock
        self._lost_ms = 0
        self._beaten_at = float("-inf")  # monotonic seconds of the last beat that came through

    def now(self) -> int:
        """The club's time in ms; never the same clock as the machine's."""
        if self._offset_ms is None:
            raise RuntimeError("club time was not measured yet")
        return int(time.monotonic() * 1000 + self._offset_ms) - self._lost_ms

    @property
    def is_measured(self) -> bool:
        """Whether `now` can be asked."""
        return self._offset_ms is not None

    def is_sure(self) -> bool:
        """Whether timers may fire: an outage that just ended has been counted."""
        return time.monotonic() - self._beaten_at < SURE_SECONDS

    def measure(self) -> float:
        """Set our clock by the fastest of several round trips; how long that one took, in ms."""
        with self._connections.connection() as connection:
            samples = [_sample(connection) for _ in range(ROUND_TRIPS)]
        took_ms, self._offset_ms, self._lost_ms = min(samples)
        return took_ms

    def beat(self) -> None:
        """Write the heartbeat and learn of outages. Raises what the connections raise."""
        with self._connections.connection() as connection:
            beat = outages.beat(connection)
        self._lost_ms = beat.lost_ms
        self._beaten_at = time.monotonic()


def _sample(connection: Connection) -> tuple[float, float, int]:
    """How long one round trip took, the offset it gives (both ms), and the outages so far."""
    sent = time.monotonic() * 1000
    read = outages.read(connection)
    received = time.monotonic() * 1000
    return received - sent, read.at - (sent + received) / 2, read.lost_ms
