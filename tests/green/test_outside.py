"""Services of others: nobody waits for them, they get so long and not longer, so many at once."""

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from green.outside import Outside
from tests.club.clubs import until


class Service:
    """One that notes what it gets; it answers with the statuses in turn, then with 204."""

    def __init__(self, *statuses: int) -> None:
        self.got: list[tuple[str, bytes]] = []
        self._statuses = list(statuses)

    @contextmanager
    def open(self) -> Iterator[str]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.got.append((self.path, body))
                self.send_response(service._statuses.pop(0) if service._statuses else 204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing on standard error."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hook?key=private"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@contextmanager
def a_mute_service() -> Iterator[tuple[str, socket.socket]]:
    """Takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/", listener


@contextmanager
def outside(**limits: float) -> Iterator[Outside]:
    door = Outside(pause_seconds=0.01, **limits)  # type: ignore[arg-type]
    try:
        yield door
    finally:
        door.stop()


def test_a_call_arrives_and_its_log_says_nothing_private(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    service = Service(500)
    with service.open() as url, outside() as door:
        assert door.post("greeting", url, b'{"to": "alice"}')
        until(lambda: door.results["done"] == 1)
    assert service.got == [("/hook?key=private", b'{"to": "alice"}')] * 2
    assert "greeting: done" in caplog.text
    assert "private" not in caplog.text and "alice" not in caplog.text


def test_it_gives_up_after_three_tries() -> None:
    service = Service(500, 302, 404)
    with service.open() as url, outside() as door:
        door.post("greeting", url, b"")
        until(lambda: door.results["failed"] == 1)
    assert len(service.got) == 3


def test_a_mute_service_has_its_time_and_nobody_waits_for_it() -> None:
    with a_mute_service() as (url, _), outside(call_seconds=0.1) as door:
        began = time.monotonic()
        assert door.post("greeting", url, b"")
        assert time.monotonic() - began < 0.05
        until(lambda: door.results["failed"] == 1)
        assert 0.3 <= time.monotonic() - began < 5
        assert door.waiting == 0


def test_so_many_at_once_and_so_many_wait() -> None:
    with a_mute_service() as (url, listener), outside(call_seconds=30, waiting=3) as door:
        taken = [door.post("greeting", url, b"") for _ in range(2)]
        until(lambda: len(door._queue) == 0)
        taken += [door.post("greeting", url, b"") for _ in range(4)]
        assert taken == [True] * 5 + [False]
        assert (door.waiting, door.results["refused"]) == (5, 1)
        listener.settimeout(5)
        first, second = listener.accept()[0], listener.accept()[0]
        listener.settimeout(0.1)
        with pytest.raises(TimeoutError):
            listener.accept()
        first.close()
        second.close()
    assert door.results["lost"] == 5


def test_an_address_that_leads_nowhere_fails() -> None:
    with outside() as door:
        for url in ("http://127.0.0.1:1/", "http:///nowhere", "http://127.0.0.1:x/"):
            door.post("greeting", url, b"")
        until(lambda: door.results["failed"] == 3)


def test_one_slow_service_does_not_stop_the_calls_of_another() -> None:
    service = Service()
    with (
        a_mute_service() as (mute, _),
        service.open() as url,
        outside(call_seconds=30) as door,
    ):
        door.post("mute", mute, b"")
        for _ in range(5):
            door.post("greeting", url, b"")
        until(lambda: door.results["done"] == 5)
