"""When the collector runs: a full collection of a busy worker would hold the hub for 300 ms."""

import gc
import time
from collections.abc import Callable
from typing import Final

from green.periodic import Periodic

# Allocations between two looks at what was just made; most of an act is gone by then. With 1,000
# the looks took 12 % of a busy worker, with 20,000 they take 3 %, a millisecond or two at a time.
YOUNG: Final = 20_000
MIDDLE: Final = 10  # such looks between two at what survived one
NEVER: Final = 1_000_000_000
LOOK_SECONDS: Final = 60.0
CALM: Final = 300  # sockets; with so few a full collection takes less than the hub's budget


class Garbage:
    """Young garbage is collected as usual, old garbage only while few are connected.

    What is closed in the ordinary way frees itself by its reference counts, so hardly any garbage
    grows old; rotation of the worker has the last word.
    """

    def __init__(self, connected: Callable[[], int]) -> None:
        self.last_seconds = 0.0  # the last full collection
        self._connected = connected
        self._looks = Periodic("garbage", self._look, every_seconds=LOOK_SECONDS)

    def start(self) -> None:
        """Call it when everything is loaded: what is there by then is never searched again."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG, MIDDLE, NEVER)
        self._looks.start()

    def stop(self) -> None:
        self._looks.stop()

    def _look(self) -> None:
        if self._connected() <= CALM:
            started = time.perf_counter()
            gc.collect()
            self.last_seconds = time.perf_counter() - started
