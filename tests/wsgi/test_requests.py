"""What a real gunicorn with our worker takes and refuses, while nobody comes or goes."""

import http.client
from collections.abc import Callable, Iterator

import pytest

from tests.green.wire import HOST, Client, Plain
from tests.server import Server, serving
from tests.sockets.people import Person
from tests.waiting import until
from tests.wsgi.crowds import ROOM, watching


@pytest.fixture(scope="module")
def server(new_database: Callable[[], str]) -> Iterator[Server]:
    with serving(new_database(), settings=ROOM) as running:
        yield running


@pytest.fixture
def table_id(server: Server) -> str:
    return Person(server).open_table(target="5")


def test_requests_are_logged_without_their_query(server: Server, table_id: str) -> None:
    with Plain(server.port) as client:
        client.send(b"GET /rules?secret=7S HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        client.rest()
    with watching(server, table_id, 1):
        pass
    until(lambda: f'{HOST} "GET /ws/table/{table_id}" 101 ' in server.log.read_text())
    log = server.log.read_text()
    assert f'{HOST} "GET /rules" ' in log
    assert "secret" not in log


def test_requests_have_gunicorns_limits(server: Server) -> None:
    for request, status in (
        (b"GET /" + b"a" * 6000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 200 + b"\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"b" * 9000 + b"\r\n\r\n", b"431"),
    ):
        with Plain(server.port) as client:
            client.send(request)
            assert client.rest().split()[1] == status


def test_a_page_from_elsewhere_gets_no_socket(server: Server, table_id: str) -> None:
    with Client(server.port, f"/ws/table/{table_id}", {"Origin": "http://evil.example"}) as client:
        assert client.status == 403


def test_a_keepalive_connection_serves_again(server: Server) -> None:
    connection = http.client.HTTPConnection(HOST, server.port, timeout=20)
    for _ in range(3):
        connection.request("GET", "/healthz")
        assert connection.getresponse().read()
    connection.close()
