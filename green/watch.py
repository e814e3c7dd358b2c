"""The hub must never be held: whoever does it for too long is reported with his line."""

import logging
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import groupby
from types import FrameType
from typing import Any, Final, NamedTuple

import gevent
from gevent import monkey

from green.spawn import spawn

log = logging.getLogger(__name__)

BUDGET_SECONDS: Final = 0.05
HOPELESS_SECONDS: Final = 1.0  # then it is said at once: nobody knows whether it will ever end
STACK_LINES: Final = 6
STAYED: Final = 0.2  # of the budget: of a turn that is too long, who had that much held the hub
UNSEEN: Final = "C code that kept the GIL"

HUB: Final = gevent.hub.Hub.run.__code__

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


class Look(NamedTuple):
    """Who ran at a moment of the turn that began then."""

    began: float
    at: float
    waited: float  # seconds the thread of the hub ever waited for a processor
    runner: FrameType | None  # the outermost frame of a greenlet or callback; None: the hub's own
    stack: tuple[str, ...]


class Watch:
    """Measures each turn of the event loop; a native thread looks where a long one is.

    A turn over the budget in which one greenlet or callback did not let go is counted, logged and
    told to `on_held`; many short ones in a row are only counted as a crowd. Time in which the
    machine gave us no processor is not held against anybody. All counts only grow.
    """

    def __init__(
        self,
        *,
        budget_seconds: float = BUDGET_SECONDS,
        on_held: Callable[[Held], object] | None = None,
    ) -> None:
        self.holds = 0
        self.held_seconds = 0.0  # in all those
        self.crowds = 0  # turns over the budget in which nobody held anything
        self.turns = 0
        self.worst_seconds = 0.0  # the longest turn; whoever reads it may reset it
        self._budget = budget_seconds
        self._on_held = on_held
        self._turn_began: float | None = None  # None while the loop waits
        # What the thread saw. Emptied here, by the hub: frames must not end in a foreign thread.
        self._looks: list[Look] = []
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
        looks, self._looks = self._looks, []
        if began is None:
            return
        self.turns += 1
        seconds = time.perf_counter() - began
        if seconds > self.worst_seconds:
            self.worst_seconds = seconds
        if seconds > self._budget:
            self._judge(seconds, [each for each in looks if each.began == began])

    def _judge(self, seconds: float, looks: list[Look]) -> None:
        waited = self._waited()
        starved = waited - self._waited_before
        if seconds - starved <= self._budget:
            return
        holder = _who_stayed(looks, waited, self._budget * STAYED)
        if looks and holder is None:
            self.crowds += 1
            return
        self.holds += 1
        self.held_seconds += seconds
        held = Held(seconds, starved, holder.stack if holder else ())
        spawn(self._report, held)  # the hub itself must not log

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
        despaired, pause, turn, waited = 0.0, self._budget / 2, 0.0, self._waited_before
        while watchers is self._watchers:
            _sleep(pause)
            before, began, waited = waited, self._turn_began, self._waited()
            if began is None:
                # Who rests twice in a row is hardly busy: half the looks are half the price.
                rested = turn < 0
                self._waited_before, turn = waited, -1.0
                pause = self._budget if rested else self._budget / 2
                continue
            if began != turn:
                self._waited_before, turn = before, began
            pause = self._budget / 4
            look = _look_at(sys._current_frames().get(self._thread), began, waited)
            self._looks.append(look)
            if look.at - began > HOPELESS_SECONDS and despaired != began:
                despaired = began
                said = f"the hub is held since {look.at - began:.1f} s at {look.stack}\n"
                os.write(2, said.encode())

    def _waited(self) -> float:
        """Seconds this thread ever waited for a processor, where the system tells."""
        if self._statistics is None:
            return 0.0
        # Forty times a second, and idle workers do little else: to open it anew costs 40 us more.
        try:
            return int(os.pread(self._statistics, 64, 0).split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            return 0.0


def _look_at(frame: FrameType | None, began: float, waited: float) -> Look:
    runner, stack = None, list[str]()
    while frame is not None and frame.f_code is not HUB:
        if len(stack) < STACK_LINES:
            code = frame.f_code
            stack.append(f"{code.co_filename}:{frame.f_lineno} {code.co_name}")
        runner, frame = frame, frame.f_back
    return Look(began, time.perf_counter(), waited, runner, tuple(reversed(stack)))


def _who_stayed(looks: list[Look], waited: float, seconds: float) -> Look | None:
    """Where somebody stayed who ran so long without a break, the last if several; None if nobody.

    He may do other things before and after: where most looks found him is where he stayed.
    What a thread waits for a processor is known when it has one again: so it is what was known at
    the first look at somebody else that is held against nobody.
    """
    found, after = None, waited
    for _, group in groupby(reversed(looks), lambda look: look.runner):
        last, *earlier = group
        first = earlier[-1] if earlier else last
        if last.runner is not None and last.at - first.at - (after - first.waited) >= seconds:
            where = Counter(look.stack for look in (last, *earlier)).most_common(1)[0][0]
            found = last._replace(stack=where)
        after = first.waited
    return found
