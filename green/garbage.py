"""When the collector runs: to look through a busy worker would hold the hub for 300 ms.

The interpreter's own rhythm does not do. It counts what is made less what is freed, and an act
frees the state it replaces: so it looks rarely, and then at the states of all tables, 120 ms for
3,000 of them. Here what is young is looked at so often that a look takes 2 ms; but where acts
follow so fast that looks would take 12 % of a full worker, seldom enough to take 3.
"""

import gc
import time
from collections.abc import Callable
from typing import Final

from green.periodic import Periodic

YOUNG: Final = 500_000  # made and not freed since the last look; only a step without a wait does it
NEVER: Final = 1_000_000_000
LOOK_SECONDS: Final = 0.002  # what a look at the young may take
PAUSE_SECONDS: Final = (0.05, 2.0)  # between two
AGAIN: Final = 1.5  # times as long at most as the pause before
SHARE: Final = 0.03  # of a worker's time, for looks
CALM_SECONDS: Final = 60.0
CALM: Final = 300  # sockets; with so few a full collection takes less than the hub's budget


class Garbage:
    """Young garbage is collected all the time, old garbage only while few are connected.

    What is closed in the ordinary way frees itself by its reference counts, so hardly any garbage
    grows old; rotation of the worker has the last word.
    """

    def __init__(self, connected: Callable[[], int]) -> None:
        self.last_seconds = 0.0  # the last full collection
        self._connected = connected
        self._young = Periodic("young garbage", self._look, every_seconds=PAUSE_SECONDS[0])
        self._old = Periodic("garbage", self._look_at_all, every_seconds=CALM_SECONDS)

    def start(self) -> None:
        """Call it when everything is loaded: what is there by then is never searched again."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG, NEVER, NEVER)
        self._young.start()
        self._old.start()

    def stop(self) -> None:
        self._young.stop()
        self._old.stop()

    def _look(self) -> None:
        started = time.perf_counter()
        gc.collect(0)
        took = time.perf_counter() - started
        pause = self._young.every_seconds * min(AGAIN, LOOK_SECONDS / took)
        pause = max(pause, took / SHARE, PAUSE_SECONDS[0])
        self._young.every_seconds = min(pause, PAUSE_SECONDS[1])

    def _look_at_all(self) -> None:
        if self._connected() <= CALM:
            started = time.perf_counter()
            gc.collect()
            self.last_seconds = time.perf_counter() - started
