"""A real server for tests: gunicorn with our worker in processes of its own, on a free port.

Nothing here is patched or knows gevent, so the tests that drive a browser use it too.
"""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil

ROOT: Final = Path(__file__).resolve().parent.parent
START_SECONDS: Final = 30.0
STOP_SECONDS: Final = 20.0
HELD: Final = re.compile(r"the hub was held for ([\d.]+) s \(([\d.]+) s of them .* at (.*)")
UNSURE_SECONDS: Final = 0.5
# Everybody comes from one address here.
RAISED: Final = {
    "FORMS_PER_ADDRESS": "100000",
    "SEATINGS_PER_ADDRESS": "100000",
    "PASSWORDS_PER_ADDRESS": "100000",
}
SECRET: Final = "a secret that only the tests know, and no club"


class Server:
    """A running club. `log` holds what its processes wrote."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.log = log

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        return [child.pid for child in psutil.Process(self.process.pid).children()]

    def kill_worker(self, pid: int) -> None:
        """As the kernel would when memory runs out: no word is said."""
        os.kill(pid, signal.SIGKILL)

    def reload(self) -> None:
        """New workers; the old ones drain."""
        self.process.send_signal(signal.SIGHUP)

    def await_ready(self) -> None:
        """Wait until it serves. Raises RuntimeError with its log when it does not."""
        give_up_at = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > give_up_at:
                raise RuntimeError(f"the server does not serve:\n{self.log.read_text()}")
            time.sleep(0.1)

    def holds(self) -> list[str]:
        """What its watch said about a hub that was held: nothing may do that."""
        return _sure(HELD.finditer(self.log.read_text()))

    def stop(self) -> None:
        """Ask it to end, and wait."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _is_ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _sure(found: Iterable[re.Match[str]]) -> list[str]:
    """Those that this machine cannot have made up: the kernel counts coarsely who waited for a
    processor, not at all who waited for a disk or for the host of this one. So a short hold counts
    in a line of ours where it came twice; a wait of the machine comes anywhere."""
    short, sure = Counter[str](), list[str]()
    for each in found:
        held, starved, where = float(each[1]), float(each[2]), each[3]
        ours = str(ROOT) in where and ".venv" not in where
        short[where] += ours and starved < held / 10
        if held - starved > UNSURE_SECONDS or short[where] > 1:
            sure.append(each[0])
    return sure


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    database_url: str,
    *,
    workers: int = 1,
    settings: Mapping[str, str] | None = None,
    application: str = "wsgi.app:serve()",
) -> Iterator[Server]:
    """A club on this migrated database; bots act at once unless `settings` say otherwise.

    Fails the test when the hub of a worker was held meanwhile.
    """
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="trelyazh-server-") as folder:
        environment = dict(os.environ) | {
            "DATABASE_URL": database_url,
            "DATA_DIR": folder,
            "PORT": str(port),
            "WORKERS": str(workers),
            "SECRET_KEY": SECRET,
            "BOT_PACE_MS": "0",
            "SHOW_WORKER": "1",
            **RAISED,
            "PYTHONDONTWRITEBYTECODE": "1",
            **(settings or {}),
        }
        log = Path(folder) / "log"
        with log.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", application],
                cwd=ROOT,
                env=environment,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        server = Server(process, port, log)
        try:
            server.await_ready()
            yield server
        finally:
            server.stop()
        assert not server.holds(), "\n".join(server.holds())
