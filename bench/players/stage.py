"""The stage of a measurement: a database that keeps its promises, a server, a crowd of players."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from bench.players.seating import seat_all
from bench.processes import compiled, cpu_seconds, free_port, resident_mb, running
from store.migrate import migrate
from store.opening import open_connection
from wsgi.embedded import EmbeddedPostgres

HOST: Final = "127.0.0.1"
DURABLE: Final = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# Everybody comes from one address here; nothing else is raised.
RAISED: Final = {
    "SOCKETS_PER_ADDRESS": "20000",
    "SOCKETS_MAX": "15000",
    "FORMS_PER_ADDRESS": "1000000",
    "SEATINGS_PER_ADDRESS": "1000000",
}


class NotDurable(Exception):
    """The database would lose what it said was saved; its figures mean nothing."""


@dataclass(frozen=True)
class Crowd:
    """What the players saw and what it cost; times in ms, memory in MB."""

    seen: dict[str, Any]
    cpu_seconds: float
    database_seconds: float
    load_seconds: float
    resident_mb: float

    @property
    def acts_per_second(self) -> float:
        """Saved acts a second."""
        return float(self.seen["acts"] / self.seen["seconds"])

    @property
    def core_share(self) -> float:
        """The server's part of one core, in percent."""
        return float(100 * self.cpu_seconds / self.seen["seconds"])


@contextmanager
def database(cores: Sequence[int] = ()) -> Iterator[tuple[str, psutil.Process]]:
    """A migrated embedded PostgreSQL with durability on; its URL and its process."""
    with tempfile.TemporaryDirectory(prefix="trelyazh-bench-") as folder:
        postgres = EmbeddedPostgres(Path(folder) / "postgres", options={"max_connections": "100"})
        try:
            postgres.start()
            assert postgres.pid is not None
            process = psutil.Process(postgres.pid)
            if cores:
                process.cpu_affinity(list(cores))
            migrate(postgres.url())
            check_durability(postgres.url())
            yield postgres.url(), process
        finally:
            postgres.stop()


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
    url: str, *, workers: int = 1, cores: Sequence[int] = ()
) -> Iterator[tuple[int, psutil.Process]]:
    """Our server on that database: its port and its process."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        settings = {"PORT": str(port), "DATA_DIR": folder, "WORKERS": str(workers), **RAISED}
        settings |= {"DATABASE_URL": url, "BOT_PACE_MS": "0"}
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
        command += ["--access-logfile", "/dev/null", "--log-level", "warning"]
        with running(command, port, cores=cores, more=settings) as process:
            yield port, process


def play(
    port: int,
    server: psutil.Process,
    postgres: psutil.Process,
    seats: Path,
    *,
    period_ms: int,
    seconds: float,
    warm_seconds: float = 3.0,
    core: str = "1",
) -> Crowd:
    """Let the seated players play; a period of 0 is a closed loop. Raises CalledProcessError."""
    command = ["taskset", "-c", core, str(compiled("players")), HOST, str(port), str(seats)]
    command += [str(period_ms), str(warm_seconds), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as load:
        assert load.stdout is not None
        generator = psutil.Process(load.pid)
        load.stdout.readline()
        before = [cpu_seconds(each) for each in (server, postgres, generator)]
        memory = resident_mb(server)
        last = _wait_nearly(generator, seconds)
        after = [cpu_seconds(each) for each in (server, postgres)]
        answer = load.stdout.readline()
    if load.returncode or not answer:
        raise subprocess.CalledProcessError(load.returncode, command, answer)
    used = [new - old for new, old in zip((*after, last), before, strict=True)]
    return Crowd(json.loads(answer), used[0], used[1], used[2], memory)


def _wait_nearly(generator: psutil.Process, seconds: float) -> float:
    """The generator's CPU time shortly before its end; afterwards nobody can tell."""
    try:
        generator.wait(seconds * 0.98)
    except psutil.TimeoutExpired:
        return cpu_seconds(generator)
    return 0.0


__all__ = ["Crowd", "check_durability", "club", "database", "play", "seat_all"]
