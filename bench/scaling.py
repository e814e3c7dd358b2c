"""What an act costs with more workers: `python -m bench.scaling`, the figures of docs/scaling.md.

Players of a table land on whatever worker takes their connection, as without a proxy that keeps
tables together. All workers share the cores, so only the costs mean something, not the latencies.
"""

import tempfile
from pathlib import Path
from typing import Final

from bench.players.stage import HOST, club, database, play, seat_all
from bench.processes import ALL_CORES

WORKERS: Final = (1, 2, 4, 8)
TABLES: Final = 300
PERIOD_MS: Final = 750  # 400 acts a second in all
SECONDS: Final = 10.0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, database(ALL_CORES) as (url, postgres):
        seats = Path(folder) / "seats"
        for workers in WORKERS:
            with club(url, workers=workers, cores=ALL_CORES) as (port, server):
                if not seats.exists():
                    seat_all(HOST, port, TABLES, seats)
                crowd = play(
                    *(port, server, postgres, seats),
                    period_ms=PERIOD_MS,
                    seconds=SECONDS,
                    cores=ALL_CORES,
                )
            acts = crowd.acts_per_second
            print(
                f"{workers} workers: {acts:.0f} acts/s, {crowd.us_per_act:.0f} us of CPU an act in"
                f" the workers, {crowd.database * 1e4 / acts:.0f} us in PostgreSQL, seen by all p99"
                f" {crowd.p99_ms:.0f} ms",
                flush=True,
            )


if __name__ == "__main__":
    main()
