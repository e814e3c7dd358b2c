"""Thoughts of bots beside everything else: Python in short turns, positions in native threads."""

import time
from collections.abc import Callable, Generator
from typing import Final, TypeVar

from club import chance
from games.preferans.bots.levels import Level, think
from games.preferans.bots.thinking import Ask, Situation
from games.preferans.solver import Memory, Solution, solve_many
from green.errors import OffloadFull, OffloadTimeout
from green.offload import Lane, offload

T = TypeVar("T")

AT_ONCE: Final = 1  # thoughts of one worker in native threads; its other core is the players'
WAITING: Final = 50
SPARE_SECONDS: Final = 0.1  # for a thread to come back that stopped in time
MEMORY_BYTES: Final = 16 << 20  # of one thought


class Budget:
    """Seconds of thinking: `share` of each second comes in, `most` are kept."""

    def __init__(self, share: float, most: float) -> None:
        self._share = share
        self._most = most
        self._left = most
        self._at = time.monotonic()
        self.spent_seconds = 0.0  # only grows

    def spend(self, seconds: float) -> None:
        """So much was used."""
        self._left -= seconds
        self.spent_seconds += seconds

    def is_spent(self) -> bool:
        """Whether to wait; what was overdrawn comes in again with time."""
        now = time.monotonic()
        self._left = min(self._most, self._left + (now - self._at) * self._share)
        self._at = now
        return self._left <= 0


class Mind:
    """Where the bots of one worker think; what they use of a processor comes off its budget."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._lane = Lane("bots", at_once=AT_ONCE, waiting=WAITING)

    def think(
        self,
        level: Level,
        situation: Situation,
        within_seconds: float,
        is_wanted: Callable[[], bool],
    ) -> str:
        """The act of a bot of this level; sooner or rougher when time or budget run out."""
        until = time.monotonic() + within_seconds

        def may_go_on() -> bool:
            return time.monotonic() < until and not self._budget.is_spent() and is_wanted()

        return self.follow(think(level, situation, chance.of_a_bot(), may_go_on), until)

    def follow(self, thought: Generator[Ask, list[Solution | None], T], until: float) -> T:
        """What a thought comes to; nothing is solved after `until`, by the monotonic clock."""
        memory = Memory(MEMORY_BYTES)
        answers: list[Solution | None] | None = None
        while True:
            began = time.thread_time()
            try:
                ask = next(thought) if answers is None else thought.send(answers)
            except StopIteration as done:
                result: T = done.value
                return result
            finally:
                self._budget.spend(time.thread_time() - began)
            answers = self._solved(ask, memory, until - time.monotonic())

    def _solved(self, ask: Ask, memory: Memory, seconds: float) -> list[Solution | None]:
        """The solutions there was time for."""
        if not ask.problems or seconds <= 0:
            time.sleep(0)  # others may have their turn
            return [None] * len(ask.problems)
        limit = seconds + SPARE_SECONDS
        try:
            solutions, spent = offload(
                _solve, ask, seconds, memory, within_seconds=limit, lane=self._lane
            )
        except (OffloadTimeout, OffloadFull):
            return [None] * len(ask.problems)
        self._budget.spend(spent)
        return solutions


def _solve(ask: Ask, seconds: float, memory: Memory) -> tuple[list[Solution | None], float]:
    began = time.thread_time()
    most_ms = seconds * 1000
    solutions = solve_many(ask.problems, every_card=ask.every_card, most_ms=most_ms, memory=memory)
    return solutions, time.thread_time() - began
