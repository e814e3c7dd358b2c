"""Crowds in an open loop, an act every 3 s at each table: latency, CPU, memory, growth."""

import tempfile
from pathlib import Path
from typing import Any, Final, NamedTuple

import psutil

from bench.marks import Figures, Line, at_most
from bench.players.stage import HOST, Crowd, club, database, part_of, pin, play, seat_all
from bench.processes import ALL_CORES, LOAD_CORES, resident_mb

PERIOD_MS: Final = 3_000
SECONDS: Final = 12.0
GROWN: Final = (900, 9_000)
IDLE: Final = 5_000
NEVER_MS: Final = 100_000_000

LINES: Final = (
    Line("5,000 players: act to seen by all, p99, ms", "p99_ms_5000", at_most(50)),
    Line("5,000 players: percent of a core", "core_share_5000", at_most(30)),
    Line("5,000 players: memory of the server, MB", "rss_mb_5000", at_most(300)),
    Line("5,000 players: lateness of the hub, p99, ms", "hub_p99_ms_5000"),
    Line("150 players: percent of a core", "core_share_150", at_most(2)),
    Line("10,000 players, two workers: p99, ms", "p99_ms_10000", at_most(100)),
    Line("10,000 players: memory of a worker, MB", "rss_mb_per_worker_10000", at_most(400)),
    Line("10,000 players: percent of a core, each worker", "core_share_per_worker_10000"),
    Line("idle socket, KiB", "kib_per_idle_socket", at_most(26)),
    Line("CPU an act at 9,000 players over 900", "growth_900_to_9000", at_most(1.25)),
)


class Scale(NamedTuple):
    """How much of it all: whole, or only enough to see that it works."""

    part: int
    play: dict[str, Any]

    def of(self, players: int) -> int:
        """Whole tables, one at least."""
        return max(1, players // (3 * self.part)) * 3


FULL: Final = Scale(1, {"period_ms": PERIOD_MS, "seconds": SECONDS})
QUICK: Final = Scale(100, {"period_ms": 200, "seconds": 1.0, "warm_seconds": 0.3})


def measure(*, quick: bool = False) -> Figures:
    """Every crowd on one database, so that people sit down once."""
    scale = QUICK if quick else FULL
    with tempfile.TemporaryDirectory() as folder, database(ALL_CORES) as (url, postgres):
        seats = Path(folder) / "seats"
        figures = _pair(url, postgres, seats, scale)
        pin(postgres, LOAD_CORES)
        alone = Alone(url, postgres, seats, scale)
        return figures | alone.five_thousand() | alone.growth() | alone.few_and_idle()


def _pair(url: str, postgres: psutil.Process, seats: Path, scale: Scale) -> Figures:
    """Two workers on both cores, with load and PostgreSQL wherever the kernel puts them."""
    with club(url, workers=2, cores=ALL_CORES) as (port, server):
        seat_all(HOST, port, scale.of(10_002) // 3, seats)
        crowd = play(port, server, postgres, seats, **scale.play, cores=ALL_CORES)
    print(crowd.said("10,000 players, two workers"), flush=True)
    return {
        "p99_ms_10000": round(crowd.p99_ms, 1),
        "rss_mb_per_worker_10000": round(max(crowd.resident_mb[1:])),
        "core_share_per_worker_10000": round(crowd.server / 2, 1),
    }


class Alone(NamedTuple):
    """What one worker alone on its core is asked, each time as a server newly started."""

    url: str
    postgres: psutil.Process
    seats: Path
    scale: Scale

    def five_thousand(self) -> Figures:
        with club(self.url) as (port, server):
            crowd = self._play(port, server, self.scale.of(5_001))
        return {
            "p99_ms_5000": round(crowd.p99_ms, 1),
            "core_share_5000": round(crowd.server, 1),
            "rss_mb_5000": round(sum(crowd.resident_mb)),
            "hub_p99_ms_5000": round(crowd.seen["hub_p99_us"] / 1000, 1),
            "messages_per_s_5000": round(crowd.seen["messages"] / crowd.seen["seconds"]),
            "postgres_share_5000": round(crowd.database, 1),
        }

    def growth(self) -> Figures:
        """CPU for an act with ten times as many players, each table as busy as before."""
        with club(self.url) as (port, server):
            few, many = (self._play(port, server, self.scale.of(players)) for players in GROWN)
        return {"growth_900_to_9000": round(many.us_per_act / few.us_per_act, 2)}

    def few_and_idle(self) -> Figures:
        """A quiet evening, then people who only sit there: sockets without a seat or an act."""
        with club(self.url) as (port, server):
            crowd = self._play(port, server, self.scale.of(150))
            idle = self._idle(port, server, self.scale.of(IDLE))
        return {"core_share_150": round(crowd.server, 2), "kib_per_idle_socket": round(idle, 1)}

    def _play(self, port: int, server: psutil.Process, players: int) -> Crowd:
        seats = part_of(self.seats, players // 3)
        crowd = play(port, server, self.postgres, seats, **self.scale.play)
        print(crowd.said(f"{players} players"), flush=True)
        return crowd

    def _idle(self, port: int, server: psutil.Process, sockets: int) -> float:
        """KiB a socket, by the growth of the memory of a worker that has served some before."""
        before, many = resident_mb(server)[1], self._idle_seats(sockets)
        crowd = play(port, server, None, many, period_ms=NEVER_MS, seconds=1, warm_seconds=1)
        return (crowd.resident_mb[1] - before) * 1e6 / 1024 / sockets

    def _idle_seats(self, sockets: int) -> Path:
        """Spectators of the first fifty tables: no cookie, so nobody we know."""
        paths = [line.split(" ")[2] for line in self.seats.read_text().splitlines()[:150:3]]
        seats = self.seats.with_name("idle")
        lines = (f"{at % len(paths)} 0 {paths[at % len(paths)]} -\n" for at in range(sockets))
        seats.write_text("".join(lines))
        return seats


if __name__ == "__main__":
    print(measure())
