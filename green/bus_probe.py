"""How long the bus takes: a worker says something and listens for itself."""

import secrets
import time
from typing import Final

from green.bus import Bus
from green.histogram import Histogram
from green.periodic import Periodic

TOPIC: Final = "probes"
EVERY_SECONDS: Final = 5.0


class BusProbe:
    """Made before the bus starts. `lag` holds seconds from saying to hearing."""

    def __init__(self, bus: Bus) -> None:
        self.lag = Histogram(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
        self.heard_at = time.monotonic()  # the last time, or the start
        self._bus = bus
        self._name = secrets.token_hex(8)
        self._periodic = Periodic("bus probe", self.step, every_seconds=EVERY_SECONDS)
        bus.subscribe(TOPIC, self._heard)

    def start(self) -> None:
        self.heard_at = time.monotonic()
        self._periodic.start()

    def stop(self) -> None:
        self._periodic.stop()

    def step(self) -> None:
        """Say when it is."""
        self._bus.publish(TOPIC, f"{self._name} {time.monotonic_ns()}")

    def _heard(self, payload: str) -> None:
        name, _, said_at = payload.partition(" ")
        if name == self._name:
            self.heard_at = time.monotonic()
            self.lag.observe((time.monotonic_ns() - int(said_at)) / 1e9)
