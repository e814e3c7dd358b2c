"""A host of a chaos run: one gunicorn with two workers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

from tests.chaos.link import HOST
from tests.chaos.waiting import START_SECONDS, STOP_SECONDS, wait_until
from tests.server import ROOT, free_port
from wsgi.embedded import end_with_parent


class Host:
    """One gunicorn with two workers."""

    def __init__(self, name: str, folder: Path, settings: Mapping[str, str]) -> None:
        self.name = name
        self.port = free_port()
        self.slowest_stop = 0.0  # seconds from TERM to its end
        self.log = folder / f"host-{name}.log"
        (folder / name).mkdir()
        own = {"PORT": str(self.port), "DATA_DIR": str(folder / name), "WORKERS": "2"}
        self._environment = {**os.environ, **settings, **own}
        self._process = self._start()

    def __str__(self) -> str:
        return f"host {self.name} ({self.port})"

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
