"""People at a real server: a browser's cookies and forms, and sockets that come back."""

import http.client
import http.cookies
import json
import re
import secrets
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import websocket

from tests.server import Server

WAIT_SECONDS = 10.0


class Person:
    """Somebody with a browser: cookies, pages and forms."""

    def __init__(self, server: Server, address: str = "127.0.0.1") -> None:
        self.server = server
        self.address = address  # where he comes from
        self.cookies: dict[str, str] = {}
        self.page = ""
        self.status = 0
        self.headers: dict[str, str] = {}
        self.location = ""

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str, **headers: str) -> str:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, *, token: str | None = None, **fields: str) -> str:
        """Send a form with the token of a page; where it leads to."""
        if token is None:
            self.get("/")
            token = self.token()
        self._ask("POST", path, urlencode({"csrf_token": token, **fields}), {})
        return self.location

    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
        assert found, self.page[:500]
        return found[1]

    def play_now(self, **fields: str) -> str:
        """The id of a table with two bots."""
        return self.post("/play", **fields).rsplit("/", 1)[1]

    def open_table(self, **fields: str) -> str:
        return self.post("/tables", **fields).rsplit("/", 1)[1]

    def invitation(self, table_id: str) -> str:
        self.get(f"/tables/{table_id}")
        found = re.search(r'http://[^"]+(/join/[^"]+)"', self.page)
        assert found
        return found[1]

    def sit(self, table_id: str, seen: int | None = None, *, talk: bool = False) -> "Socket":
        """A socket there; `talk` is whether he wants to hear what is said."""
        return Socket(self, table_id, talk=talk).connect(seen)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> str:
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.server.port, timeout=20, source_address=(self.address, 0)
        )
        asked = {"Cookie": self.cookie, "Accept": "text/html"} | headers
        if body is not None:
            asked["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, asked)
            answer = connection.getresponse()
            self.status, self.page = answer.status, answer.read().decode()
        finally:
            connection.close()
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        self.location = urlsplit(self.headers.get("location", "")).path
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                for morsel in http.cookies.SimpleCookie(value).values():
                    self.cookies[morsel.key] = morsel.value
        return self.page


class Socket:
    """One client of a table: keeps its view, and comes back when it is cut off."""

    def __init__(self, person: Person, table_id: str, *, talk: bool = False) -> None:
        self.person = person
        self.table_id = table_id
        self.query = {"talk": "1"} if talk else {}
        self.version = -1
        self.view: dict[str, Any] = {}
        self.you: int | None = None
        self.pid = 0
        self.messages: list[dict[str, Any]] = []
        self.unanswered: dict[str, str] = {}  # acts by ref, until they are known to be saved
        self.saved: dict[str, int] = {}
        self._socket: websocket.WebSocket | None = None

    def connect(self, seen: int | None = None) -> Self:
        server = self.person.server
        self.close()
        query = urlencode(self.query if seen is None else self.query | {"v": seen})
        self._socket = websocket.create_connection(
            f"{server.socket_url}/ws/table/{self.table_id}?{query}",
            socket=socket.create_connection(
                ("127.0.0.1", server.port), WAIT_SECONDS, source_address=(self.person.address, 0)
            ),
            cookie=self.person.cookie,
            origin=server.url,
            timeout=WAIT_SECONDS,
        )
        return self

    @property
    def wire(self) -> websocket.WebSocket:
        assert self._socket is not None
        return self._socket

    def close(self) -> None:
        if self._socket is not None:
            with suppress(OSError, websocket.WebSocketException):
                self._socket.close(timeout=1)
            # close() lets go of nothing when the other side was first
            self._socket.shutdown()  # type: ignore[no-untyped-call]
            self._socket = None

    def come_back(self) -> None:
        """As the page does: try again until somebody answers, then send what was not answered."""
        give_up_at = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                self.connect(self.version if self.version >= 0 else None)
                self.say({"t": "ping"})
                self.until(lambda m: m["t"] == "pong")
                break
            except (OSError, websocket.WebSocketException):
                assert time.monotonic() < give_up_at, "nobody answers"
                time.sleep(0.1)
        for act in self.unanswered.values():
            self.wire.send(act)

    def say(self, message: object) -> None:
        self.wire.send(message if isinstance(message, str) else json.dumps(message))

    def read(self) -> dict[str, Any]:
        """The next message. Raises WebSocketException or OSError when there is none."""
        text = self.wire.recv()
        if not text:
            raise websocket.WebSocketConnectionClosedException("closed")
        message: dict[str, Any] = json.loads(text)
        self.messages.append(message)
        self._take(message)
        return message

    def until(self, wanted: Any) -> dict[str, Any]:
        """Read until a message that is wanted."""
        while True:
            message = self.read()
            if wanted(message):
                return message

    def answer(self) -> dict[str, Any]:
        """The next refusal, receipt or goodbye."""
        return self.until(lambda message: message["t"] in ("refused", "receipt", "bye"))

    def act(self, text: str | None = None, *, ref: str | None = None, v: int | None = None) -> str:
        ref = ref or secrets.token_urlsafe(16)
        seen = self.version if v is None else v
        message = json.dumps({"t": "act", "ref": ref, "v": seen, "act": text or self.choice()})
        self.unanswered[ref] = message
        self.wire.send(message)
        return ref

    @property
    def is_asked(self) -> bool:
        return bool(self.view.get("legal"))

    def choice(self) -> str:
        """Something legal and dull."""
        legal: list[str] = self.view["legal"]
        wanted = "pass" if "pass" in legal else legal[0]
        if self.view["phase"] != "discard":
            return wanted
        hand = self.view["hands"][self.you]
        return f"{hand[0]} {hand[1]} {wanted}"

    def _take(self, message: dict[str, Any]) -> None:
        match message["t"]:
            case "state":
                self.version, self.view = message["v"], message["view"]
                self.you, self.pid = message["you"], message.get("pid", 0)
            case "ev":
                assert message["v"] == self.version + 1
                self.version = message["v"]
                self.view |= message.get("set", {})
                self._note(message.get("ref"), message["v"])
            case "receipt":
                self._note(message["ref"], message["v"])
            case "refused" if message["code"] != "restarting":
                self.unanswered.pop(message.get("ref", ""), None)
            case "pong":
                self.pid = message.get("pid", 0)

    def _note(self, ref: str | None, version: int) -> None:
        if ref is not None:
            self.unanswered.pop(ref, None)
            self.saved[ref] = version


HERE = ("127.0.0.1",) * 3


def three_at_a_table(server: Server, addresses: Sequence[str] = HERE) -> tuple[str, list[Person]]:
    """A table that has begun, with three people."""
    people = [Person(server, address) for address in addresses]
    return _joined(people[0].open_table(target="5"), people)


def four_at_a_table(server: Server) -> tuple[str, list[Person]]:
    """The same with four people, one of whom sits out each deal."""
    people = [Person(server) for _ in range(4)]
    opened = people[0].post("/rules", players="4", target="5")
    return _joined(opened.rsplit("/", 1)[1], people)


def _joined(table_id: str, people: list[Person]) -> tuple[str, list[Person]]:
    link = people[0].invitation(table_id)
    for friend in people[1:]:
        friend.get(link)
        friend.post(link)
        assert friend.location == f"/tables/{table_id}", (friend.status, friend.page[:300])
    return table_id, people


def settle(sockets: list[Socket]) -> None:
    """Let everybody read until all have the same version and somebody is asked."""
    while True:
        newest = max(sockets, key=lambda each: each.version)
        behind = [each for each in sockets if each.version < newest.version]
        if not behind and any(each.is_asked for each in sockets):
            return
        for each in behind or sockets[:1]:
            each.read()
