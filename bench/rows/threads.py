"""The hub's beat while four deals are solved in native threads, and what two threads gain."""

import statistics
import time
from collections.abc import Sequence
from itertools import cycle
from random import Random
from typing import Final

import gevent

from bench.marks import Figures, Line, at_least, at_most
from bench.rows.solver import random_deal
from games.preferans.solver import Problem, solve_many
from green.offload import offload

LINES = (
    Line("the hub's beat beside four solvers, late, p99, ms", "beat_solving_p99_ms", at_most(5)),
    Line("the same, worst, ms", "beat_solving_worst_ms", at_most(20)),
    Line("the hub's beat beside nothing, late, p99, ms", "beat_idle_p99_ms"),
    Line("deals solved by two threads / by one", "threads_gain", at_least(1.7)),
)

BEAT_SECONDS: Final = 0.002
WATCHED_SECONDS: Final = 10.0
AT_ONCE: Final = 4
BATCH: Final = 20  # deals a call, some ten milliseconds
PACES: Final = 5  # runs with one thread and with two, in turn


class Ticker:
    """A greenlet that wants its turn every 2 ms; `late_ms` is how late each one came."""

    def __init__(self) -> None:
        self.late_ms: list[float] = []
        self._greenlet = gevent.spawn(self._tick)

    def stop(self) -> None:
        """No more turns."""
        self._greenlet.kill()

    def _tick(self) -> None:
        while True:
            due = time.monotonic() + BEAT_SECONDS
            gevent.sleep(BEAT_SECONDS)
            self.late_ms.append((time.monotonic() - due) * 1000)


def batches(count: int) -> list[list[Problem]]:
    """So many calls' worth of random games."""
    chance = Random(2026)
    return [[random_deal(chance, "game") for _ in range(BATCH)] for _ in range(count)]


def solve_until(work: Sequence[list[Problem]], ends_at: float) -> int:
    """Solve one batch after another; how many."""
    solved = 0
    for batch in cycle(work):
        if time.monotonic() >= ends_at:
            break
        offload(solve_batch, batch, within_seconds=60.0)
        solved += 1
    return solved


def solve_batch(batch: list[Problem]) -> None:
    """In the thread."""
    solve_many(batch, every_card=False)


def beat(seconds: float, at_once: int) -> list[float]:
    """How late the ticker's turns were, sorted, in ms, beside so many solvers."""
    work, ends_at = batches(8), time.monotonic() + seconds
    ticker = Ticker()
    solvers = [gevent.spawn(solve_until, work[number:], ends_at) for number in range(at_once)]
    gevent.joinall(solvers, raise_error=True)
    gevent.sleep(max(0.0, ends_at - time.monotonic()))
    ticker.stop()
    return sorted(ticker.late_ms)


def pace(seconds: float, threads: int) -> float:
    """Batches solved a second."""
    work, began = batches(8), time.monotonic()
    solvers = [gevent.spawn(solve_until, work, began + seconds) for _ in range(threads)]
    gevent.joinall(solvers, raise_error=True)
    return sum(solver.value or 0 for solver in solvers) / (time.monotonic() - began)


def measure(*, quick: bool = False) -> Figures:
    """`beat_*`: how late, ms, idle and beside four solvers; `threads_gain`: two against one."""
    seconds = WATCHED_SECONDS / 10 if quick else WATCHED_SECONDS
    idle, busy = beat(seconds, 0), beat(seconds, AT_ONCE)
    pairs = [(pace(seconds / 5, 1), pace(seconds / 5, 2)) for _ in range(1 if quick else PACES)]
    return {
        "beat_idle_p99_ms": round(_at(idle, 0.99), 2),
        "beat_idle_worst_ms": round(idle[-1], 2),
        "beat_solving_p99_ms": round(_at(busy, 0.99), 2),
        "beat_solving_worst_ms": round(busy[-1], 2),
        "threads_gain": round(statistics.median(two / one for one, two in pairs), 2),
    }


def _at(ordered: list[float], part: float) -> float:
    return ordered[int(len(ordered) * part)]


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name:30} {figure}")
