"""The stage of a measurement: a database that keeps its promises, a server, a crowd of players."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from bench.players.seating import seat_all
from bench.processes import (
    HURRY,
    LOAD_CORES,
    SERVER_CORES,
    compiled,
    cpu_seconds,
    free_port,
    pinned,
    proportional_mb,
    resident_mb,
    running,
)
from store.migrate import migrate
from store.opening import open_connection
from wsgi.embedded import EmbeddedPostgres

HOST: Final = "127.0.0.1"
DURABLE: Final = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# Everybody comes from one address here; nothing else is raised. The key lets the players of one
# server sit at the same tables of the next one.
RAISED: Final = {
    "SOCKETS_PER_ADDRESS": "20000",
    "SOCKETS_MAX": "15000",
    "FORMS_PER_ADDRESS": "1000000",
    "SEATINGS_PER_ADDRESS": "1000000",
    "WATCHERS_PER_TABLE": "1000",
    "SECRET_KEY": "everybody may know this key: it opens a club of programs",
}
# No faults, but to be known.
PARDONED: Final = {"came_again": "told to come again", "too_late": "times `next` was too late"}
FULL: Final = 85.0  # percent of a core: who used so much had no more to give


class NotDurable(Exception):
    """The database would lose what it said was saved; its figures mean nothing."""


class Stalled(Exception):
    """Somebody was asked and nothing came of it."""


@dataclass(frozen=True)
class Crowd:
    """What the players saw and what it cost; CPU in percent of a core, memory in MB."""

    seen: dict[str, Any]
    server: float
    database: float
    load: float
    resident_mb: list[float]  # of the server, then of each of its workers
    proportional_mb: float  # of all of them, what they share counted once

    @property
    def acts_per_second(self) -> float:
        """Saved acts a second."""
        return float(self.seen["acts"] / self.seen["seconds"])

    @property
    def us_per_act(self) -> float:
        """CPU time of the server for each act, in microseconds, all else it does included."""
        return self.server * 1e4 / self.acts_per_second

    @property
    def p99_ms(self) -> float:
        """From when the act was due until the last of the table saw it."""
        return float(self.seen["all_p99_us"] / 1000)

    @property
    def is_bound(self) -> bool:
        """Whether some core was full: otherwise the server waited for nothing we know of."""
        return self.server >= FULL or self.database + self.load >= FULL

    def said(self, title: str) -> str:
        """One line for the record of a run."""
        seen = self.seen
        rate, told = self.acts_per_second, seen["messages"] / seen["seconds"]
        ms = {name[:-3]: value / 1000 for name, value in seen.items() if name.endswith("_us")}
        return (
            f"{title}: {rate:,.0f} acts/s, {told:,.0f} messages/s, {self.us_per_act:.0f} us of CPU"
            f" an act; cores: server {self.server:.0f} %, PostgreSQL {self.database:.0f} %, load"
            f" {self.load:.0f} %; receipt p50 {ms['receipt_p50']:.1f} p99"
            f" {ms['receipt_p99']:.1f} ms, seen by all p50 {ms['all_p50']:.1f} p99"
            f" {ms['all_p99']:.1f} worst"
            f" {ms['all_worst']:.1f} ms, hub p99 {ms['hub_p99']:.1f} ms;"
            f" memory {' + '.join(f'{each:.0f}' for each in self.resident_mb)} MB,"
            f" {self.proportional_mb:.0f} MB in all"
            f"{''.join(f'; {seen[key]} {said}' for key, said in PARDONED.items() if seen[key])}"
        )


@contextmanager
def cluster(
    cores: Sequence[int] = LOAD_CORES,
) -> Iterator[tuple[EmbeddedPostgres, psutil.Process]]:
    """An embedded PostgreSQL; with its process."""
    with tempfile.TemporaryDirectory(prefix="trelyazh-bench-") as folder:
        postgres = EmbeddedPostgres(Path(folder) / "postgres", options={"max_connections": "100"})
        try:
            postgres.start()
            assert postgres.pid is not None
            process = psutil.Process(postgres.pid)
            pin(process, cores)
            yield postgres, process
        finally:
            postgres.stop(at_once=True)  # nobody starts it again


def new_database(postgres: EmbeddedPostgres, name: str) -> str:
    """A migrated database of that name with durability on; its URL."""
    connection = open_connection(postgres.url(), application_name="bench", limits=False)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"create database {name}")
    finally:
        connection.close()
    migrate(postgres.url(name))
    check_durability(postgres.url(name))
    return postgres.url(name)


@contextmanager
def database(cores: Sequence[int] = LOAD_CORES) -> Iterator[tuple[str, psutil.Process]]:
    """A database of `new_database` alone in its cluster; its URL and the process."""
    with cluster(cores) as (postgres, process):
        yield new_database(postgres, "club"), process


def pin(process: psutil.Process, cores: Sequence[int]) -> None:
    """Let the program and all it started run on these cores only."""
    for each in (process, *process.children(recursive=True)):
        each.cpu_affinity(list(cores))


def check_durability(url: str) -> None:
    """Raises NotDurable when speed was bought with promises."""
    connection = open_connection(url, application_name="bench")
    try:
        with connection.cursor() as cursor:
            for name, wanted in DURABLE.items():
                cursor.execute("select current_setting(%s)", (name,))
                if cursor.fetchone() != (wanted,):
                    raise NotDurable(f"{name} is not {wanted}")
            cursor.execute("select relpersistence from pg_class where relname = 'events'")
            if cursor.fetchone() != ("p",):
                raise NotDurable("events is not a permanent relation")
    finally:
        connection.close()


@contextmanager
def club(
    url: str,
    *,
    workers: int = 1,
    cores: Sequence[int] = SERVER_CORES,
    application: str = "wsgi.app:serve()",
) -> Iterator[tuple[int, psutil.Process]]:
    """Our server on that database: its port and its process."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        settings = {"PORT": str(port), "DATA_DIR": folder, "WORKERS": str(workers), **RAISED}
        settings |= {"DATABASE_URL": url, "BOT_PACE_MS": "0"}
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
        command += ["--timeout", "0"]  # a master that was held would end workers held with it
        command += ["--access-logfile", "/dev/null", "--log-level", "error", application]
        # Full on purpose, it would say each time that the loop was held.
        settings["LOG_LEVEL"] = "error"
        with running(command, port, cores=cores, more=settings, end=HURRY) as process:
            yield port, process


