"""A websocket client that sends whatever a test wants and shows every frame it gets."""

import base64
import hashlib
import os
import socket
import struct
from collections.abc import Mapping
from types import TracebackType
from typing import Final, NamedTuple, Self

HOST: Final = "127.0.0.1"
GUID: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
WAIT_SECONDS: Final = 20.0
KEY: Final = b"\x37\xfa\x21\x3d"


class Frame(NamedTuple):
    """One frame from the server."""

    first: int  # the first byte: FIN, reserved bits, opcode
    payload: bytes

    @property
    def opcode(self) -> int:
        return self.first & 15


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    reserved: int = 0,
    key: bytes | None = KEY,
    length: int | None = None,
    form: int | None = None,
) -> bytes:
    """A frame; `length` lies about the payload's, `form` is 7, 16 or 64 bits for it."""
    size = len(payload) if length is None else length
    form = form or (7 if size < 126 else 16 if size < 65_536 else 64)
    masked = 0 if key is None else 128
    head = bytes([fin << 7 | reserved << 4 | opcode])
    if form == 7:
        head += bytes([masked | size])
    else:
        head += struct.pack(
            "!BH" if form == 16 else "!BQ", masked | (126 if form == 16 else 127), size
        )
    return head + payload if key is None else head + key + laid_over(payload, key)


def laid_over(payload: bytes, key: bytes) -> bytes:
    """The payload with the key over it, or without it again."""
    size = len(payload)
    keys = int.from_bytes((key * (size // 4 + 1))[:size], "big")
    return (int.from_bytes(payload, "big") ^ keys).to_bytes(size, "big")


def text(words: str) -> bytes:
    return frame(TEXT, words.encode())


def goodbye(code: int = 1000, reason: str = "") -> bytes:
    return frame(CLOSE, struct.pack("!H", code) + reason.encode())


def opening(port: int, path: str = "/", fields: Mapping[str, str | None] = {}) -> bytes:
    """The request that asks for a websocket; a field that is None is left out."""
    asked: dict[str, str | None] = {
        "Host": f"{HOST}:{port}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
    }
    lines = [f"{name}: {value}" for name, value in {**asked, **fields}.items() if value is not None]
    return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode()


class Plain:
    """A connection and the bytes that came over it."""

    def __init__(self, port: int, *, room_bytes: int = 0) -> None:
        self.end = socket.socket()
        if room_bytes:  # one who does not read is felt soon
            self.end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room_bytes)
        self.end.settimeout(WAIT_SECONDS)
        self.end.connect((HOST, port))
        self.end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.data = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end.close()

    def send(self, data: bytes) -> None:
        self.end.sendall(data)

    def until(self, mark: bytes) -> bytes:
        """Everything up to the mark and with it. Raises EOFError."""
        while mark not in self.data:
            self._more()
        found, _, self.data = self.data.partition(mark)
        return found + mark

    def take(self, size: int) -> bytes:
        """So many bytes. Raises EOFError."""
        parts, have = [self.data], len(self.data)
        while have < size:
            parts.append(self._received())
            have += len(parts[-1])
        data = b"".join(parts)
        self.data = data[size:]
        return data[:size]

    def rest(self) -> bytes:
        """Everything until the server closes; what it takes back by a reset is lost."""
        try:
            while True:
                self._more()
        except (EOFError, ConnectionError):
            data, self.data = self.data, b""
            return data

    def _more(self) -> None:
        self.data += self._received()

    def _received(self) -> bytes:
        data = self.end.recv(262_144)
        if not data:
            raise EOFError
        return data


class Client(Plain):
    """A websocket; `status` is what the server answered, 101 when it is open."""

    def __init__(
        self,
        port: int,
        path: str = "/",
        fields: Mapping[str, str | None] = {},
        *,
        room_bytes: int = 0,
        early: bytes = b"",
    ) -> None:
        super().__init__(port, room_bytes=room_bytes)
        request = opening(port, path, fields)
        self.send(request + early)
        self.head = self.until(b"\r\n\r\n").decode("latin-1")
        self.status = int(self.head.split()[1])
        self.key = request.split(b"Sec-WebSocket-Key: ")[1].split(b"\r\n")[0]

    @property
    def accept(self) -> str:
        """What the server must have answered to our key."""
        return base64.b64encode(hashlib.sha1(self.key + GUID).digest()).decode()

    def frame(self) -> Frame:
        """The next frame. Raises EOFError when the server has closed."""
        first, size = self.take(2)
        if size == 126:
            size = int.from_bytes(self.take(2), "big")
        elif size == 127:
            size = int.from_bytes(self.take(8), "big")
        return Frame(first, self.take(size))

    def say(self, words: str) -> None:
        self.send(text(words))

    def hear(self) -> str:
        """The next text, past pings."""
        while (found := self.frame()).opcode == PING:
            pass
        assert found.opcode == TEXT, found
        return found.payload.decode()

    def frames(self) -> list[Frame]:
        """All frames until the server closes."""
        found = []
        try:
            while True:
                found.append(self.frame())
        except (EOFError, ConnectionError):
            return found

    def farewell(self) -> tuple[int, str]:
        """The code and reason of its close frame, past everything else; the answer is sent."""
        while (found := self.frame()).opcode != CLOSE:
            pass
        code = int.from_bytes(found.payload[:2], "big")
        self.send(frame(CLOSE, found.payload[:2]))
        return code, found.payload[2:].decode()
