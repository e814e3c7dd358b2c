"""A websocket as a player's browser has it, from the opening request to the raw frames."""

import asyncio
import base64
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Final

OPEN_SECONDS: Final = 8.0
HOST: Final = "127.0.0.1"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
Heard = Callable[[str], None]
Lost = Callable[[str], None]


class Link(asyncio.Protocol):
    """One connection; `heard` gets each text, `lost` at its end how the opening was answered."""

    def __init__(self, request: bytes, heard: Heard, lost: Lost) -> None:
        self.opened: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._request = request
        self._heard = heard
        self._lost = lost
        self._data = bytearray()
        self._transport: asyncio.Transport | None = None
        self._is_deaf = False
        self.status = ""  # of the answer to the opening request

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._data += data
        if not self.opened.done() and not self._open():
            return
        while not self._is_deaf and (frame := self._next_frame()) is not None:
            self._take(*frame)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_result(False)
        self._transport = None
        self._lost(self.status)

    def say(self, text: str) -> None:
        """One text, unless the connection is gone."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(masked(TEXT, text.encode()))

    def close(self) -> None:
        """With a word, as a page does that is left."""
        if self._transport is not None:
            self._transport.write(masked(CLOSE, b"\x03\xe9"))
            self._transport.close()

    def cut(self) -> None:
        """At once."""
        if self._transport is not None:
            self._transport.abort()

    def be_deaf(self) -> None:
        """Take nothing any more; the server learns nothing of it."""
        self._is_deaf = True
        if self._transport is not None:
            self._transport.pause_reading()

    def _open(self) -> bool:
        head, end, rest = bytes(self._data).partition(b"\r\n\r\n")
        if not end:
            return False
        self._data = bytearray(rest)
        self.status = head.partition(b"\r\n")[0].decode("latin-1")
        is_open = " 101 " in self.status
        self.opened.set_result(is_open)
        if not is_open:
            self.cut()
        return is_open

    def _next_frame(self) -> tuple[int, bytes] | None:
        data = self._data
        if len(data) < 2:
            return None
        size, start = data[1], 2
        if size == 126:
            size, start = int.from_bytes(data[2:4], "big"), 4
        elif size == 127:
            size, start = int.from_bytes(data[2:10], "big"), 10
        if len(data) < start + size:
            return None
        opcode, payload = data[0] & 15, bytes(data[start : start + size])
        del data[: start + size]
        return opcode, payload

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == TEXT:
            self._heard(payload.decode())
        elif self._transport is not None and opcode in (PING, CLOSE):
            self._transport.write(masked(PONG if opcode == PING else CLOSE, payload[:125]))
            if opcode == CLOSE:
                self._transport.close()


def masked(opcode: int, payload: bytes) -> bytes:
    """A whole frame as clients send it; up to 65,535 bytes."""
    key = os.urandom(4)
    size = len(payload)
    length = bytes([128 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    keys = int.from_bytes((key * (size // 4 + 1))[:size], "big")
    hidden = (int.from_bytes(payload, "big") ^ keys).to_bytes(size, "big")
    return bytes([128 | opcode]) + length + key + hidden


def opening(port: int, path: str, cookie: str) -> bytes:
    """The request that asks for a websocket."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{port}", f"Origin: http://{HOST}:{port}"]
    lines += ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"]
    lines.append(f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}")
    if cookie:
        lines.append(f"Cookie: {cookie}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def connect(
    port: int,
    path: str,
    cookie: str,
    heard: Heard,
    lost: Lost,
    *,
    room_bytes: int = 0,
) -> Link | None:
    """An open link, or nothing; with little room, one who does not read is felt soon.

    Raises ConnectionRefusedError when nobody listens there.
    """
    loop = asyncio.get_running_loop()
    end = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    end.setblocking(False)
    if room_bytes:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room_bytes)
    link = Link(opening(port, path, cookie), heard, lost)
    try:
        async with asyncio.timeout(OPEN_SECONDS):
            await loop.sock_connect(end, (HOST, port))
            await loop.create_connection(lambda: link, sock=end)
            if await link.opened:
                return link
    except ConnectionRefusedError:
        end.close()
        raise
    except (OSError, TimeoutError):
        with suppress(OSError):
            end.close()
    link.cut()
    return None
