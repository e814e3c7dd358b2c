"""The end of a worker: nothing new is taken, what was taken is finished, everybody is told."""

import logging
import random
import time
from collections.abc import Callable
from typing import Final

from green.spawn import spawn

log = logging.getLogger(__name__)

JITTER: Final = 0.1


class Drain:
    """What to do when this worker goes away. The application registers, the worker runs it.

    `started` is read before an act is taken: from then on it is refused as `restarting`.
    """

    def __init__(self) -> None:
        self.started = False
        self._first: list[Callable[[], object]] = []
        self._last: list[Callable[[], object]] = []

    def before_closing(self, step: Callable[[], object]) -> None:
        """Call it while players are connected: stop jobs, credit clocks, flush the journal."""
        self._first.append(step)

    def after_closing(self, step: Callable[[], object]) -> None:
        """Call it when all sockets are closed: stop the bus, close database connections."""
        self._last.append(step)

    def begin(self, *, within_seconds: float) -> None:
        """Take nothing new and run the first steps in order; what does not end in time is left."""
        self.started = True
        _run(self._first, within_seconds)

    def end(self, *, within_seconds: float) -> None:
        """Run the last steps in order."""
        _run(self._last, within_seconds)


def _run(steps: list[Callable[[], object]], within_seconds: float) -> None:
    give_up_at = time.monotonic() + within_seconds
    for step in steps:
        running = spawn(step)
        running.join(timeout=max(0.0, give_up_at - time.monotonic()))
        if not running.ready():
            log.warning("%s did not end within %s s", running.name, within_seconds)
            running.kill(block=False)


class Rotation:
    """When a worker has lived long enough, by age or by memory; 0 means never."""

    def __init__(self, *, seconds: float, megabytes: float, now: float) -> None:
        # Workers start together; without jitter all of them would leave together.
        spread = random.uniform(1 - JITTER, 1 + JITTER)
        self._ends_at = now + seconds * spread if seconds else float("inf")
        self._bytes = megabytes * spread * 1_048_576 if megabytes else float("inf")

    def is_due(self, now: float, resident_bytes: int) -> bool:
        """Whether to go now; `now` on the clock it was made with."""
        return now >= self._ends_at or resident_bytes >= self._bytes
