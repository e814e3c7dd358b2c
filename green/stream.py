"""An event stream: an answer that goes on until the client goes or is said goodbye to."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from email.utils import formatdate
from socket import IPPROTO_TCP, SHUT_WR, TCP_USER_TIMEOUT
from typing import Any, Final, Protocol, cast

import gevent
from gevent import socket
from gevent.event import Event

from green.limits import SocketLimits
from green.outbox import Outbox

STREAMS: Final = "green.streams"
RECEIVE_BYTES: Final = 1024
# Without a length: it ends with the connection, so nothing needs to be cut into chunks.
HEAD: Final = (
    "HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Type: text/event-stream\r\n"
    "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
    "X-Accel-Buffering: no\r\nConnection: close\r\n\r\n"
)
COMMENT: Final = b":\n\n"


class Answering(Protocol):
    """The HTTP request whose answer the stream is."""

    socket: socket.socket

    def begin_stream(self, head: bytes) -> None:
        """Send the head of the answer and leave the socket to the stream. Raises OSError."""

    def on_drop(self, why: str) -> None:
        """Told once when the client is cut off."""


class Streams(Protocol):
    """A request that may be answered with a stream."""

    def stream(self, say: Callable[[str], bytes]) -> AbstractContextManager["EventStream"]:
        """The stream for one `with` block. Raises SocketRefused."""


@contextmanager
def listening(environ: Mapping[str, Any], say: Callable[[str], bytes]) -> Iterator["EventStream"]:
    """Answer this request with a stream, which ends with the block; nothing else is answered then.

    `say` gives the data of the last event, for a code. Raises SocketRefused before anything was
    answered: `full`, `restarting`, `too_many_sockets`, `wrong_origin`.
    """
    with cast(Streams, environ[STREAMS]).stream(say) as stream:
        yield stream


def encode_event(data: bytes, number: int | None = None) -> bytes:
    """One event; `data` is a single line, `number` what the client may later come back with."""
    head = b"" if number is None else b"id: %d\n" % number
    return head + b"data: " + data + b"\n\n"


class EventStream:
    """One client that listens. Any greenlet may send or say goodbye, none ever waits for it.

    Times are of the monotonic clock, in seconds.
    """

    __slots__ = (
        "_answering",
        "_ended",
        "_hub",
        "_limits",
        "_readable",
        "_say",
        "_socket",
        "accepted",
        "closed",
        "due_at",
        "outbox",
    )

    def __init__(
        self, answering: Answering, limits: SocketLimits, say: Callable[[str], bytes]
    ) -> None:
        self.accepted = False
        self.closed = False  # the last event is on its way, or the client is gone
        self.outbox = Outbox(answering.socket, limits, answering.on_drop)
        self.due_at = float("inf")  # when `tend` has something to do
        self._answering = answering
        self._limits = limits
        self._say = say
        self._socket = answering.socket
        self._hub = gevent.get_hub()
        self._readable: Any = None
        self._ended = Event()

    def accept(self) -> None:
        """Begin the answer. From now on the client's leaving is noticed."""
        self.accepted = True
        try:
            self._answering.begin_stream(HEAD.format(date=formatdate(usegmt=True)).encode())
        except OSError:
            self._lose()
            return
        # Nobody answers our comments, but the kernel knows whether they arrive.
        silent_ms = int(self._limits.silent_seconds * 1000)
        with suppress(OSError):
            self._socket.setsockopt(IPPROTO_TCP, TCP_USER_TIMEOUT, silent_ms)
        self._readable = self._hub.loop.io(self._socket.fileno(), 1)
        self._readable.start(self._heard)
        self._await_comment(time.monotonic())

    def send(self, event: bytes) -> None:
        """Send what `encode_event` made; nothing happens when the stream has ended."""
        if not self.closed:
            self.outbox.write(event)

    def bye(self, code: str) -> None:
        """Tell why as the last event; whoever waits is told that it is over."""
        if not self.closed:
            self.outbox.write(encode_event(self._say(code)), last=True)
        self._end()

    def close(self, code: int, message: str) -> None:
        """Sent away with everybody else of this worker."""
        self.bye("restarting")

    def drop(self, why: str) -> None:
        """Cut the client off without a word."""
        self.outbox.drop(why)
        self._end()

    def wait(self) -> None:
        """Until the client goes, is dropped or was said goodbye to."""
        self._ended.wait()
        gevent.sleep(0)  # thousands may go at once: who stays is served first

    def tend(self, now: float) -> None:
        """Something to read, now and then, for proxies that count idle seconds."""
        self.send(COMMENT)
        self._await_comment(now)

    def finish(self) -> None:
        """See the client off and let go of the descriptor: it may be closed then."""
        self._end()
        try:
            if self.outbox.dropped is None:
                gevent.with_timeout(self._limits.close_seconds, self._see_off, timeout_value=None)
        finally:
            self.outbox.stop()
            if self._readable is not None:
                self._readable.stop()
                self._readable.close()

    def _await_comment(self, now: float) -> None:
        self.due_at = now + random.uniform(*self._limits.comment_seconds)

    def _heard(self) -> None:
        """Nothing is expected. Called by the hub itself, which may not wait."""
        try:
            said = self._socket.recv(RECEIVE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        if not said:
            self._lose()
        elif not self.closed:
            self.drop("talks")

    def _lose(self) -> None:
        self.outbox.lose()
        self._end()

    def _end(self) -> None:
        self.closed = True
        self.due_at = float("inf")
        self._ended.set()

    def _see_off(self) -> None:
        """Leave nothing unsent or unread: closing on unread bytes would take our event back."""
        self.outbox.join()
        if self.outbox.dropped is not None:
            return
        self._readable.stop()
        with suppress(OSError):
            self._socket.shutdown(SHUT_WR)
            while self._received():
                pass

    def _received(self) -> bytes:
        self._hub.wait(self._readable)
        data: bytes = self._socket.recv(RECEIVE_BYTES)
        return data
