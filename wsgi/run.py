"""The launcher: `python -m wsgi.run` opens the club and closes it again, database included."""

import fcntl
import http.client
import os
import queue
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Final

from wsgi.embedded import EmbeddedError, EmbeddedPostgres, end_with_parent
from wsgi.settings import Settings, SettingsError, read_settings

ROOT: Final = Path(__file__).resolve().parent.parent
SERVER: Final = (sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py")
MIGRATION: Final = (sys.executable, "-m", "store.migrate")
LOOK_SECONDS: Final = 0.2
PORT_SECONDS: Final = 3.0  # a club that was just killed lets go of its port a little later
STOP_SECONDS: Final = 30.0


class LaunchError(Exception):
    """The club cannot be opened; the message is one line that says why."""


def main(environment: Mapping[str, str] = os.environ, server: Sequence[str] = SERVER) -> int:
    """Run until told to stop; the status: 0 when asked to, 1 when it broke, 2 when it never ran."""
    signal.signal(signal.SIGTERM, _interrupt)  # until the server runs, as if Ctrl-C was pressed
    try:
        settings = read_settings(environment)
        with _only_launcher(settings.data_dir):
            _check_port(settings.host, settings.port)
            with _database(settings) as (url, look_after):
                children = dict(environment)
                children |= {"DATABASE_URL": url, "DATA_DIR": str(settings.data_dir)}
                _migrate(children)
                with _server(server, children) as process:
                    return _Watch(process, settings, look_after).run()
    except (SettingsError, LaunchError, EmbeddedError) as error:
        _say(str(error))
        return 2
    except KeyboardInterrupt:
        return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def _only_launcher(folder: Path) -> Iterator[None]:
    """Two launchers would run two servers on one set of data."""
    with (folder / "launcher.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            owner = file.read().strip() or "unknown"
            raise LaunchError(f"DATA_DIR: {folder} is in use by process {owner}") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _check_port(host: str, port: int) -> None:
    give_up_at = time.monotonic() + PORT_SECONDS
    while (trouble := _port_trouble(host, port)) is not None:
        if time.monotonic() > give_up_at:
            raise LaunchError(f"PORT: {port} cannot be opened on {host}: {trouble}")
        time.sleep(LOOK_SECONDS)


def _port_trouble(host: str, port: int) -> str | None:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind((host, port))
    except OSError as error:
        return error.strerror or str(error)
    return None


@contextmanager
def _database(settings: Settings) -> Iterator[tuple[str, Callable[[], None]]]:
    """Where the database is, and what to call now and then to keep it there."""
    if settings.database_url is not None:
        yield settings.database_url, lambda: None
        return
    needed = 2 * settings.workers * (settings.pool_size + 2) + 30  # a restart has twice the workers
    options = {"max_connections": str(max(100, needed)), "log_line_prefix": "%m [%p] "}
    # Its log must not repeat statements and rows: they hold cards.
    options |= {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
    postgres = EmbeddedPostgres(settings.data_dir / "postgres", options=options)
    try:
        postgres.start()
        yield postgres.url(), lambda: _keep_running(postgres)
    finally:
        postgres.stop()


def _keep_running(postgres: EmbeddedPostgres) -> None:
    if postgres.is_running():
        return
    _say("the database ended by itself and is started again")
    try:
        postgres.start()
    except EmbeddedError as error:  # what the dead one left may take a moment to go away
        _say(f"the database does not start yet: {error}")


def _migrate(environment: dict[str, str]) -> None:
    done = subprocess.run(MIGRATION, cwd=ROOT, env=environment)
    if done.returncode:
        raise LaunchError("DATABASE_URL: the database could not be brought up to date, see above")


@contextmanager
def _server(
    command: Sequence[str], environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        start_new_session=True,  # Ctrl-C reaches it through us, as an orderly stop
        preexec_fn=end_with_parent,
    )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class _Watch:
    """The running club: passes signals on, looks after the database, ends with the server."""

    def __init__(
        self,
        server: subprocess.Popen[bytes],
        settings: Settings,
        look_after_database: Callable[[], None],
    ) -> None:
        self._server = server
        self._settings = settings
        self._look_after_database = look_after_database
        self._signals: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._announced = False
        self._stopping = False

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda number, frame: self._signals.put(number))
        while self._server.poll() is None:
            self._look_after_database()
            if not self._announced and not self._stopping:
                self._announce()
            with suppress(queue.Empty):
                self._pass_on(self._signals.get(timeout=LOOK_SECONDS))
        if self._stopping:
            return 0
        _say(f"the server ended by itself with status {self._server.returncode}")
        return 1

    def _pass_on(self, number: int) -> None:
        if number == signal.SIGHUP:
            self._server.send_signal(signal.SIGHUP)
        elif self._stopping:  # asked again: at once
            self._server.send_signal(signal.SIGQUIT)
        else:
            self._stopping = True
            self._server.send_signal(signal.SIGTERM)

    def _announce(self) -> None:
        if _answers(self._settings):
            self._announced = True
            _say(f"Trelyazh is open at {_address(self._settings)} (Ctrl-C closes it)")


def _reached_at(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _address(settings: Settings) -> str:
    host = _reached_at(settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def _answers(settings: Settings) -> bool:
    connection = http.client.HTTPConnection(
        _reached_at(settings.host), settings.port, timeout=LOOK_SECONDS
    )
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
