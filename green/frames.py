"""RFC 6455 frames as bytes: what they consist of, how ours are written, how theirs are unmasked."""

import struct
from enum import IntEnum
from typing import Final

CONTINUATION: Final = 0x0
TEXT: Final = 0x1
BINARY: Final = 0x2
CLOSE: Final = 0x8
PING: Final = 0x9
PONG: Final = 0xA

OPCODES: Final = frozenset((CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG))
CONTROL_BYTES: Final = 125
REASON_BYTES: Final = CONTROL_BYTES - 2


class CloseCode(IntEnum):
    """Why a socket is closed (RFC 6455 §7.4.1 and the IANA registry)."""

    NORMAL = 1000
    GOING_AWAY = 1001
    PROTOCOL_ERROR = 1002
    UNSUPPORTED_DATA = 1003
    INVALID_TEXT = 1007
    POLICY_VIOLATION = 1008
    MESSAGE_TOO_BIG = 1009
    INTERNAL_ERROR = 1011
    SERVICE_RESTART = 1012
    TRY_AGAIN_LATER = 1013


def may_be_received(code: int) -> bool:
    """Whether a peer may send this code (§7.4): registered, or a library's or app's."""
    return 1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999


def encode_frame(opcode: int, payload: bytes) -> bytes:
    """A whole unfragmented frame from the server: never masked."""
    length = len(payload)
    if length < 126:
        return bytes((0x80 | opcode, length)) + payload
    if length < 65_536:
        return struct.pack("!BBH", 0x80 | opcode, 126, length) + payload
    return struct.pack("!BBQ", 0x80 | opcode, 127, length) + payload


def encode_text_frame(text: str) -> bytes:
    """The text as a frame; encoded once, it may be sent to any number of receivers."""
    return encode_frame(TEXT, text.encode())


def text_of(frame: bytes) -> bytes:
    """What a text frame of ours holds, for those who are sent it in another way."""
    return frame[{126: 4, 127: 10}.get(frame[1], 2) :]


def encode_close_frame(code: int, reason: str = "") -> bytes:
    """A close frame; the reason is cut to what fits, never in the middle of a character."""
    cut = reason.encode()[:REASON_BYTES].decode(errors="ignore").encode()
    return encode_frame(CLOSE, struct.pack("!H", code) + cut)


def unmask(payload: bytes, key: bytes) -> bytes:
    """The payload with the four bytes of the key laid over it (§5.3), as one big number."""
    length = len(payload)
    mask = int.from_bytes((key * (length // 4 + 1))[:length], "little")
    return (int.from_bytes(payload, "little") ^ mask).to_bytes(length, "little")
