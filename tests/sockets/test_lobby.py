"""The socket of the lobby on a real server of two workers, and the way without a websocket."""

import http.client
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest
import websocket

from tests.server import Server, serving
from tests.sockets.people import WAIT_SECONDS, Person

KIND = {"convention": "sochi", "target": 10, "speed": "usual", "rated": False}


@pytest.fixture(scope="module")
def server(new_database: Callable[[], str]) -> Iterator[Server]:
    with serving(new_database(), workers=2) as running:
        yield running


class InHall:
    """Somebody's socket in the hall."""

    def __init__(self, person: Person, query: str = "") -> None:
        port = person.server.port
        self.wire = websocket.create_connection(
            f"{person.server.socket_url}/ws/lobby{query}",
            socket=socket.create_connection(("127.0.0.1", port), WAIT_SECONDS),
            cookie=person.cookie,
            origin=person.server.url,
            timeout=WAIT_SECONDS,
        )

    def say(self, message: dict[str, Any]) -> None:
        self.wire.send(json.dumps(message))

    def until(self, wanted: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        while True:
            message: dict[str, Any] = json.loads(self.wire.recv())
            if wanted(message):
                return message

    def close(self) -> None:
        self.wire.close(timeout=1)
        self.wire.shutdown()  # type: ignore[no-untyped-call]


def people_in_the_hall(server: Server, stack: ExitStack, count: int = 3) -> list[InHall]:
    people = [Person(server) for _ in range(count)]
    for person in people:
        person.get("/hall")
    return [stack.enter_context(closing(InHall(person))) for person in people]


def test_people_at_two_workers_are_paired_and_begin(server: Server) -> None:
    with ExitStack() as stack:
        here = people_in_the_hall(server, stack)
        for each in here:
            each.until(lambda message: message["t"] == "hall")
            each.say({"t": "seek", **KIND})
        asked = [each.until(lambda m: m["t"] == "own" and m.get("table")) for each in here]
        assert len({message["table"]["id"] for message in asked}) == 1
        for each, message in zip(here, asked, strict=True):
            each.say({"t": "answer", "table": message["table"]["id"], "ready": True})
        for each in here:
            each.until(lambda m: m["t"] == "own" and m["table"]["begun"])


def test_what_the_club_does_not_do_is_refused(server: Server) -> None:
    with ExitStack() as stack:
        (here,) = people_in_the_hall(server, stack, 1)
        for message, code in (
            ({"t": "seek", **KIND, "rated": True}, "members_only"),
            ({"t": "seek", **KIND, "speed": "now"}, "bad_table"),
            ({"t": "answer", "table": "0000000000007", "ready": True}, "stale"),
            ({"t": "act"}, "unknown_type"),
            ({"t": "seek"}, "bad_message"),
            ({"t": "seek", **KIND, "players": 5}, "bad_message"),
        ):
            here.say(message)
            assert here.until(lambda m: m["t"] == "refused")["code"] == code
        here.say({"t": "ping"})
        here.until(lambda m: m["t"] == "pong")


def test_who_is_unknown_only_looks_on(server: Server) -> None:
    with closing(InHall(Person(server))) as here:
        here.until(lambda message: message["t"] == "hall")
        here.say({"t": "seek", **KIND})
        assert here.until(lambda m: m["t"] == "refused")["code"] == "signed_out"


def test_without_a_websocket_the_same_is_told_and_said(server: Server) -> None:
    person = Person(server)
    person.get("/hall")
    with socket.create_connection(("127.0.0.1", server.port), WAIT_SECONDS) as stream:
        asked = f"GET /lobby/events HTTP/1.1\r\nHost: {server.url[7:]}\r\nCookie: {person.cookie}"
        stream.sendall(f"{asked}\r\n\r\n".encode())
        answer = _post(person, {"t": "seek", **KIND, "target": 20})
        assert answer["t"] == "pong"
        heard, give_up_at = b"", time.monotonic() + WAIT_SECONDS
        while b'"t":"hall"' not in heard or b'"target":20' not in heard:
            assert time.monotonic() < give_up_at, heard
            heard += stream.recv(65_536)
    assert _post(person, {"t": "seek", **KIND, "target": 0})["code"] == "bad_message"
    assert _post(person, {"t": "withdraw"})["t"] == "pong"


def _post(person: Person, message: dict[str, Any]) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", person.server.port, timeout=WAIT_SECONDS)
    with closing(connection):
        headers = {"Content-Type": "application/json", "Cookie": person.cookie}
        headers["Origin"] = person.server.url
        connection.request("POST", "/lobby/acts", json.dumps(message), headers)
        answer: dict[str, Any] = json.loads(connection.getresponse().read())
        return answer


def test_what_is_said_in_the_lobby_is_heard_by_those_who_asked_for_it(server: Server) -> None:
    with ExitStack() as stack:
        (bob,) = people_in_the_hall(server, stack, 1)
        alice = Person(server)
        alice.get("/hall")
        hearers = [stack.enter_context(closing(InHall(alice, "?talk=1"))) for _ in range(4)]
        for each in hearers:
            each.until(lambda message: message["t"] == "talk")
        bob.say({"t": "say", "ref": "0123456789abcdefgh", "phrase": "good_luck"})
        answer = bob.until(lambda message: message["t"] in ("said", "refused"))
        assert answer["t"] == "said" and answer["seat"] is None
        for each in hearers:
            heard = each.until(lambda message: message["t"] == "said")
            assert heard["id"] == answer["id"] and heard["phrase"] == "good_luck"
        bob.say({"t": "say", "ref": "0123456789abcdefgh", "text": "a guest"})
        assert bob.until(lambda message: message["t"] == "refused")["code"] == "newcomer"
