"""Reading an event stream as it comes, from a real server."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

LIMIT_SECONDS = 10.0


class Stream:
    """What a server sends, until one of the two closes."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._read = b""

    def read_until(self, marker: bytes) -> bytes:
        """Everything so far, once the marker has come."""
        while marker not in self._read:
            data = self._connection.recv(65536)
            assert data, f"it ended without {marker!r}: {self._read!r}"
            self._read += data
        return self._read

    def read_to_the_end(self) -> bytes:
        """Everything, once the server has closed."""
        while data := self._connection.recv(65536):
            self._read += data
        return self._read

    def close(self) -> None:
        """As a browser does that leaves the page."""
        self._connection.close()


@contextmanager
def open_stream(port: int, path: str) -> Iterator[Stream]:
    """Ask for the stream of that path."""
    with socket.create_connection(("127.0.0.1", port), timeout=LIMIT_SECONDS) as connection:
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        yield Stream(connection)
