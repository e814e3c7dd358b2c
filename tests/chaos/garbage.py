"""Connections that send what no player sends; the club must bear them."""

import asyncio
import os
from contextlib import suppress
from itertools import cycle, islice
from typing import Final

from tests.chaos.link import CLOSE, HOST, TEXT, masked, opening

HOLD_SECONDS: Final = 1.0
UPGRADED: Final = (
    masked(TEXT, b"\xff\xfe\xfd not utf-8"),
    masked(TEXT, b"{" * 4000),
    masked(TEXT, b'{"t":"act","ref":"short","v":-1,"act":"7S"}'),
    masked(TEXT, b'{"t":"act","ref":"aaaaaaaaaaaaaaaaaaaa","v":1,"act":"S\\u0000A"}'),
    masked(TEXT, b'{"t":"ping"}' + b" " * 60_000),
    masked(3, b"reserved opcode"),
    masked(CLOSE, b"\x00\x01"),
    b"\x81\x05hello",  # not masked
    b"\xf1\x80\0\0\0\0",  # reserved bits
    b"\x81\xff" + b"\xff" * 8 + b"\0" * 64,  # a frame of many exabytes
    b"\x89\xfe\x10\x00",  # a long ping
    b"\x01\x80\0\0\0\0" * 50,  # fragments that never end, in each other
    masked(TEXT, b'{"t":"ping"}') * 3000,  # a flood
)
PLAIN: Final = (
    b"GET / HTTP/1.1\r\nHost: x\r\n",
    b"POST /play HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nx",
    b"POST /play HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"\0" * 2000,
    b"GET /" + b"a" * 100_000,
    b"",
)


async def pester(ports: tuple[int, ...], path: str, count: int) -> int:
    """Open that many connections of garbage at once; how many were made."""
    kinds: list[tuple[bool, bytes]] = [(True, data) for data in UPGRADED]
    kinds += [(False, data) for data in (*PLAIN, os.urandom(3000))]
    chosen = zip(range(count), islice(cycle(kinds), count), strict=True)
    done = await asyncio.gather(
        *(_one(ports[number % len(ports)], path, *kind) for number, kind in chosen)
    )
    return sum(done)


async def _one(port: int, path: str, upgraded: bool, data: bytes) -> bool:
    try:
        reader, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    with suppress(OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        async with asyncio.timeout(HOLD_SECONDS):
            if upgraded:
                writer.write(opening(port, path, ""))
                await reader.readuntil(b"\r\n\r\n")
            writer.write(data)
            await writer.drain()
            while await reader.read(65536):
                pass
    writer.transport.abort()
    return True
