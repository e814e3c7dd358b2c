"""The faults of a run, one after another, and when service was back after each."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.chaos.garbage import pester
from tests.chaos.plan import CONNECTIONS_AT_ONCE, LEAST_CALM_SECONDS, SPAN, Fault, Plan
from tests.chaos.stage import Stage


@dataclass(frozen=True)
class Trouble:
    """One fault: when it began, when there was service again, when it was over; monotonic s."""

    kind: Fault
    began: float
    served: float
    over: float


class Faults:
    """Does what a plan wants and counts it."""

    def __init__(self, stage: Stage, plan: Plan, path: str) -> None:
        self._stage = stage
        self._plan = plan
        self._path = path
        self._chance = Random(plan.seed)
        self.counts: Counter[str] = Counter()
        self.troubles: list[Trouble] = []

    def run(self) -> None:
        """Until the time of the plan is over, whatever is late."""
        started = time.monotonic()
        faults = self._plan.faults()
        pause = self._plan.seconds * SPAN / len(faults)
        for number, fault in enumerate(faults):
            last = self.troubles[-1].over if self.troubles else started
            sleep_until(max(started + (number + 0.5) * pause, last + LEAST_CALM_SECONDS))
            self._do(fault)
        sleep_until(started + self._plan.seconds)

    def _do(self, fault: Fault) -> None:
        began = time.monotonic()
        served = DOINGS[fault](self)
        over = time.monotonic()
        self.troubles.append(Trouble(fault, began, served, over))
        print(f"{fault}: {over - began:.1f} s", file=sys.stderr, flush=True)

    def _kill(self) -> float:
        """The others serve on: there is service all the time."""
        began = time.monotonic()
        workers = [(host, pid) for host in self._stage.hosts for pid in host.workers()]
        host, pid = self._chance.choice(workers)
        host.kill_worker(pid)
        self.counts["kills"] += 1
        return began

    def _hup(self) -> float:
        began = time.monotonic()
        self._chance.choice(self._stage.hosts).reload()
        self.counts["hups"] += 1
        return began

    def _host(self) -> float:
        began = time.monotonic()
        self._chance.choice(self._stage.hosts).restart()
        self.counts["host_restarts"] += 1
        return began

    def _database(self) -> float:
        self._stage.database.restart()
        self.counts["database_restarts"] += 1
        return time.monotonic()

    def _postmaster(self) -> float:
        self._stage.database.kill()
        self.counts["database_restarts"] += 1
        self.counts["postmaster_kills"] += 1
        return time.monotonic()

    def _bus(self) -> float:
        """Hints may be lost: there is service all the time."""
        began = time.monotonic()
        self._stage.bus.restart()
        self.counts["bus_restarts"] += 1
        return began

    def _garbage(self) -> float:
        began = time.monotonic()
        made = asyncio.run(pester(self._stage.ports, self._path, CONNECTIONS_AT_ONCE))
        self.counts["garbage_connections"] += made
        return began


DOINGS: Final[dict[Fault, Callable[[Faults], float]]] = {
    "kill": Faults._kill,
    "hup": Faults._hup,
    "host": Faults._host,
    "database": Faults._database,
    "postmaster": Faults._postmaster,
    "bus": Faults._bus,
    "garbage": Faults._garbage,
}


def sleep_until(moment: float) -> None:
    """On the monotonic clock, seconds."""
    time.sleep(max(0.0, moment - time.monotonic()))
