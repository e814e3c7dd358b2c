"""What a run of so many seconds must do at least, and when."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final, Literal

Fault = Literal["kill", "hup", "host", "database", "postmaster", "bus", "garbage"]
FULL_SECONDS: Final = 250.0
# For a full run, as issue 4 has them; one of the database's restarts is a kill of its postmaster.
MINIMA: Final[Mapping[str, int]] = {
    "kills": 20,
    "hups": 5,
    "host_restarts": 3,
    "database_restarts": 3,
    "bus_restarts": 3,
    "garbage_connections": 50,
    "acts_saved": 5_000,
}
MOVING_SHARE: Final = 0.9
RESUME_SECONDS: Final = 5.0
CONNECTIONS_AT_ONCE: Final = 25
LEAST_CALM_SECONDS: Final = 2.5
SPAN: Final = 0.92  # of the run; then everything is left to settle


@dataclass(frozen=True)
class Plan:
    """One run: so many seconds, so many players, on that bus."""

    seconds: float = FULL_SECONDS
    players: int = 300
    onlookers: int = 15
    crowds: int = 3
    bus: Literal["valkey", "database"] = "valkey"
    patience: float = 1.0  # how many times slower than promised; never to be had for correctness
    seed: int | None = None

    @property
    def minima(self) -> dict[str, int]:
        """In proportion to the time, and to the players when they are fewer; never nothing."""
        share = self.seconds / FULL_SECONDS
        least = {name: max(1, round(share * count)) for name, count in MINIMA.items()}
        least["acts_saved"] = round(least["acts_saved"] * min(1.0, self.players / 300))
        return least

    def faults(self) -> list[Fault]:
        """All of them in a random order."""
        least = self.minima
        counts: dict[Fault, int] = {
            "kill": least["kills"],
            "hup": least["hups"],
            "host": least["host_restarts"],
            "database": least["database_restarts"] - 1,
            "postmaster": 1,
            "bus": least["bus_restarts"],
            "garbage": -(-least["garbage_connections"] // CONNECTIONS_AT_ONCE),
        }
        faults = [fault for fault, count in counts.items() for _ in range(count)]
        Random(self.seed).shuffle(faults)
        return faults


def plan_from(environment: Mapping[str, str] = os.environ) -> Plan:
    """CHAOS_SECONDS, CHAOS_PLAYERS (a multiple of 3), CHAOS_BUS and CHAOS_PATIENCE."""
    usual = Plan()
    bus = environment.get("CHAOS_BUS") or usual.bus
    if bus not in ("valkey", "database"):
        raise SystemExit(f"CHAOS_BUS: must be valkey or database, not {bus!r}")
    players = int(environment.get("CHAOS_PLAYERS") or usual.players)
    return Plan(
        seconds=float(environment.get("CHAOS_SECONDS") or usual.seconds),
        players=players - players % 3,
        onlookers=max(3, players // 20),
        crowds=max(1, min(3, players // 100)),
        bus="valkey" if bus == "valkey" else "database",
        patience=float(environment.get("CHAOS_PATIENCE") or usual.patience),
    )
