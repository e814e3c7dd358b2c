"""What no client may send, by the thousand: broken handshakes, requests, frames and messages."""

import json
from collections.abc import Callable
from random import Random
from typing import Final, NamedTuple

from tests.green.wire import (
    BINARY,
    CLOSE,
    CONTINUATION,
    PING,
    PONG,
    TEXT,
    frame,
    goodbye,
    opening,
)

REF: Final = "abcdefghijklmnopqrst"
ACTS: Final = ("pass", "6S", "7NT", "misere", "whist", "SA", "S7 S8 pass", "next", "deal", "")
ODD_TEXTS: Final = ("", "\0", "\ud83c", "ё" * 300, "{", "[]", '"', "null", "0", "-1e999", "{}")
DEEP: Final = ("[", '{"t":')


MESSAGES: Final = 20  # on one connection: nonsense ends none


class Piece(NamedTuple):
    """What is sent on one connection: at once, and when something has been answered."""

    first: bytes
    then: bytes
    weight: int  # frames and messages in it that a server gets to see


def sent_by_nobody_honest(chance: Random, port: int, path: str) -> Piece:
    """A piece of garbage."""
    kinds = (_request, _handshake, _frames, _messages)
    return chance.choices(kinds, (1, 1, 8, 2))[0](chance, port, path)


def _request(chance: Random, port: int, path: str) -> Piece:
    """Bytes that are no request, or one gone wrong."""
    right = b"POST /play HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
    return Piece(_spoiled(chance, right), b"", 1)


def _handshake(chance: Random, port: int, path: str) -> Piece:
    """An opening with something wrong in it."""
    return Piece(_spoiled(chance, opening(port, path)), chance.randbytes(chance.randrange(40)), 1)


def _frames(chance: Random, port: int, path: str) -> Piece:
    """Frames as they must not be, or proper ones gone wrong; the first that is wrong ends it."""
    frames = b"".join(_frame(chance) for _ in range(chance.randrange(1, 5)))
    if chance.random() < 0.4:
        frames = _spoiled(chance, frames)
    return Piece(opening(port, path), frames + goodbye(), 1)


def _messages(chance: Random, port: int, path: str) -> Piece:
    """Proper frames whose messages make no sense."""
    messages = [
        frame(TEXT, _message(chance).encode("utf-8", "replace"), key=chance.randbytes(4))
        for _ in range(MESSAGES)
    ]
    return Piece(opening(port, path), b"".join(messages) + goodbye(), MESSAGES)


def _frame(chance: Random) -> bytes:
    size = chance.choice((0, 1, 2, 5, 125, 126, 127, 500, 4096, 5000))
    return frame(
        chance.choice((TEXT, BINARY, CONTINUATION, PING, PONG, CLOSE, chance.randrange(16))),
        chance.choice((chance.randbytes(size), b"a" * size)),
        fin=chance.random() < 0.7,
        reserved=chance.choice((0, 0, 0, chance.randrange(8))),
        key=chance.choice((chance.randbytes(4), chance.randbytes(4), b"\0\0\0\0", None)),
        length=chance.choice((None, None, None, chance.choice((0, 125, 4097, 65_536, 1 << 62)))),
        form=chance.choice((None, None, 64)),
    )


def _message(chance: Random) -> str:
    how: Callable[[Random], str] = chance.choice((_odd, _wrong_fields, _deep, _cut))
    return how(chance)


def _odd(chance: Random) -> str:
    return chance.choice(ODD_TEXTS)


def _wrong_fields(chance: Random) -> str:
    values: tuple[object, ...] = (
        REF,
        REF * 3,
        "",
        None,
        True,
        -1,
        0,
        1,
        2**31,
        2**70,
        1.5,
        [],
        {},
        *ODD_TEXTS,
    )
    message: dict[str, object] = {"t": "act", "ref": REF, "v": 1, "act": chance.choice(ACTS)}
    for name in chance.sample(("t", "ref", "v", "act", "extra"), chance.randrange(1, 4)):
        message[name] = chance.choice(values)
    return json.dumps(message, ensure_ascii=chance.random() < 0.5)


def _deep(chance: Random) -> str:
    return chance.choice(DEEP) * chance.randrange(1, 800)


def _cut(chance: Random) -> str:
    whole = json.dumps({"t": "act", "ref": REF, "v": 1, "act": chance.choice(ACTS)})
    at = chance.randrange(len(whole))
    return whole[:at] + chance.choice(("", "\0", "}", whole))


def _spoiled(chance: Random, right: bytes) -> bytes:
    """The same with a few bytes changed, lost, doubled, put in or cut off."""
    data = bytearray(right)
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0:
                data[at : at + 1] = chance.randbytes(1)
            case 1:
                del data[at : at + chance.randrange(1, 9)]
            case 2:
                data[at:at] = data[at : at + chance.randrange(1, 30)]
            case 3:
                data[at:at] = chance.choice((b"\r\n", b"\0", b"\xff", b":", chance.randbytes(9)))
            case 4:
                del data[at:]
    return bytes(data)
