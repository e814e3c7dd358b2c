"""The only timer loop: a step at a time, never two of the same at once, whatever they raise."""

import logging
import os
import random
import time
from collections.abc import Callable
from typing import Final

import gevent

log = logging.getLogger(__name__)

JITTER: Final = 0.1  # of the period, so that workers do not step together
# Steps a second and more apart begin at marks of their worker, several at once: to be woken costs
# an idle worker more than what it is woken for.
MARK_SECONDS: Final = 0.25


class Periodic:
    """Calls a step every so many seconds, counted from the end of one to the start of the next.

    What it raises as one of `unavailable` is told in a line, anything else with its traceback.
    """

    def __init__(
        self,
        name: str,
        step: Callable[[], object],
        *,
        every_seconds: float,
        unavailable: tuple[type[Exception], ...] = (),
    ) -> None:
        self.name = name
        self.every_seconds = every_seconds
        self.failures = 0  # steps that raised; only grows
        self.took_seconds = 0.0  # the last step
        self._step = step
        self._unavailable = unavailable
        self._ticked_at = time.monotonic()
        self._next: gevent.Greenlet | None = None  # type: ignore[type-arg]
        self._running = False

    @property
    def age_seconds(self) -> float:
        """Since the last step ended, or since the start; far over the period means trouble."""
        return time.monotonic() - self._ticked_at

    def start(self, *, at_once: bool = False) -> None:
        """Take the first step after a period, or at once."""
        if self._next is None:
            self._ticked_at = time.monotonic()
            self._running = True
            self._arm(0.0 if at_once else self._pause())

    def stop(self) -> None:
        """No further step begins; one under way is ended where it waits, unless it calls this."""
        self._running = False
        upcoming, self._next = self._next, None
        if upcoming is not None and upcoming is not gevent.getcurrent():
            upcoming.kill()

    def _arm(self, seconds: float) -> None:
        self._next = gevent.spawn_later(seconds, self._run)
        self._next.name = f"periodic {self.name}"

    def _pause(self) -> float:
        pause = self.every_seconds * random.uniform(1 - JITTER, 1 + JITTER)
        if self.every_seconds < 1:
            return pause
        now = time.monotonic() + os.getpid() * 0.01
        return round((now + pause) / MARK_SECONDS) * MARK_SECONDS - now

    def _run(self) -> None:
        started = time.monotonic()
        try:
            self._step()
        except self._unavailable as error:
            self.failures += 1
            log.warning("job %s: %s", self.name, error)
        except Exception:
            self.failures += 1
            log.exception("job %s failed", self.name)
        finally:
            self._ticked_at = time.monotonic()
            self.took_seconds = self._ticked_at - started
            if self._running:
                self._arm(self._pause())  # after the step, never before: no overlap
