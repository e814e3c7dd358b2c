"""Alarms: calls at times of the club, for one worker: a heap and one greenlet."""

import heapq
import itertools
import threading
from collections.abc import Callable
from typing import Final

from green.spawn import spawn
from store.club_time import ClubTime

LOOK_SECONDS: Final = 1.0  # how long they sleep at most: an outage moves club time
# And at least: what is due within that rings together. With 1,700 tables that is 20 wakes a second
# instead of 170, 4 % of what their worker does.
TOGETHER_SECONDS: Final = 0.05


class Alarms:
    """Calls, each at its club time; none of them may wait."""

    def __init__(self, time: ClubTime) -> None:
        self._time = time
        self._heap: list[tuple[int, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._sooner = threading.Event()
        self._is_stopped = threading.Event()
        self._is_running = False

    def at(self, due_at: int, call: Callable[[], None]) -> None:
        """Call it at that club time in ms, or a little later."""
        first = not self._heap or due_at < self._heap[0][0]
        heapq.heappush(self._heap, (due_at, next(self._numbers), call))
        if first:
            self._sooner.set()

    def start(self) -> None:
        """Begin to ring."""
        self._is_running = True
        spawn(self._run)

    def stop(self) -> None:
        """Ring no more."""
        if self._is_running:
            self._is_running = False
            self._sooner.set()
            self._is_stopped.wait(LOOK_SECONDS)
        self._heap.clear()

    def _run(self) -> None:
        try:
            while self._is_running:
                self._sooner.clear()
                if not self._ring():
                    self._sooner.wait(self._pause_seconds())
        finally:
            self._is_stopped.set()

    def _ring(self) -> bool:
        """Ring what is due; False when nothing is, or an outage may not have been counted yet."""
        if not self._heap or not self._time.is_sure() or self._heap[0][0] > self._time.now():
            return False
        _, _, call = heapq.heappop(self._heap)
        call()
        return True

    def _pause_seconds(self) -> float:
        if not self._heap or not self._time.is_sure():
            return LOOK_SECONDS / 5 if self._heap else LOOK_SECONDS
        left_ms = self._heap[0][0] - self._time.now()
        return min(LOOK_SECONDS, max(TOGETHER_SECONDS, left_ms / 1000))
