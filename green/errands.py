"""Errands: small work that others must not wait for, done one after another beside everything."""

from collections import deque
from collections.abc import Callable
from typing import Final

from green.spawn import spawn

MOST_WAITING: Final = 10_000


class Errands:
    """One at a time, in order, by a greenlet that lives while there is something to do."""

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self.refused = 0  # only grows
        self._waiting: deque[Callable[[], object]] = deque()
        self._most_waiting = most_waiting
        self._is_running = False

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, errand: Callable[[], object]) -> bool:
        """Have it done before long; False when too many wait already. Never waits."""
        if len(self._waiting) >= self._most_waiting:
            self.refused += 1
            return False
        self._waiting.append(errand)
        self._wake()
        return True

    def _wake(self) -> None:
        if not self._is_running:
            self._is_running = True
            spawn(self._run)

    def _run(self) -> None:
        """One that raises ends this greenlet; those behind it are done by the next."""
        try:
            while self._waiting:
                self._waiting.popleft()()
        finally:
            self._is_running = False
            if self._waiting:
                self._wake()
