"""Many spectators of one table, each with a socket that notes when and how it was closed."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

import gevent
import psutil

from tests.green.wire import CLOSE, HOST, PING, PONG, Client, frame
from tests.server import Server

ROOM: Final = {
    "SOCKETS_PER_ADDRESS": "5000",
    "WAITING_MAX": "1500",
    "WAITING_PER_ADDRESS": "1500",
    "WATCHERS_PER_TABLE": "1000",
}


class Closed(NamedTuple):
    """How a socket ended: by which close code, and at what time of the monotonic clock."""

    code: int | None
    at: float


class Spectator:
    """One socket, read by a greenlet of its own."""

    def __init__(self, server: Server, table_id: str) -> None:
        fields = {"Origin": f"http://{HOST}:{server.port}"}
        self.client = Client(server.port, f"/ws/table/{table_id}", fields)
        assert self.client.status == 101, self.client.head
        self.closed: Closed | None = None
        self._reading = gevent.spawn(self._read)

    def leave(self) -> None:
        self._reading.kill()
        self.client.end.close()

    def _read(self) -> None:
        code = None
        self.client.end.settimeout(None)
        try:
            while (found := self.client.frame()).opcode != CLOSE:
                if found.opcode == PING:
                    self.client.send(frame(PONG, found.payload))
            code = int.from_bytes(found.payload[:2], "big")
            self.client.send(frame(CLOSE, found.payload[:2]))
        except (EOFError, OSError):
            pass
        self.closed = Closed(code, time.monotonic())
        self.client.end.close()


@contextmanager
def watching(server: Server, table_id: str, count: int) -> Iterator[list[Spectator]]:
    """So many spectators; those who are left at the end go."""
    crowd: list[Spectator] = []
    try:
        for _ in range(count):
            crowd.append(Spectator(server, table_id))
        yield crowd
    finally:
        for each in crowd:
            each.leave()


def is_gone(pid: int) -> bool:
    """Whether that process has ended."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
