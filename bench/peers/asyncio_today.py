"""The club as one would write it today: aiohttp, asyncpg with its pool, a commit an act.

`python -m bench.peers.asyncio_today PORT`; the database is DATABASE_URL.
"""

import asyncio
import os
import secrets
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

import asyncpg
from aiohttp import WSMsgType, web

from bench.peers.rooms import PAGE, Act, Refused, Room, Statement, Step, parse, refusal
from games.errors import Refusal

CONNECTIONS: Final = 32  # so many that it never waits for the disk with its core idle
COOKIE: Final = "player"

routes = web.RouteTableDef()


class Club:
    """All tables of this process."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool
        self.rooms: dict[str, Room] = {}
        self.locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def write(self, statements: list[Statement]) -> None:
        """One transaction; the connection prepares each statement once and keeps it."""
        async with self.pool.acquire() as connection, connection.transaction():
            for statement, parameters in statements:
                await connection.execute(statement, *parameters)

    async def save(self, room: Room, step: Step) -> None:
        await self.write(step.statements(room.match_id))
        for sockets, message in zip(room.sockets, room.told(step), strict=True):
            for socket in tuple(sockets):
                with suppress(ConnectionResetError):  # he has just left
                    await socket.send_str(message)

    async def act(self, room: Room, audience: int, message: Act) -> None:
        async with self.locks[room.match_id]:
            await self.save(room, room.judge(audience, message))
            await self.go_on(room)

    async def go_on(self, room: Room) -> None:
        while (step := room.next_of_club()) is not None:
            await self.save(room, step)


CLUB: Final = web.AppKey("club", Club)


@routes.get("/rules")
async def door(request: web.Request) -> web.Response:
    return web.Response(text=PAGE, content_type="text/html")


@routes.post("/tables")
async def open_table(request: web.Request) -> web.Response:
    club, room, person = request.app[CLUB], Room(), person_of(request)
    await club.write(room.opening())
    room.people.append(person)
    club.rooms[str(room.match_id)] = room
    answer = web.Response(status=303, headers={"Location": f"/tables/{room.match_id}"})
    answer.set_cookie(COOKIE, person)
    return answer


@routes.post("/tables/{table}/sit")
async def sit(request: web.Request) -> web.Response:
    club, person = request.app[CLUB], person_of(request)
    room = club.rooms[request.match_info["table"]]
    async with club.locks[room.match_id]:
        room.people.append(person)
        await club.go_on(room)
    answer = web.Response(status=204)
    answer.set_cookie(COOKIE, person)
    return answer


def person_of(request: web.Request) -> str:
    """Whoever asks, introduced if we never saw him."""
    return request.cookies.get(COOKIE) or secrets.token_hex(8)


@routes.get("/ws/table/{table}")
async def table_socket(request: web.Request) -> web.WebSocketResponse:
    club = request.app[CLUB]
    room = club.rooms[request.match_info["table"]]
    socket = web.WebSocketResponse(compress=False, heartbeat=25)
    await socket.prepare(request)
    audience = room.audience_of(request.cookies.get(COOKIE))
    room.sockets[audience].add(socket)
    try:
        with suppress(ConnectionResetError):  # he leaves while he is answered
            await socket.send_str(room.state(audience)[1])
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await receive(club, room, socket, audience, message.data)
    finally:
        room.sockets[audience].discard(socket)
    return socket


async def receive(
    club: Club, room: Room, socket: web.WebSocketResponse, audience: int, text: str
) -> None:
    message = parse(text)
    if not isinstance(message, Act):
        await socket.send_str(room.pong())
        return
    try:
        await club.act(room, audience, message)
    except (Refusal, Refused) as refused:
        await socket.send_str(refusal(refused.code, message))


async def with_database(app: web.Application) -> AsyncIterator[None]:
    async with asyncpg.create_pool(
        os.environ["DATABASE_URL"], min_size=CONNECTIONS, max_size=CONNECTIONS
    ) as pool:
        app[CLUB] = Club(pool)
        yield


if __name__ == "__main__":
    app = web.Application()
    app.add_routes(routes)
    app.cleanup_ctx.append(with_database)
    port = int(sys.argv[1])
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None, backlog=4096)
