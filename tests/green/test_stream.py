"""An event stream: counted and bounded like a socket, and its end is noticed on both sides."""

import time
from collections.abc import Callable, Iterable
from typing import Any, Final

import pytest

from green.errors import SocketRefused
from green.frames import CloseCode
from green.limits import SocketLimits
from green.stream import EventStream, encode_event, listening
from tests.green.sites import Application, Environ, serving
from tests.green.wire import Plain
from tests.waiting import until

GET: Final = b"GET / HTTP/1.1\r\nHost: x\r\n"
ASK: Final = GET + b"\r\n"
BIG: Final = encode_event(b"x" * 20_000, 1)
SLOW: Final = SocketLimits(waiting_bytes=100_000, stalled_seconds=0.4, drain_seconds=1.5)


def telling(talk: Callable[[EventStream], object]) -> Application:
    """An application that answers everything with a stream, handed to `talk`."""

    def application(environ: Environ, start_response: Any) -> Iterable[bytes]:
        try:
            with listening(environ, str.encode) as stream:
                talk(stream)
        except SocketRefused:
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return []
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"this is for nobody"]

    return application


def greeting(stream: EventStream) -> None:
    stream.send(encode_event(b"welcome", 7))
    stream.wait()


def test_events_are_told_until_goodbye_and_nothing_follows_it() -> None:
    def talk(stream: EventStream) -> None:
        stream.send(encode_event(b"a", 17))
        stream.send(encode_event(b"b"))
        stream.bye("enough")
        stream.send(encode_event(b"too late"))
        stream.wait()

    with serving(telling(talk)) as site, Plain(site.port) as client:
        client.send(ASK)
        head = client.until(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        assert b"Content-Type: text/event-stream\r\n" in head
        assert client.rest() == b"id: 17\ndata: a\n\ndata: b\n\ndata: enough\n\n"
        until(lambda: site.log.requests == [("200", "/")])
        assert not site.log.complaints


def test_leaving_the_block_ends_the_stream_and_so_does_an_error() -> None:
    def fail(stream: EventStream) -> None:
        stream.send(encode_event(b"a"))
        raise ValueError("on purpose")

    for talk in (lambda stream: stream.send(encode_event(b"a")), fail):
        with serving(telling(talk)) as site, Plain(site.port) as client:
            client.send(ASK)
            assert client.rest().endswith(b"\r\n\r\ndata: a\n\n")
            until(lambda: not len(site.roster))  # noqa: B023


def test_who_goes_is_noticed() -> None:
    ended: list[str | None] = []

    def talk(stream: EventStream) -> None:
        greeting(stream)
        ended.append(stream.outbox.dropped)
        stream.bye("late")

    with serving(telling(talk)) as site:
        with Plain(site.port) as client:
            client.send(ASK)
            client.until(b"data: welcome\n\n")
            assert len(site.roster) == 1
        until(lambda: ended == ["gone"])
        until(lambda: not len(site.roster))
        assert site.roster.drops == {"gone": 1}


def test_who_talks_into_a_stream_is_dropped() -> None:
    with serving(telling(greeting)) as site, Plain(site.port) as client:
        client.send(ASK)
        client.until(b"data: welcome\n\n")
        client.send(ASK)
        assert client.rest() == b""
        until(lambda: site.roster.drops == {"talks": 1})


def test_who_stops_reading_is_dropped_and_nobody_waits_for_him() -> None:
    sent: list[float] = []

    def talk(stream: EventStream) -> None:
        began = time.monotonic()
        for _ in range(40):
            stream.send(BIG)
        sent.append(time.monotonic() - began)
        stream.wait()

    with serving(telling(talk), SLOW) as site, Plain(site.port, room_bytes=4096) as client:
        client.send(ASK)
        until(lambda: site.roster.drops == {"too_slow": 1})
        until(lambda: not len(site.roster))
        assert sent[0] < 0.3


def test_comments_come_now_and_then() -> None:
    limits = SocketLimits(comment_seconds=(0.0, 0.1))
    with serving(telling(greeting), limits) as site, Plain(site.port) as client:
        client.send(ASK)
        client.until(b"data: welcome\n\n")
        assert client.until(b":\n\n") == b":\n\n"


def test_a_comment_comes_within_twenty_seconds() -> None:
    assert SocketLimits().comment_seconds[1] + 1 <= 20


def test_all_are_sent_away_with_the_sockets() -> None:
    with serving(telling(greeting)) as site, Plain(site.port) as client:
        client.send(ASK)
        client.until(b"data: welcome\n\n")
        site.roster.close_all(CloseCode.SERVICE_RESTART, "restart", within_seconds=0)
        assert client.rest() == b"data: restarting\n\n"
        until(lambda: not len(site.roster))


def test_who_does_not_leave_after_goodbye_is_not_waited_for() -> None:
    limits = SocketLimits(close_seconds=0.2)
    with serving(telling(lambda stream: stream.bye("enough")), limits) as site:
        with Plain(site.port) as client:
            client.send(ASK)
            client.until(b"data: enough\n\n")
            until(lambda: not len(site.roster))


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (SocketLimits(sockets=1), "full"),
        (SocketLimits(sockets_per_address=1), "too_many_sockets"),
    ],
)
def test_the_caps_of_sockets_hold(limits: SocketLimits, code: str) -> None:
    with serving(telling(greeting), limits) as site:
        with Plain(site.port) as client, Plain(site.port) as more:
            client.send(ASK)
            client.until(b"data: welcome\n\n")
            more.send(GET + b"Connection: close\r\n\r\n")
            assert more.rest().startswith(b"HTTP/1.1 503 ")
            assert site.roster.refusals == {code: 1}


def test_a_page_of_another_site_gets_no_stream() -> None:
    with serving(telling(greeting)) as site, Plain(site.port) as client:
        client.send(GET + b"Origin: http://evil.example\r\nConnection: close\r\n\r\n")
        assert client.rest().startswith(b"HTTP/1.1 503 ")
        assert not len(site.roster)
