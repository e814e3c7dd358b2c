"""Who plays where in a chaos run, and how badly he behaves."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where somebody belongs; `seat` is None for somebody who only looks on."""

    person: int
    path: str
    cookie: str
    seat: int | None


@dataclass(frozen=True)
class Habits:
    """How often an act is treated badly, and how often in a second somebody goes away."""

    twice: float = 0.03
    later: float = 0.03
    elsewhere: float = 0.02
    stale: float = 0.02
    delayed: float = 0.01
    reuses: float = 0.005
    vanishes: float = 1 / 60
    is_deaf: float = 1 / 90
    leaves: float = 1 / 120
