"""Crowds in an open loop, an act every 3 s at each table: latency, CPU, memory, growth."""

import tempfile
from pathlib import Path
from typing import Any, Final, NamedTuple

import psutil

from bench.marks import Figures, Line, at_most
from bench.players.stage import (
    HOST,
    Crowd,
    club,
    cluster,
    new_database,
    peer,
    pin,
    play,
    seat_all,
)
from bench.processes import ALL_CORES, resident_mb

PERIOD_MS: Final = 3_000
SECONDS: Final = 12.0
FEW_SECONDS: Final = 20.0  # the kernel counts CPU in hundredths of a second
GROWING: Final = (900, 5_001, 9_000)
IDLE: Final = 5_000
NEVER_MS: Final = 100_000_000

LINES: Final = (
    Line("5,000 players: act to seen by all, p99, ms", "p99_ms_5000", at_most(50)),
    Line("5,000 players: percent of a core", "core_share_5000", at_most(30)),
    Line("5,000 players: memory of the server, shared pages once, MB", "rss_mb_5000", at_most(300)),
    Line("5,000 players: lateness of the hub, p99, ms", "hub_p99_ms_5000"),
    Line(
        "150 players: percent of a core",
        "core_share_150",
        at_most(2),
        "aiohttp and asyncpg",
        "core_share_150_asyncio",
    ),
    Line("10,000 players, two workers: p99, ms", "p99_ms_10000", at_most(100)),
    Line(
        "10,000 players: memory of a worker, with shared pages, MB",
        "rss_mb_per_worker_10000",
        at_most(400),
    ),
    Line("10,000 players: percent of a core, each worker", "core_share_per_worker_10000"),
    Line("idle socket, KiB", "kib_per_idle_socket", at_most(26)),
    Line("CPU an act at 9,000 players over 900", "growth_900_to_9000", at_most(1.25)),
)


class Scale(NamedTuple):
    """How much of it all: whole, or only enough to see that it works."""

    part: int
    play: dict[str, Any]
    few_seconds: float
    idle_seconds: float

    def of(self, players: int) -> int:
        """Whole tables, one at least."""
        return max(1, players // (3 * self.part)) * 3


FULL: Final = Scale(1, {"period_ms": PERIOD_MS, "seconds": SECONDS}, FEW_SECONDS, 1.0)
QUICK: Final = Scale(100, {"period_ms": 200, "seconds": 0.7, "warm_seconds": 0.2}, 0.7, 0.2)


def measure(*, quick: bool = False) -> Figures:
    """Crowds that grow, so that at no table people are missing while others are measured.

    The few have databases of their own.
    """
    scale = QUICK if quick else FULL
    with tempfile.TemporaryDirectory() as folder, cluster() as (server, postgres):
        few = Crowds(new_database(server, "few"), postgres, Path(folder) / "few", scale)
        theirs = Crowds(new_database(server, "theirs"), postgres, Path(folder) / "theirs", scale)
        many = Crowds(new_database(server, "many"), postgres, Path(folder) / "many", scale)
        figures = few.few_and_idle() | theirs.few_of_peer() | many.growing()
        pin(postgres, ALL_CORES)
        return figures | many.pair()


class Crowds(NamedTuple):
    """Who plays on one database; more and more of them."""

    url: str
    postgres: psutil.Process
    seats: Path
    scale: Scale

    def few_and_idle(self) -> Figures:
        """A quiet evening, then people who only sit there: sockets without a seat or an act."""
        with club(self.url) as (port, server):
            crowd = self._play(port, server, 150, seconds=self.scale.few_seconds)
            idle = self._idle(port, server, self.scale.of(IDLE))
        return {"core_share_150": round(crowd.server, 2), "kib_per_idle_socket": round(idle, 1)}

    def few_of_peer(self) -> Figures:
        """The same quiet evening before a server without clocks, jobs or a watch."""
        with peer("asyncio_today", self.url) as (port, server):
            crowd = self._play(port, server, 150, seconds=self.scale.few_seconds)
        return {"core_share_150_asyncio": round(crowd.server, 2)}

    def growing(self) -> Figures:
        """One worker, before whom more and more sit down, each table as busy as before."""
        few_players, some_players, many_players = GROWING
        with club(self.url) as (port, server):
            few = self._play(port, server, few_players)
            self._seat(port, some_players)
        # Newly started: its memory is of those who play, not of how they came to their seats.
        with club(self.url) as (port, server):
            some = self._play(port, server, some_players)
            many = self._play(port, server, many_players)
        return {
            "p99_ms_5000": round(some.p99_ms, 1),
            "core_share_5000": round(some.server, 1),
            "rss_mb_5000": round(some.proportional_mb),
            "hub_p99_ms_5000": round(some.seen["hub_p99_us"] / 1000, 1),
            "messages_per_s_5000": round(some.seen["messages"] / some.seen["seconds"]),
            "postgres_share_5000": round(some.database, 1),
            "growth_900_to_9000": round(many.us_per_act / few.us_per_act, 2),
        }

    def pair(self) -> Figures:
        """Two workers on both cores, with load and PostgreSQL wherever the kernel puts them."""
        with club(self.url, workers=2, cores=ALL_CORES) as (port, server):
            crowd = self._play(port, server, 10_002, cores=ALL_CORES)
        return {
            "p99_ms_10000": round(crowd.p99_ms, 1),
            "rss_mb_per_worker_10000": round(max(crowd.resident_mb[1:])),
            "core_share_per_worker_10000": round(crowd.server / 2, 1),
        }

    def _play(self, port: int, server: psutil.Process, players: int, **more: Any) -> Crowd:
        self._seat(port, players)
        crowd = play(port, server, self.postgres, self.seats, **{**self.scale.play, **more})
        print(crowd.said(f"{self.scale.of(players)} players"), flush=True)
        return crowd

    def _seat(self, port: int, players: int) -> None:
        """Whoever has no seat yet sits down."""
        there = len(self.seats.read_text().splitlines()) // 3 if self.seats.exists() else 0
        wanted = self.scale.of(players) // 3
        if there < wanted:
            seat_all(HOST, port, wanted, self.seats, there=there)

    def _idle(self, port: int, server: psutil.Process, sockets: int) -> float:
        """KiB a socket, by the growth of the memory of a worker that has served some before."""
        before, many = resident_mb(server)[1], self._idle_seats(sockets)
        seconds = self.scale.idle_seconds
        crowd = play(
            *(port, server, None, many),
            period_ms=NEVER_MS,
            seconds=seconds,
            warm_seconds=seconds,
        )
        return (crowd.resident_mb[1] - before) * 1e6 / 1024 / sockets

    def _idle_seats(self, sockets: int) -> Path:
        """Spectators of all tables: no cookie, so nobody we know."""
        paths = [line.split(" ")[2] for line in self.seats.read_text().splitlines()[::3]]
        seats = self.seats.with_name("idle")
        lines = (f"{at % len(paths)} 0 {paths[at % len(paths)]} -\n" for at in range(sockets))
        seats.write_text("".join(lines))
        return seats


if __name__ == "__main__":
    print(measure())
