"""The websocket of one client: gevent-websocket's interface, strict and fast underneath."""

import random
import time
from contextlib import suppress
from socket import SHUT_WR
from typing import Any, Final, Protocol

import gevent
from gevent import socket
from geventwebsocket.exceptions import WebSocketError
from geventwebsocket.websocket import MSG_ALREADY_CLOSED, WebSocket

from green.errors import ProtocolViolation
from green.frames import (
    BINARY,
    CLOSE,
    PING,
    PONG,
    CloseCode,
    encode_close_frame,
    encode_frame,
    encode_text_frame,
)
from green.limits import SocketLimits
from green.outbox import Outbox
from green.reading import NO_STATUS, Control, Goodbye, MessageReader, goodbye_of

RECEIVE_BYTES: Final = 8192
GONE: Final = Goodbye(1006, "")  # without a close frame, or with one that makes no sense


class Upgrade(Protocol):
    """The HTTP request that becomes a websocket."""

    socket: socket.socket

    def switch_protocols(self) -> bytes:
        """Answer 101; whatever the client sent behind its request. Raises OSError."""

    def on_drop(self, why: str) -> None:
        """Told once when the client is cut off."""


class StrictWebSocket(WebSocket):  # type: ignore[misc]
    """One client. One greenlet receives; any greenlet may send or close, none ever waits for it.

    The handshake is answered when the application first reads or writes: until then it may still
    refuse with an HTTP status. `goodbye` is what the client closed with, None while it has not.
    Times are of the monotonic clock, in seconds.
    """

    __slots__ = (
        "_counted_from",
        "_hub",
        "_limits",
        "_ping_at",
        "_readable",
        "_reader",
        "_socket",
        "accepted",
        "closed",
        "due_at",
        "environ",
        "goodbye",
        "handler",
        "heard_at",
        "outbox",
    )

    def __init__(self, environ: dict[str, Any], upgrade: Upgrade, limits: SocketLimits) -> None:
        # Not the parent's: that makes a validator and a stream nobody needs.
        self.environ = environ
        self.handler = upgrade
        self.closed = False  # our close frame is on its way, or the client is gone
        self.accepted = False
        self.goodbye: Goodbye | None = None
        self.outbox = Outbox(upgrade.socket, limits, upgrade.on_drop)
        self.heard_at = self._counted_from = time.monotonic()
        self.due_at = self._ping_at = float("inf")  # when `tend` has something to do
        self._limits = limits
        self._socket = upgrade.socket
        self._hub = gevent.get_hub()
        self._reader = MessageReader(limits.message_bytes)
        self._readable: Any = None  # a watcher of our own, so that nobody else cancels it

    def __del__(self) -> None:
        """The parent sends from here, whatever greenlet the collector happens to run in."""

    def accept(self) -> None:
        """Answer the handshake, unless that was done."""
        if self.accepted:
            return
        self.accepted = True
        try:
            early = self.handler.switch_protocols()
        except OSError:
            self._lose()
            return
        if early:
            self._reader.feed(early)
        self._readable = self._hub.loop.io(self._socket.fileno(), 1)
        self.heard_at = time.monotonic()
        self.due_at = self._ping_at = self.heard_at + random.uniform(*self._limits.ping_seconds)

    def receive(self) -> str | bytes | None:
        """The next message, a text as str; None when there will be no more."""
        if not self.accepted:
            self.accept()
        while not self.closed:
            try:
                message = self._reader.next()
                if message is None:
                    self._fill()
                elif isinstance(message, Control):
                    self._control(message)
                else:
                    return message
            except ProtocolViolation as violation:
                self.goodbye = self.goodbye or GONE
                self.close(violation.code, violation.reason)
        gevent.sleep(0)  # thousands may go at once: who stays is served first
        return None

    def send(self, message: str | bytes, binary: bool | None = None) -> None:
        """Send one message. Raises WebSocketError when the socket is closed."""
        if isinstance(message, str) and not binary:
            self.send_encoded(encode_text_frame(message))
        else:
            payload = message.encode() if isinstance(message, str) else bytes(message)
            self.send_encoded(encode_frame(BINARY, payload))

    def send_encoded(self, frame: bytes) -> None:
        """Send a whole frame made before. Raises WebSocketError when the socket is closed."""
        if not self.accepted:
            self.accept()
        if self.closed:
            raise WebSocketError(MSG_ALREADY_CLOSED)
        self.outbox.write(frame)

    def close(self, code: int = CloseCode.NORMAL, message: str = "") -> None:
        """Send a close frame, once. Whoever receives will be told that there is no more."""
        if not self.accepted:
            self.accept()
        if not self.closed:
            self.closed = True
            self.outbox.write(encode_close_frame(code, message), last=True)
            self.due_at = time.monotonic() + self._limits.close_seconds

    def drop(self, why: str) -> None:
        """Cut the client off without a word."""
        self.closed = True
        self.outbox.drop(why)

    def tend(self, now: float) -> None:
        """What is due: ping, or drop one that is silent or does not answer our close frame."""
        limits = self._limits
        if self.closed or now - self.heard_at >= limits.silent_seconds:
            self.drop("no_goodbye" if self.closed else "silent")
        elif now >= self._ping_at:
            self.outbox.write(encode_frame(PING, b""))
            self._ping_at = now + random.uniform(*limits.ping_seconds)
        self.due_at = min(self._ping_at, self.heard_at + limits.silent_seconds)

    def finish(self, code: int) -> None:
        """Close, see the client off, and let go of the descriptor: it may be closed then."""
        try:
            if self.accepted and self.outbox.dropped is None:
                self.close(code)
                gevent.with_timeout(self._limits.close_seconds, self._see_off, timeout_value=None)
        finally:
            self.closed = True
            self.outbox.stop()
            if self._readable is not None:
                self._readable.close()

    def _received(self) -> bytes:
        """Some bytes, as soon as there are any; none when the client is gone."""
        while True:
            self._hub.wait(self._readable)
            try:
                data: bytes = self._socket.recv(RECEIVE_BYTES)
            except BlockingIOError:
                continue
            except OSError:
                return b""
            return data

    def _fill(self) -> None:
        if self._reader.empty_frames > self._limits.empty_frames:
            self._check_flood()
        data = self._received()
        if data:
            self.heard_at = time.monotonic()
            self._reader.feed(data)
        else:
            self._lose()

    def _lose(self) -> None:
        self.goodbye = self.goodbye or GONE
        self.closed = True
        self.outbox.lose()

    def _check_flood(self) -> None:
        now = time.monotonic()
        if now - self._counted_from < 1.0:
            raise ProtocolViolation(CloseCode.POLICY_VIOLATION, "too many frames without content")
        self._counted_from = now
        self._reader.empty_frames = 0

    def _control(self, frame: Control) -> None:
        if frame.opcode == PING:
            self.outbox.write(encode_frame(PONG, frame.payload))
        elif frame.opcode == CLOSE:
            self.goodbye = goodbye_of(frame.payload)
            code = self.goodbye.code
            self.close(CloseCode.NORMAL if code == NO_STATUS else code)

    def _see_off(self) -> None:
        """Leave nothing unsent or unread: closing on unread bytes would take our frame back."""
        self.outbox.join()
        if self.outbox.dropped is not None:
            return
        if self.goodbye is None:
            self._await_goodbye()
        with suppress(OSError):
            self._socket.shutdown(SHUT_WR)
        while self._received():
            pass

    def _await_goodbye(self) -> None:
        with suppress(ProtocolViolation):
            while self.goodbye is None:
                message = self._reader.next()
                if message is None:
                    data = self._received()
                    self._reader.feed(data)
                    self.goodbye = None if data else GONE
                elif isinstance(message, Control) and message.opcode == CLOSE:
                    self.goodbye = goodbye_of(message.payload)
