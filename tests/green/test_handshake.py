"""The opening handshake: who gets a socket, and how everybody else is told."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from flask import Flask, request

from green.limits import SocketLimits
from tests.green.sites import Environ, Site, echo, serving
from tests.green.wire import HOST, TEXT, Client, Frame, Plain, frame, goodbye, opening, text
from tests.waiting import until


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(echo) as running:
        yield running


def answer_to(site: Site, request: bytes) -> str:
    """The status line and fields of the answer."""
    with Plain(site.port) as client:
        client.send(request)
        return client.until(b"\r\n\r\n").decode()


def test_a_proper_handshake_is_answered_as_the_standard_says(site: Site) -> None:
    with Client(site.port) as client:
        assert client.head.splitlines()[0] == "HTTP/1.1 101 Switching Protocols"
        assert f"Sec-WebSocket-Accept: {client.accept}\r\n" in client.head
        client.say("привет")
        assert client.hear() == "привет"
    until(lambda: ("101", "/") in site.log.requests)


def test_a_flask_route_is_upgraded() -> None:
    app = Flask("sockets")

    @app.route("/ws/<name>", websocket=True)
    def socket(name: str) -> str:
        websocket = request.environ["wsgi.websocket"]
        while (message := websocket.receive()) is not None:
            websocket.send(f"{name}: {message}")
        return ""

    with serving(app) as site:
        with Client(site.port, "/ws/alice") as client:
            client.say("hello")
            assert client.hear() == "alice: hello"
            client.send(goodbye())
            assert len(client.frames()) == 1
        assert answer_to(site, opening(site.port, "/nowhere")).startswith("HTTP/1.1 404 ")
        plain = b"GET /ws/alice HTTP/1.1\r\nHost: x\r\n\r\n"
        assert answer_to(site, plain).startswith("HTTP/1.1 400 ")


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://{host}:1",
        "http://{here}.evil.example",
        "http://evil.example/{here}",
        "null",
        "",
        "file://",
        "http://[",
    ],
)
def test_a_page_from_elsewhere_gets_no_socket(site: Site, origin: str) -> None:
    said = origin.format(host=HOST, here=f"{HOST}:{site.port}")
    answer = answer_to(site, opening(site.port, fields={"Origin": said}))
    assert answer.startswith("HTTP/1.1 403 ")
    assert site.server.refusals["403"] == 1


def test_our_own_page_gets_one(site: Site) -> None:
    with Client(site.port, fields={"Origin": f"http://{HOST}:{site.port}"}) as client:
        assert client.status == 101


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://club.example", 101),
        ("HTTPS://Club.Example", 101),
        ("http://club.example", 403),
        ("https://club.example.evil.example", 403),
        ("http://{here}", 403),
    ],
)
def test_named_origins_are_the_only_ones(origin: str, status: int) -> None:
    with serving(echo, SocketLimits(origins=("https://club.example",))) as site:
        said = origin.format(here=f"{HOST}:{site.port}")
        with Client(site.port, fields={"Origin": said}) as client:
            assert client.status == status


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"Sec-WebSocket-Version": "8"}, 426),
        ({"Sec-WebSocket-Version": "12"}, 426),
        ({"Sec-WebSocket-Version": None}, 426),
        ({"Sec-WebSocket-Key": None}, 400),
        ({"Sec-WebSocket-Key": ""}, 400),
        ({"Sec-WebSocket-Key": "c2hvcnQ="}, 400),
        ({"Sec-WebSocket-Key": "not base64 at all!!!!!=="}, 400),
        ({"Connection": None}, 400),
        ({"Connection": "keep-alive"}, 400),
    ],
)
def test_a_broken_handshake_is_refused(
    site: Site, changes: dict[str, str | None], status: int
) -> None:
    answer = answer_to(site, opening(site.port, fields=changes))
    assert answer.startswith(f"HTTP/1.1 {status} ")
    assert ("Sec-WebSocket-Version: 13" in answer) == (status == 426)
    assert site.server.refusals[str(status)] == 1


@pytest.mark.parametrize(("old", "new"), [(b"GET ", b"POST "), (b"HTTP/1.1", b"HTTP/1.0")])
def test_only_a_get_of_http_1_1_is_upgraded(site: Site, old: bytes, new: bytes) -> None:
    request = opening(site.port).replace(old, new, 1)
    assert answer_to(site, request).startswith("HTTP/1.1 400 ")


@pytest.mark.parametrize("upgrade", ["WebSocket", "h2c, websocket", " websocket ,x"])
@pytest.mark.parametrize("connection", ["upgrade", "keep-alive, Upgrade"])
def test_tokens_are_read_as_tokens(site: Site, upgrade: str, connection: str) -> None:
    with Client(site.port, fields={"Upgrade": upgrade, "Connection": connection}) as client:
        assert client.status == 101


def test_what_comes_along_with_the_request_is_not_lost(site: Site) -> None:
    with Client(site.port, early=text("early") + text("bird")) as client:
        assert [client.hear(), client.hear()] == ["early", "bird"]


def test_extensions_and_protocols_are_not_taken_up(site: Site) -> None:
    offered = {
        "Sec-WebSocket-Extensions": "permessage-deflate",
        "Sec-WebSocket-Protocol": "chat",
    }
    with Client(site.port, fields=offered) as client:
        assert client.status == 101
        assert "extensions" not in client.head.lower()
        assert "protocol:" not in client.head.lower()


def test_an_application_may_refuse_with_a_status_of_its_own() -> None:
    def closed(environ: Environ, start_response: Any) -> Iterable[bytes]:
        start_response("410 Gone", [("Content-Type", "text/plain")])
        return [b"too late"]

    with serving(closed) as site:
        assert answer_to(site, opening(site.port)).startswith("HTTP/1.1 410 Gone")
        assert len(site.roster) == 0


def test_an_error_of_the_application_is_a_500_before_and_a_1011_after() -> None:
    def broken(environ: Environ, start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/after":
            environ["wsgi.websocket"].accept()
        raise ValueError("broken")

    with serving(broken) as site:
        with Client(site.port, "/after") as client:
            assert client.farewell()[0] == 1011
        assert answer_to(site, opening(site.port)).startswith("HTTP/1.1 500 ")
        until(lambda: len(site.roster) == 0)


def test_a_body_on_a_handshake_is_no_frame(site: Site) -> None:
    body = frame(TEXT, b"smuggled")
    request = opening(site.port, fields={"Content-Length": str(len(body))}) + body + text("first")
    with Plain(site.port) as client:
        client.send(request)
        client.until(b"\r\n\r\n")
        assert client.take(7) == b"\x81\x05first"


def test_the_close_code_arrives() -> None:
    def restart(environ: Environ, start_response: Any) -> Iterable[bytes]:
        environ["wsgi.websocket"].close(1012, "причина")
        return []

    with serving(restart) as site, Client(site.port) as client:
        assert client.farewell() == (1012, "причина")
        assert client.frames() == []


def test_a_reason_is_cut_between_characters() -> None:
    def wordy(environ: Environ, start_response: Any) -> Iterable[bytes]:
        environ["wsgi.websocket"].close(1008, "ж" * 100)
        return []

    with serving(wordy) as site, Client(site.port) as client:
        assert client.farewell() == (1008, "ж" * 61)


def test_who_does_not_say_goodbye_is_not_waited_for() -> None:
    def leave(environ: Environ, start_response: Any) -> Iterable[bytes]:
        environ["wsgi.websocket"].close(1000)
        return []

    with serving(leave, SocketLimits(close_seconds=0.2)) as site, Client(site.port) as client:
        assert client.frames() == [Frame(0x88, b"\x03\xe8")]
        until(lambda: site.server.connections == 0)


def test_a_worker_that_goes_away_takes_nobody_new(site: Site) -> None:
    with Client(site.port) as earlier:
        site.roster.is_closing = True
        assert answer_to(site, opening(site.port)).startswith("HTTP/1.1 503 ")
        earlier.say("still here")
        assert earlier.hear() == "still here"
