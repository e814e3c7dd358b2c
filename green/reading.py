"""What a websocket client sends: bytes in, whole messages and control frames out; no I/O here."""

import codecs
import struct
from io import StringIO
from typing import Final, NamedTuple

from green.errors import ProtocolViolation
from green.frames import (
    CLOSE,
    CONTINUATION,
    CONTROL_BYTES,
    OPCODES,
    TEXT,
    CloseCode,
    may_be_received,
    unmask,
)

MASKED: Final = 0x80
RESERVED_BITS: Final = 0x70
NO_STATUS: Final = 1005  # never on the wire: a close frame without a code
NO_KEY: Final = b""
SURROGATE: Final = b"\xed\x9f\xff"  # less than any two bytes with which one begins
AFTER_SURROGATES: Final = b"\xee"
Utf8Decoder: Final = codecs.getincrementaldecoder("utf-8")


class Control(NamedTuple):
    """A ping, pong or close frame."""

    opcode: int
    payload: bytes


class Goodbye(NamedTuple):
    """What a close frame says."""

    code: int
    reason: str


class MessageReader:
    """Parses the frames of one client strictly; a text is checked as its bytes arrive.

    The cap, in bytes, holds for each frame and for a message of several frames, and is checked
    against the header before any payload is taken. After a ProtocolViolation it is of no more use.
    """

    __slots__ = (
        "_at",
        "_buffer",
        "_cap",
        "_decoder",
        "_final",
        "_key",
        "_left",
        "_opcode",
        "_parts",
        "_size",
        "empty_frames",
    )

    def __init__(self, cap_bytes: int) -> None:
        self._cap = cap_bytes
        self._buffer = b""
        self._at = 0  # how much of the buffer is read
        self._opcode = CONTINUATION  # of the message under way; CONTINUATION when there is none
        self._size = 0  # bytes of the message under way, all of its open frame included
        self._parts: StringIO | bytearray | None = None
        self._decoder: codecs.IncrementalDecoder | None = None
        self._key = NO_KEY  # of the data frame whose payload is being read; NO_KEY between frames
        self._left = 0  # bytes of that payload still to come
        self._final = False  # whether that frame ends its message
        # Control frames and empty parts of messages cost us work and the client nothing (a message
        # costs a credit); whoever limits them resets this.
        self.empty_frames = 0

    def feed(self, data: bytes) -> None:
        """Take bytes as they came from the socket."""
        self._buffer = self._buffer[self._at :] + data if self._buffer else data
        self._at = 0

    def next(self) -> str | bytes | Control | None:
        """The next text (str), binary message (bytes) or control frame; None: feed me more.

        Raises ProtocolViolation.
        """
        while True:
            before = self._at
            found = self._payload() if self._key else self._frame()
            if found is not None:
                return found
            if self._at == before:
                self._buffer = self._buffer[before:]
                self._at = 0
                return None

    def _frame(self) -> str | bytes | Control | None:
        buffer, at = self._buffer, self._at
        if len(buffer) < at + 2:
            return None
        first, second = buffer[at], buffer[at + 1]
        # What nearly every frame is: a short text, masked, whole, and here to its end.
        if first == 0x81 and MASKED <= second < MASKED + 126 and not self._opcode:
            end = at + 6 + second - MASKED
            if end <= len(buffer) and second - MASKED <= self._cap:
                self._at = end
                return _decode(unmask(buffer[at + 6 : end], buffer[at + 2 : at + 6]))
        return self._any_frame(first, second)

    def _any_frame(self, first: int, second: int) -> str | bytes | Control | None:
        opcode = first & 0x0F
        self._check(opcode, first, second)
        start = self._at + {126: 8, 127: 14}.get(second - MASKED, 6)
        if len(self._buffer) < start:
            return None
        length = self._length(second - MASKED)
        if opcode >= CLOSE:
            return self._control(opcode, start, length)
        self._size += length
        if self._size > self._cap:
            raise ProtocolViolation(CloseCode.MESSAGE_TOO_BIG, f"over {self._cap} bytes")
        if opcode != CONTINUATION:
            self._opcode = opcode
        self.empty_frames += not length and first < 0x80
        self._at = start
        self._key, self._left, self._final = self._buffer[start - 4 : start], length, first >= 0x80
        return self._payload()

    def _check(self, opcode: int, first: int, second: int) -> None:
        """§5.2: what is reserved stays unused; §5.1: clients mask; §5.4, §5.5: what may follow."""
        if first & RESERVED_BITS or opcode not in OPCODES:
            raise ProtocolViolation(CloseCode.PROTOCOL_ERROR, "reserved bit or opcode")
        if second < MASKED:
            raise ProtocolViolation(CloseCode.PROTOCOL_ERROR, "frame without a mask")
        if opcode >= CLOSE:
            if first < 0x80 or second - MASKED > CONTROL_BYTES:
                raise ProtocolViolation(CloseCode.PROTOCOL_ERROR, "control frame long or in parts")
        elif (opcode == CONTINUATION) != (self._opcode != CONTINUATION):
            raise ProtocolViolation(CloseCode.PROTOCOL_ERROR, "continuation out of place")

    def _length(self, short: int) -> int:
        if short < 126:
            return short
        size, least, form = (2, 126, "!H") if short == 126 else (8, 65_536, "!Q")
        at = self._at + 2
        length: int = struct.unpack(form, self._buffer[at : at + size])[0]
        if length < least or length >= 1 << 63:
            raise ProtocolViolation(CloseCode.PROTOCOL_ERROR, "length not in its shortest form")
        return length

    def _control(self, opcode: int, start: int, length: int) -> Control | None:
        end = start + length
        if len(self._buffer) < end:
            return None
        self._at = end
        self.empty_frames += 1
        return Control(opcode, unmask(self._buffer[start:end], self._buffer[start - 4 : start]))

    def _payload(self) -> str | bytes | None:
        """Whatever of the open frame's payload is here; a message when that ends it."""
        data = self._buffer[self._at : self._at + self._left]
        if self._left and not data:
            return None
        self._at += len(data)
        self._left -= len(data)
        key, turn = self._key, len(data) % 4
        self._key = key[turn:] + key[:turn] if self._left else NO_KEY
        return self._gather(unmask(data, key), last=self._final and not self._left)

    def _gather(self, data: bytes, *, last: bool) -> str | bytes | None:
        is_text = self._opcode == TEXT
        if last:
            self._opcode = CONTINUATION
            self._size = 0
            if self._parts is None:
                return _decode(data) if is_text else data
        if is_text:
            return self._gather_text(data, last=last)
        if not isinstance(self._parts, bytearray):
            self._parts = bytearray()
        self._parts += data
        if not last:
            return None
        message, self._parts = bytes(self._parts), None
        return message

    def _gather_text(self, data: bytes, *, last: bool) -> str | None:
        if not isinstance(self._parts, StringIO) or self._decoder is None:
            self._parts, self._decoder = StringIO(), Utf8Decoder()
        try:
            self._parts.write(self._decoder.decode(data, last))
        except UnicodeDecodeError as error:
            raise ProtocolViolation(CloseCode.INVALID_TEXT, "text is not UTF-8") from error
        if not last:
            # Python waits for the third byte of a surrogate, which cannot make it right.
            if SURROGATE < self._decoder.getstate()[0] < AFTER_SURROGATES:
                raise ProtocolViolation(CloseCode.INVALID_TEXT, "text is not UTF-8")
            return None
        message, self._parts, self._decoder = self._parts.getvalue(), None, None
        return message


def goodbye_of(payload: bytes) -> Goodbye:
    """What the payload of a close frame says (§5.5.1, §7.4). Raises ProtocolViolation."""
    if not payload:
        return Goodbye(NO_STATUS, "")
    if len(payload) == 1:
        raise ProtocolViolation(CloseCode.PROTOCOL_ERROR, "close code of one byte")
    code = int.from_bytes(payload[:2], "big")
    if not may_be_received(code):
        raise ProtocolViolation(CloseCode.PROTOCOL_ERROR, f"close code {code}")
    return Goodbye(code, _decode(payload[2:]))


def _decode(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise ProtocolViolation(CloseCode.INVALID_TEXT, "text is not UTF-8") from error
