"""A long evening: `python -m bench.soak [--minutes 20] [--players 2000] [--window 60]`.

People come, play for a window of seconds, an act every 3 s at each table, and leave; then they
come again. After each window it prints memory, descriptors and database connections as they were
while all played, the p99 of the window, and the greenlets left when everybody is gone. The last
line is JSON; the status is 1 when something drifted, an act was refused or a version missing.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import psutil

from bench.players.stage import HOST, club, database, play, seat_all
from store.opening import open_connection

PERIOD_MS: Final = 3_000
LOOK_SECONDS: Final = 2.0
LEAVE_SECONDS: Final = 30.0
# How much more of each is a drift: as a share of what there was, and at least so much.
ALLOWED: Final = {
    "rss_mb": (0.05, 5.0),
    "greenlets": (0.0, 5.0),
    "descriptors": (0.0, 5.0),
    "connections": (0.0, 2.0),
    "p99_ms": (0.5, 10.0),
}


class Window(NamedTuple):
    """How it stood at the end of one window."""

    rss_mb: float
    greenlets: int
    descriptors: int
    connections: int
    p99_ms: float


class Soak(NamedTuple):
    """What is watched."""

    url: str
    port: int
    server: psutil.Process
    postgres: psutil.Process
    seats: Path

    def window(self, seconds: float) -> Window:
        """Everybody plays and leaves."""
        worker = self.server.children()[0]
        descriptors = connections = 0

        def look() -> None:
            nonlocal descriptors, connections
            descriptors, connections = worker.num_fds(), self._connections()

        crowd = play(
            self.port,
            self.server,
            self.postgres,
            self.seats,
            period_ms=PERIOD_MS,
            seconds=seconds,
            at_end=look,
        )
        return Window(crowd.resident_mb[1], self._left(), descriptors, connections, crowd.p99_ms)

    def _left(self) -> int:
        """How many greenlets there are when no more of them go: everybody has left."""
        give_up_at, before = time.monotonic() + LEAVE_SECONDS, self._greenlets()
        while time.monotonic() < give_up_at:
            time.sleep(LOOK_SECONDS)
            now = self._greenlets()
            if now >= before:
                break
            before = now
        return before

    def _greenlets(self) -> int:
        with urllib.request.urlopen(f"http://{HOST}:{self.port}/bench/greenlets") as answer:
            return int(answer.read())

    def _connections(self) -> int:
        connection = open_connection(self.url, application_name="soak")
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "select count(*) from pg_stat_activity where application_name like 'trelyazh%'"
                )
                row = cursor.fetchone()
            return int(row[0]) if row else 0
        finally:
            connection.close()


def drifted(windows: Sequence[Window]) -> list[str]:
    """What grew from the first quarter of the windows, the very first left out, to the last."""
    settled = windows[1:]
    quarter = max(1, len(settled) // 4)
    found = []
    for name, (share, least) in ALLOWED.items():
        figures = [float(getattr(window, name)) for window in settled]
        first, last = statistics.median(figures[:quarter]), statistics.median(figures[-quarter:])
        if last > first + max(least, share * first):
            found.append(f"{name} {first:g} -> {last:g}")
    return found


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.soak")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--players", type=int, default=2_000)
    parser.add_argument("--window", type=float, default=60.0)
    asked = parser.parse_args(words)
    windows: list[Window] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        database() as (url, postgres),
        club(url, application="bench.soak_app:serve()") as (port, server),
    ):
        soak = Soak(url, port, server, postgres, Path(folder) / "seats")
        seat_all(HOST, port, asked.players // 3, soak.seats)
        give_up_at = time.monotonic() + asked.minutes * 60
        while time.monotonic() < give_up_at or len(windows) < 3:
            windows.append(soak.window(asked.window))
            print(f"window {len(windows)}: {windows[-1]._asdict()}", flush=True)
    drifts = drifted(windows)
    print(json.dumps({"windows": len(windows), "drifts": drifts, "last": windows[-1]._asdict()}))
    return int(bool(drifts))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
