"""The club in the style of its first server: a thread for each act, the result handed to the loop.

`python -m bench.peers.tornado_threads PORT`; the database is DATABASE_URL.
"""

import asyncio
import logging
import os
import re
import secrets
import sys
import threading
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Final

import psycopg2.extras
from psycopg2.pool import ThreadedConnectionPool
from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from bench.peers.rooms import PAGE, Act, Refused, Room, Statement, Step, parse, refusal
from games.errors import Refusal

CONNECTIONS: Final = 32  # so many that it never waits for the disk with its core idle
COOKIE: Final = "player"


class Club:
    """All tables of this process. Threads judge and save; only the loop sends."""

    def __init__(self, dsn: str, loop: IOLoop) -> None:
        self.rooms: dict[str, Room] = {}
        self._loop = loop
        self._locks: defaultdict[int, threading.Lock] = defaultdict(threading.Lock)
        self._pool = ThreadedConnectionPool(CONNECTIONS, CONNECTIONS, dsn)
        # The pool raises when it is empty; who comes then waits here.
        self._free = threading.BoundedSemaphore(CONNECTIONS)

    def write(self, statements: list[Statement]) -> None:
        """One transaction; the connection is given back whatever is raised."""
        with self._free:
            connection = self._pool.getconn()
            try:
                with connection, connection.cursor() as cursor:
                    for statement, parameters in statements:
                        cursor.execute(named(statement), parameters)
            finally:
                self._pool.putconn(connection)

    def act(self, room: Room, socket: "TableSocket", message: Act) -> None:
        """In a thread of its own."""
        try:
            with self._locks[room.match_id]:
                self._save(room, room.judge(socket.audience, message))
                self._go_on(room)
        except (Refusal, Refused) as refused:
            self._loop.add_callback(socket.tell, refusal(refused.code, message))

    def open(self, room: Room, person: str, done: Callable[[], None]) -> None:
        """In a thread of its own."""
        self.write(room.opening())
        room.people.append(person)
        self.rooms[str(room.match_id)] = room
        self._loop.add_callback(done)

    def join(self, room: Room, person: str, done: Callable[[], None]) -> None:
        """In a thread of its own."""
        with self._locks[room.match_id]:
            room.people.append(person)
            self._go_on(room)
        self._loop.add_callback(done)

    def _go_on(self, room: Room) -> None:
        while (step := room.next_of_club()) is not None:
            self._save(room, step)

    def _save(self, room: Room, step: Step) -> None:
        self.write(step.statements(room.match_id))
        self._loop.add_callback(self._tell, room, step.after.version, room.told(step))

    def _tell(self, room: Room, version: int, messages: list[str]) -> None:
        for sockets, message in zip(room.sockets, messages, strict=True):
            for socket in tuple(sockets):
                if version > socket.came_at:
                    socket.tell(message)


@cache
def named(statement: str) -> str:
    """The same statement with its parameters as psycopg2 writes them: all are used in order."""
    return re.sub(r"\$\d+", "%s", statement)


class Page(RequestHandler):
    """Whatever the seating asks for."""

    def prepare(self) -> None:
        """Whoever asks, introduced if we never saw him."""
        self.club: Club = self.application.settings["club"]
        self.person = self.get_cookie(COOKIE) or secrets.token_hex(8)


class Door(Page):
    def get(self) -> None:
        self.write(PAGE)


class Tables(Page):
    async def post(self) -> None:
        room = Room()
        await in_thread(self.club.open, room, self.person)
        self.set_cookie(COOKIE, self.person)
        self.redirect(f"/tables/{room.match_id}", status=303)


class Sit(Page):
    async def post(self, table: str) -> None:
        await in_thread(self.club.join, self.club.rooms[table], self.person)
        self.set_cookie(COOKIE, self.person)
        self.set_status(204)


async def in_thread(work: Callable[..., None], room: Room, person: str) -> None:
    """Run it in a thread of its own and go on when the loop is told that it is done."""
    done = asyncio.Event()
    threading.Thread(target=work, args=(room, person, done.set)).start()
    await done.wait()


class TableSocket(WebSocketHandler):
    """One player at his table."""

    audience: int
    room: Room
    came_at: int  # the version he was shown; earlier ones may still be on their way to the loop

    def check_origin(self, origin: str) -> bool:
        return True

    def open(self, table: str) -> None:  # type: ignore[override]
        club: Club = self.application.settings["club"]
        self.room = club.rooms[table]
        self.audience = self.room.audience_of(self.get_cookie(COOKIE))
        self.room.sockets[self.audience].add(self)
        self.came_at, state = self.room.state(self.audience)
        self.write_message(state)

    def on_message(self, text: str | bytes) -> None:
        message = parse(str(text))
        if not isinstance(message, Act):
            self.tell(self.room.pong())
            return
        club: Club = self.application.settings["club"]
        threading.Thread(target=club.act, args=(self.room, self, message)).start()

    def on_close(self) -> None:
        self.room.sockets[self.audience].discard(self)

    def tell(self, message: str) -> None:
        """In the loop's own thread."""
        try:
            self.write_message(message)
        except WebSocketClosedError:
            pass


if __name__ == "__main__":
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # who left while he was told
    psycopg2.extras.register_uuid()
    app = Application(
        [
            ("/rules", Door),
            ("/tables", Tables),
            ("/tables/([0-9]+)/sit", Sit),
            ("/ws/table/([0-9]+)", TableSocket),
        ],
        club=Club(os.environ["DATABASE_URL"], IOLoop.current()),
        log_function=lambda handler: None,
    )
    app.listen(int(sys.argv[1]), "127.0.0.1", backlog=4096)
    IOLoop.current().start()
