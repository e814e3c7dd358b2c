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
    where: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.where}".rstrip()


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
        where = DOINGS[fault](self)
        over = time.monotonic()
        served = over if fault in SILENCING else began
        trouble = Trouble(fault, began, served, over, where)
        self.troubles.append(trouble)
        print(f"{trouble}: {over - began:.1f} s", file=sys.stderr, flush=True)

    def _kill(self) -> str:
        workers = [(host, pid) for host in self._stage.hosts for pid in host.workers()]
        host, pid = self._chance.choice(workers)
        host.kill_worker(pid)
        self.counts["kills"] += 1
        return f"of {pid} at {host}"

    def _hup(self) -> str:
        host = self._chance.choice(self._stage.hosts)
        host.reload()
        self.counts["hups"] += 1
        return str(host)

    def _host(self) -> str:
        host = self._chance.choice(self._stage.hosts)
        host.restart()
        self.counts["host_restarts"] += 1
        return str(host)

    def _database(self) -> str:
        self._stage.database.restart()
        self.counts["database_restarts"] += 1
        return ""

    def _postmaster(self) -> str:
        self._stage.database.kill()
        self.counts["database_restarts"] += 1
        self.counts["postmaster_kills"] += 1
        return ""

    def _bus(self) -> str:
        self._stage.bus.restart()
        self.counts["bus_restarts"] += 1
        return ""

    def _garbage(self) -> str:
        made = asyncio.run(pester(self._stage.ports, self._path, CONNECTIONS_AT_ONCE))
        self.counts["garbage_connections"] += made
        return f"{made} times"


# Nobody is served meanwhile. In all other troubles other workers serve on, and hints may be lost.
SILENCING: Final = ("database", "postmaster")
DOINGS: Final[dict[Fault, Callable[[Faults], str]]] = {
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
