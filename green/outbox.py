"""The one writer of a socket: straight to the kernel while it takes, a bounded queue when not."""

import socket as plain_socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import gevent
from gevent import socket

from green.limits import SocketLimits

RESET: Final = struct.pack("ii", 1, 0)  # on, no lingering: what the kernel still holds is forgotten


class Outbox:
    """Everything one client is sent, in order and each frame whole; no caller ever waits.

    A frame the kernel does not take at once waits here, and a greenlet that lives only as long
    sends it. A client over a limit is dropped: it will come back and be told what it missed.
    """

    __slots__ = ("_drainer", "_limits", "_on_drop", "_socket", "_waiting", "dropped")

    def __init__(
        self, sock: socket.socket, limits: SocketLimits, on_drop: Callable[[str], None]
    ) -> None:
        self._socket = sock  # with a time-out of zero: it never waits by itself
        self._limits = limits
        self._on_drop = on_drop
        self._waiting: bytearray | None = None
        self._drainer: gevent.Greenlet[[], None] | None = None
        self.dropped: str | None = None  # why, once nothing more is sent

    @property
    def is_empty(self) -> bool:
        """Whether the kernel has everything."""
        return self._waiting is None

    def write(self, frame: bytes, *, last: bool = False) -> None:
        """Send whole frames after all earlier ones; nothing happens once the client is dropped.

        The last one waits even behind too much: a client that still reads gets to know why.
        """
        if self.dropped is not None:
            return
        if self._waiting is not None:
            self._wait_in_line(frame, last)
            return
        try:
            sent = self._socket.send(frame)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.drop("gone")
            return
        if sent < len(frame):
            self._waiting = bytearray(memoryview(frame)[sent:])
            self._drainer = gevent.spawn(self._drain)

    def drop(self, why: str) -> None:
        """Send nothing more and shut the socket, which wakes whoever reads from it."""
        if self.dropped is not None:
            return
        self.lose(why)
        with suppress(OSError):
            self._socket.setsockopt(plain_socket.SOL_SOCKET, plain_socket.SO_LINGER, RESET)
            self._socket.shutdown(plain_socket.SHUT_RDWR)

    def lose(self, why: str = "gone") -> None:
        """Send nothing more: the client has gone by itself."""
        if self.dropped is None:
            self.dropped = why
            self._waiting = None
            self._on_drop(why)

    def join(self) -> None:
        """Wait until all is sent or the client is dropped, which happens within the limits."""
        if self._drainer is not None:
            self._drainer.join()

    def stop(self) -> None:
        """Before the descriptor is closed: nobody waits on it any more."""
        if self.dropped is None:
            self.dropped = "closed"
        if self._drainer is not None:
            self._drainer.kill()

    def _wait_in_line(self, frame: bytes, last: bool) -> None:
        assert self._waiting is not None
        # Judged by what waited before: one message longer than the limit may still go alone.
        if len(self._waiting) > self._limits.waiting_bytes and not last:
            self.drop("too_slow")
        else:
            self._waiting += frame

    def _drain(self) -> None:
        give_up_at = time.monotonic() + self._limits.drain_seconds
        try:
            while self._waiting and time.monotonic() < give_up_at:
                socket.wait_write(self._socket.fileno(), self._limits.stalled_seconds)
                with suppress(BlockingIOError):
                    if self._waiting:
                        del self._waiting[: self._socket.send(self._waiting)]
        except TimeoutError:
            pass  # too slow
        except OSError:
            self.drop("gone")
        if self._waiting:
            self.drop("too_slow")
        self._waiting = None
        self._drainer = None
