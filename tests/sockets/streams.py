"""A client where websockets are blocked: an event stream to hear by, requests to speak by."""

import http.client
import json
import socket
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Self

import websocket

from tests.sockets.people import WAIT_SECONDS, Person, Socket


class Wire:
    """One event stream, and the answers to what was said meanwhile; used like a websocket."""

    def __init__(self, person: Person, table_id: str, query: str = "", **headers: str) -> None:
        self._person = person
        self._path = f"/tables/{table_id}"
        self._texts: deque[str] = deque()
        self._data = b""
        self.numbers: list[int] = []  # of the events, as a browser keeps the last one
        port = person.server.port
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=WAIT_SECONDS)
        asked = {"Host": f"127.0.0.1:{port}", "Cookie": person.cookie} | headers
        lines = [f"GET {self._path}/events{query} HTTP/1.1", *map(": ".join, asked.items())]
        self.sock.sendall("\r\n".join([*lines, "", ""]).encode())
        self.head = self._until(b"\r\n\r\n").decode()

    def settimeout(self, seconds: float) -> None:
        self.sock.settimeout(seconds)

    def send(self, text: str | bytes, **headers: str) -> int:
        """Say it; the answer is the next thing read. The status."""
        with self._connection() as connection:
            status, answer = self._ask(connection, text, headers)
        self._texts.append(answer)
        return status

    @contextmanager
    def speaking(self) -> Iterator[Callable[[dict[str, Any]], dict[str, Any]]]:
        """Say several things to one worker; the answers come from the call."""

        def say(message: dict[str, Any]) -> dict[str, Any]:
            answer: dict[str, Any] = json.loads(self._ask(connection, json.dumps(message), {})[1])
            return answer

        with self._connection() as connection:
            yield say

    def recv(self) -> str:
        """The next message. Raises as the websocket of the tests does."""
        while not self._texts:
            self._take(self._until(b"\n\n").decode())
        return self._texts.popleft()

    @contextmanager
    def _connection(self) -> Iterator[http.client.HTTPConnection]:
        port = self._person.server.port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS)
        try:
            yield connection
        except http.client.HTTPException as error:
            raise websocket.WebSocketConnectionClosedException(repr(error)) from error
        finally:
            connection.close()

    def _ask(
        self, connection: http.client.HTTPConnection, text: str | bytes, headers: dict[str, str]
    ) -> tuple[int, str]:
        asked = {
            "Cookie": self._person.cookie,
            "Origin": self._person.server.url,
            "Content-Type": "application/json",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        said = text.encode() if isinstance(text, str) else text
        connection.request("POST", f"{self._path}/acts", said, asked)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def _take(self, event: str) -> None:
        for line in event.splitlines():
            name, _, value = line.partition(": ")
            if name == "data":
                self._texts.append(value)
            elif name == "id":
                self.numbers.append(int(value))

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._data:
            try:
                more = self.sock.recv(65_536)
            except TimeoutError as error:
                raise websocket.WebSocketTimeoutException from error
            if not more:
                raise websocket.WebSocketConnectionClosedException("the stream has ended")
            self._data += more
        found, _, self._data = self._data.partition(mark)
        return found + mark


class Stream(Socket):
    """One client of a table without a websocket."""

    _wire: Wire | None = None

    def connect(self, seen: int | None = None, **headers: str) -> Self:
        self.close()
        query = "" if seen is None else f"?v={seen}"
        self._wire = Wire(self.person, self.table_id, query, **headers)
        return self

    @property
    def wire(self) -> Any:
        return self.stream

    @property
    def stream(self) -> Wire:
        assert self._wire is not None
        return self._wire

    def close(self) -> None:
        if self._wire is not None:
            with suppress(OSError):
                self._wire.sock.close()
            self._wire = None

    def read(self) -> dict[str, Any]:
        """The next message; what a worker that goes away refuses is for the next one."""
        message = super().read()
        if message.get("code") == "restarting":
            raise websocket.WebSocketConnectionClosedException("restarting")
        return message


def an_answer(stream: Stream, text: str | bytes, **headers: str) -> tuple[int, dict[str, Any]]:
    """The status and the message with which a request is answered."""
    status = stream.stream.send(text, **headers)
    answer: dict[str, Any] = json.loads(stream.stream.recv())
    return status, answer