@contextmanager
def peer(module: str, url: str) -> Iterator[tuple[int, psutil.Process]]:
    """A server of `bench.peers` on that database: its port and its process."""
    port = free_port()
    command = [sys.executable, "-m", f"bench.peers.{module}", str(port)]
    with running(command, port, cores=SERVER_CORES, more={"DATABASE_URL": url}) as process:
        yield port, process


def play(
    port: int,
    server: psutil.Process,
    postgres: psutil.Process | None,
    seats: Path,
    *,
    period_ms: int = 0,
    seconds: float,
    warm_seconds: float = 2.0,
    cores: Sequence[int] = LOAD_CORES,
    may_stall: bool = False,
    at_end: Callable[[], object] = lambda: None,
) -> Crowd:
    """Let the seated players play; a period of 0 is a closed loop. `at_end` looks while all play.

    Raises CalledProcessError when an act was refused, a version missing or somebody dropped, and
    Stalled when a table stood still.
    """
    command = [*pinned(cores), str(compiled("players")), HOST, str(port), str(seats)]
    command += [str(period_ms), str(warm_seconds), str(seconds)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as load:
        assert load.stdout is not None
        watched = [server, postgres or server, psutil.Process(load.pid)]
        load.stdout.readline()
        before, began = [cpu_seconds(each) for each in watched], time.monotonic()
        answer = load.stdout.readline()
        if not answer:
            raise subprocess.CalledProcessError(load.wait() or 1, command)
        # All play on until its stdin is closed, at the end of the block.
        after, looked_at = [cpu_seconds(each) for each in watched], time.monotonic()
        memory = resident_mb(server), proportional_mb(server)
        at_end()
    if load.returncode:
        raise subprocess.CalledProcessError(load.returncode, command, answer)
    used = [(b - a) / (looked_at - began) * 100 for a, b in zip(before, after, strict=True)]
    seen = json.loads(answer)
    if seen["still"] and not may_stall:
        raise Stalled(f"{seen['still']} tables did not move")
    return Crowd(seen, used[0], used[1] if postgres else 0.0, used[2], *memory)


def median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of runs made in turn."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


__all__ = [
    "Crowd",
    "check_durability",
    "club",
    "cluster",
    "database",
    "median_ratio",
    "new_database",
    "peer",
    "pin",
    "play",
    "seat_all",
]
