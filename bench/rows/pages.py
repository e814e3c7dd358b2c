"""Pages: the first one and that of a table, beside the same in gunicorn's own gevent worker."""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from bench.marks import Figures, Line
from bench.players.seating import Guest
from bench.players.stage import HOST, RAISED, club, database
from bench.processes import (
    HURRY,
    LOAD_CORES,
    SERVER_CORES,
    compiled,
    free_port,
    pinned,
    running,
)

RUNS: Final = 5
CONNECTIONS: Final = 16
SECONDS: Final = 1.0  # and half of it before, to warm up

PLAIN: Final = "plain Flask, gunicorn's gevent worker"
LINES: Final = (
    Line("pages a second, first page", "home_per_s", None, PLAIN, "home_per_s_flask"),
    Line("pages a second, a table", "table_per_s", None, PLAIN, "table_per_s_flask"),
    Line("first page, 16 at once, p99, ms", "home_p99_ms", None, PLAIN, "home_p99_ms_flask"),
    Line("a table, 16 at once, p99, ms", "table_p99_ms", None, PLAIN, "table_p99_ms_flask"),
    Line("both pages", "home_per_s", None, PLAIN, "home_per_s_flask", "pages_vs_flask"),
)


class Visit(NamedTuple):
    """What one run saw."""

    per_second: float
    p99_ms: float


Visits = dict[str, list[Visit]]


def measure(*, quick: bool = False) -> Figures:
    """Pages a second and p99 of each, in alternating runs."""
    seconds, rounds = (SECONDS / 2, 1) if quick else (SECONDS, RUNS)
    with database() as (url, _), club(url) as (port, _), _plain(url) as plain_port:
        guest = Guest(HOST, port)
        guest.get("/")
        paths = {"home": "/", "table": guest.post("/tables", preset="sochi", target="10")}
        ports = {"": port, "_flask": plain_port}
        for each in ports.values():
            _read_once(each, guest, paths.values())
        visits: Visits = {name + whose: [] for name in paths for whose in ports}
        for _ in range(rounds):
            for name, path in paths.items():
                for whose, port_of in ports.items():
                    visits[name + whose].append(_visit(port_of, path, guest.cookie, seconds))
    return _figures(visits)


def _figures(visits: Visits) -> Figures:
    figures: Figures = {}
    for name in ("home", "table", "home_flask", "table_flask"):
        page, _, whose = name.partition("_")
        suffix = f"_{whose}" if whose else ""
        each = visits[name]
        figures[f"{page}_per_s{suffix}"] = round(statistics.median(v.per_second for v in each))
        figures[f"{page}_p99_ms{suffix}"] = round(statistics.median(v.p99_ms for v in each), 1)
    ratios = [
        statistics.mean((home.per_second / plain.per_second, table.per_second / other.per_second))
        for home, plain, table, other in zip(
            visits["home"],
            visits["home_flask"],
            visits["table"],
            visits["table_flask"],
            strict=True,
        )
    ]
    return figures | {"pages_vs_flask": round(statistics.median(ratios), 2)}


@contextmanager
def _plain(url: str) -> Iterator[int]:
    """The peer; it shares database and key, so the same cookie opens the same table."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "gevent", "--workers", "1"]
    command += ["--bind", f"{HOST}:{port}", "--log-level", "error", "--no-control-socket"]
    command += ["--config", "python:bench.peers", "bench.peers.plain_flask:serve()"]
    with tempfile.TemporaryDirectory() as folder:
        settings = {**RAISED, "DATABASE_URL": url, "DATA_DIR": folder, "PORT": str(port)}
        with running(command, port, cores=SERVER_CORES, more=settings, end=HURRY):
            yield port


def _read_once(port: int, guest: Guest, paths: Iterable[str]) -> None:
    """So that the templates are compiled when many come at once."""
    reader = Guest(HOST, port)
    reader.cookies = guest.cookies
    for path in paths:
        reader.get(path)


def _visit(port: int, path: str, cookie: str, seconds: float) -> Visit:
    command = [*pinned(LOAD_CORES), str(compiled("pages")), HOST, str(port), path, cookie]
    command += [str(CONNECTIONS), str(seconds / 2), str(seconds)]
    said = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    seen = json.loads(said.splitlines()[-1])
    print(f"{path} of port {port}: {said.splitlines()[-1]}", flush=True)
    return Visit(seen["pages"] / seen["seconds"], seen["p99_us"] / 1000)


if __name__ == "__main__":
    print(measure())
