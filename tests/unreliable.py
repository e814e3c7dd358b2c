"""A way to the test database that can be cut at the worst moment, for tests of lost connections."""

import select
import socket
import threading
from contextlib import suppress
from typing import Literal
from urllib.parse import parse_qs, urlsplit

When = Literal["before_sending", "before_the_answer", "never_answering"]


class UnreliableRoute:
    """Passes bytes between a TCP port of its own and PostgreSQL's unix socket, until told to cut.

    `cut_next(marker, when)` cuts the first connection that sends a statement holding the marker:
    before the server gets it, or after the server did it and before its answer gets back; or it
    stays open and nothing gets through it any more.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = f"{parse_qs(parts.query)['host'][0]}/.s.PGSQL.5432"
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        self.url = f"postgresql://postgres@127.0.0.1:{port}{parts.path}?sslmode=disable"
        self.cuts = 0
        self._marker: bytes | None = None
        self._when: When = "before_the_answer"
        self._closed = False
        self._silent: set[socket.socket] = set()  # clients that are not answered any more
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def cut_next(self, marker: str, when: When) -> None:
        self._marker, self._when = marker.encode(), when

    def close(self) -> None:
        self._closed = True
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _accept(self) -> None:
        while not self._closed:
            if _readable([self._listener]):
                client, _ = self._listener.accept()
                thread = threading.Thread(target=self._carry, args=(client,))
                self._threads.append(thread)
                thread.start()

    def _carry(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with client, server, suppress(OSError):
            server.connect(self._target)
            while not self._closed:
                if not all(
                    self._pass_on(each, client, server) for each in _readable([client, server])
                ):
                    return

    def _pass_on(self, source: socket.socket, client: socket.socket, server: socket.socket) -> bool:
        data = source.recv(65536)
        if not data:
            return False
        if client in self._silent:
            return True
        if source is server:
            client.sendall(data)
            return True
        cut = self._marker is not None and self._marker in data
        if cut and self._when == "never_answering":
            self._silent.add(client)
            return not self._cut()
        if cut and self._when == "before_sending":
            return self._cut()
        server.sendall(data)
        if cut:
            server.recv(65536)  # the answer comes after the commit
            return self._cut()
        return True

    def _cut(self) -> bool:
        self._marker = None
        self.cuts += 1
        return False


def _readable(sockets: list[socket.socket]) -> list[socket.socket]:
    return select.select(sockets, [], [], 0.02)[0]
