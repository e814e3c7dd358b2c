"""The hub must never be held: whoever does it for too long is reported with his line."""

import logging
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any, Final, NamedTuple

import gevent
from gevent import monkey

from green.spawn import spawn

log = logging.getLogger(__name__)

BUDGET_SECONDS: Final = 0.05
HOPELESS_SECONDS: Final = 1.0  # then it is said at once: nobody knows whether it will ever end
STACK_LINES: Final = 6
UNSEEN: Final = "C code that kept the GIL"

_sleep = monkey.get_original("time", "sleep")
_start_thread = monkey.get_original("_thread", "start_new_thread")
_thread_id = monkey.get_original("_thread", "get_ident")


class Held(NamedTuple):
    """The hub was held for so long; `stack` is where, innermost line last, empty when unseen."""

    seconds: float
    starved_seconds: float  # of these, how long this process waited for a processor
    stack: tuple[str, ...]

    @property
    def line(self) -> str:
        """The line that held it, `file:line function`."""
        return self.stack[-1] if self.stack else UNSEEN


class Watch:
    """Measures each turn of the event loop; a native thread looks where a long one is.

    A turn over the budget is counted, logged and told to `on_held`; time in which the machine gave
    us no processor is not held against anybody. All counts only grow.
    """

    def __init__(
        self,
        *,
        budget_seconds: float = BUDGET_SECONDS,
        on_held: Callable[[Held], object] | None = None,
    ) -> None:
        self.holds = 0
        self.held_seconds = 0.0  # in all those
        self.turns = 0
        self.worst_seconds = 0.0  # the longest turn; whoever reads it may reset it
        self._budget = budget_seconds
        self._on_held = on_held
        self._turn_began: float | None = None  # None while the loop waits
        self._caught: tuple[float, tuple[str, ...]] = (0.0, ())  # in the turn that began then
        self._waited_before = 0.0  # seconds this thread ever waited for a processor, until the turn
        self._watchers: list[Any] = []
        self._thread = 0
        self._statistics: int | None = None  # descriptor of what the kernel says of this thread

    def start(self) -> None:
        """Watch the hub of this thread."""
        loop: Any = gevent.get_hub().loop
        # Callbacks run before ours in the first, everything else after ours in the second.
        resting, working = loop.prepare(ref=False, priority=-2), loop.check(ref=False, priority=2)
        resting.start(self._turn_ends)
        working.start(self._turn_begins)
        self._watchers = [resting, working]
        self._thread = _thread_id()
        with suppress(OSError):
            path = f"/proc/self/task/{threading.get_native_id()}/schedstat"
            self._statistics = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._waited_before = self._waited()
        _start_thread(self._look, (self._watchers,))

    def stop(self) -> None:
        """Watch no more."""
        watchers, self._watchers = self._watchers, []
        for watcher in watchers:
            watcher.close()
        statistics, self._statistics = self._statistics, None
        if statistics is not None:
            os.close(statistics)

    def _turn_begins(self) -> None:
        self._turn_began = time.perf_counter()

    def _turn_ends(self) -> None:
        began, self._turn_began = self._turn_began, None
        if began is None:
            return
        self.turns += 1
        seconds = time.perf_counter() - began
        if seconds > self.worst_seconds:
            self.worst_seconds = seconds
        if seconds > self._budget:
            self._judge(began, seconds)

    def _judge(self, began: float, seconds: float) -> None:
        starved = self._waited() - self._waited_before
        if seconds - starved <= self._budget:
            return
        self.holds += 1
        self.held_seconds += seconds
        stack = self._caught[1] if self._caught[0] == began else ()
        spawn(self._report, Held(seconds, starved, stack))  # the hub itself must not log

    def _report(self, held: Held) -> None:
        log.warning(
            "the hub was held for %.3f s (%.3f s of them without a processor) at %s",
            *held[:2],
            held.line,
        )
        if self._on_held is not None:
            self._on_held(held)

    def _look(self, watchers: list[Any]) -> None:
        """In a native thread, until this watch is over."""
        despaired = 0.0
        while watchers is self._watchers:
            _sleep(self._budget / 2)
            began = self._turn_began
            seconds = time.perf_counter() - began if began is not None else 0.0
            if began is None or seconds < self._budget / 2:
                self._waited_before = self._waited()
                continue
            if seconds > self._budget and self._caught[0] != began:
                self._caught = (began, _stack(sys._current_frames().get(self._thread)))
            if seconds > HOPELESS_SECONDS and despaired != began:
                despaired = began
                where = _stack(sys._current_frames().get(self._thread))
                os.write(2, f"the hub is held since {seconds:.1f} s at {where}\n".encode())

    def _waited(self) -> float:
        """Seconds this thread ever waited for a processor, where the system tells."""
        if self._statistics is None:
            return 0.0
        # Forty times a second, and idle workers do little else: to open it anew costs 40 us more.
        try:
            return int(os.pread(self._statistics, 64, 0).split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            return 0.0


def _stack(frame: FrameType | None) -> tuple[str, ...]:
    found = traceback.extract_stack(frame, limit=STACK_LINES) if frame is not None else []
    return tuple(f"{each.filename}:{each.lineno} {each.name}" for each in found)
