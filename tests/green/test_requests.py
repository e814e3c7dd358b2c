"""Plain HTTP before any application sees it: its limits, and no request with two readings."""

import time
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pytest

from green.limits import RequestLimits
from tests.green.sites import Environ, Site, echo, serving
from tests.green.wire import Plain
from tests.waiting import until

LIMITS: Final = RequestLimits(line_bytes=100, field_bytes=200, fields=10, body_bytes=1000)
GET: Final = b"GET / HTTP/1.1\r\nHost: x\r\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(echo, request_limits=LIMITS) as running:
        yield running


def ask(site: Site, request: bytes) -> bytes:
    """Everything the server sends until it closes; asked to, or by itself."""
    with Plain(site.port) as client:
        client.send(request)
        return client.rest()


def status_of(answer: bytes) -> int:
    return int(answer.split()[1])


def posted(*fields: bytes, body: bytes = b"", last: bool = True) -> bytes:
    lines = [b"POST / HTTP/1.1", b"Host: x", *fields, *([b"Connection: close"] if last else [])]
    return b"\r\n".join([*lines, b"", body])


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET /" + b"a" * 84 + b" HTTP/1.1", 200),
        (b"GET /" + b"a" * 87 + b" HTTP/1.1", 414),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1", 414),
        (b"GET / HTTP/3.1", 400),
        (b"GET / HTTP/1.1.1", 400),
        (b"GET / FTP/1.1", 400),
        (b"GET /", 400),
        (b"get / HTTP/1.1", 400),
        (b"GET  / HTTP/1.1", 400),
        (b"GET /\xd0\xb6 HTTP/1.1", 400),
        (b"GET / a HTTP/1.1", 400),
        (b"GET", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"\0" * 50, 400),
    ],
)
def test_a_request_line_has_its_limits(site: Site, request_line: bytes, status: int) -> None:
    assert (
        status_of(ask(site, request_line + b"\r\nHost: x\r\nConnection: close\r\n\r\n")) == status
    )


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        (b"A: b\r\n" * 7, 200),
        (b"A: b\r\n" * 20, 431),
        (b"A: " + b"b" * 150 + b"\r\n", 200),
        (b"A: " + b"b" * 300 + b"\r\n", 431),
        (b"A: " + b"b" * 300_000, 431),
        (b"No colon here\r\n", 400),
        (b"Space : before colon\r\n", 400),
        (b" Folded: line\r\n", 400),
        (b"A: b\r\n\tfolded\r\n", 400),
        (b": no name\r\n", 400),
        (b"A: with\0nul\r\n", 400),
        (b"A: with\rreturn\r\n", 400),
    ],
)
def test_header_fields_have_theirs(site: Site, fields: bytes, status: int) -> None:
    assert status_of(ask(site, GET + b"Connection: close\r\n" + fields + b"\r\n")) == status


@pytest.mark.parametrize(
    ("version", "fields", "status"),
    [
        (b"1.1", b"Host: club.example\r\n", 200),
        (b"1.1", b"Host: club.example.:8000\r\n", 200),
        (b"1.1", b"Host: 127.0.0.1:8000\r\n", 200),
        (b"1.1", b"Host: [::1]:8000\r\n", 200),
        (b"1.1", b"Host: club_1\r\n", 200),
        (b"1.1", b"", 400),
        (b"1.0", b"", 200),
        (b"1.1", b"Host: a\r\nHost: a\r\n", 400),
        (b"1.1", b"Host: a..b\r\n", 400),
        (b"1.1", b"Host: .\r\n", 400),
        (b"1.1", b"Host: " + b"a" * 64 + b"\r\n", 400),
        (b"1.1", b"Host: a/b\r\n", 400),
        (b"1.1", b"Host: a@b\r\n", 400),
        (b"1.1", b"Host: a:b\r\n", 400),
        (b"1.1", "Host: клуб\r\n".encode(), 400),
    ],
)
def test_a_host_is_one_name(site: Site, version: bytes, fields: bytes, status: int) -> None:
    request = b"GET / HTTP/" + version + b"\r\nConnection: close\r\n" + fields + b"\r\n"
    assert status_of(ask(site, request)) == status


@pytest.mark.parametrize(
    "fields",
    [
        [b"Content-Length: 5", b"Content-Length: 6"],
        [b"Content-Length: 5", b"Content-Length: 5"],
        [b"Content-Length: 5, 5"],
        [b"Content-Length: +5"],
        [b"Content-Length: -5"],
        [b"Content-Length: 0x5"],
        [b"Content-Length: 5_0"],
        ["Content-Length: ٥".encode()],
        [b"Content-Length: 5", b"Transfer-Encoding: chunked"],
        [b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"],
        [b"Transfer-Encoding: gzip, chunked"],
        [b"Transfer-Encoding: xchunked"],
        [b"Transfer-Encoding: identity"],
    ],
)
def test_a_length_that_may_be_read_in_two_ways_is_refused(site: Site, fields: list[bytes]) -> None:
    answer = ask(site, posted(*fields, body=b"0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n"))
    assert status_of(answer) == 400
    assert answer.count(b"HTTP/1.1") == 1
    assert all(path != "/smuggled" for _, path in site.log.requests)


@pytest.mark.parametrize(
    "body", [b"5\r\nhello\r\n0\r\n\r\n", b"2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nTrailer: a\r\n\r\n"]
)
def test_a_body_in_chunks_is_put_together(site: Site, body: bytes) -> None:
    answer = ask(site, posted(b"Transfer-Encoding: chunked", body=body))
    assert (status_of(answer), answer.endswith(b"hello")) == (200, True)


@pytest.mark.parametrize("body", [b"zz\r\n", b"-5\r\nhello\r\n", b"5\r\nhelloXX", b"f" * 40])
def test_chunks_that_are_none_are_refused(site: Site, body: bytes) -> None:
    assert status_of(ask(site, posted(b"Transfer-Encoding: chunked", body=body))) == 400


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        (b"Content-Length: 1001", b""),
        (b"Content-Length: 99999999999999999999", b"x"),
        (b"Transfer-Encoding: chunked", b"3e9\r\n" + b"x" * 1001 + b"\r\n0\r\n\r\n"),
    ],
)
def test_a_body_over_its_limit_is_not_waited_for(site: Site, fields: bytes, body: bytes) -> None:
    assert status_of(ask(site, posted(fields, body=body))) == 413


def test_a_client_that_asks_first_is_told_to_go_on(site: Site) -> None:
    with Plain(site.port) as client:
        client.send(posted(b"Content-Length: 5", b"Expect: 100-continue"))
        assert client.until(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.send(b"hello")
        assert client.rest().endswith(b"hello")


def test_requests_follow_each_other_on_one_connection(site: Site) -> None:
    with Plain(site.port) as client:
        client.send(posted(b"Content-Length: 3", body=b"one", last=False) * 2)
        client.send(posted(b"Content-Length: 3", body=b"two"))
        answers = client.rest()
    assert answers.count(b"HTTP/1.1 200 OK") == 3
    assert answers.endswith(b"two")
    assert site.log.requests == [("200", "/")] * 3


def test_two_who_ask_on_and_on_are_served_in_turn(site: Site) -> None:
    with Plain(site.port) as one, Plain(site.port) as other:
        for client, path in ((one, b"/one"), (other, b"/other")):
            asked = GET.replace(b"/", path, 1)
            client.send((asked + b"\r\n") * 19 + asked + b"Connection: close\r\n\r\n")
        assert one.rest().count(b"200 OK") == other.rest().count(b"200 OK") == 20
    first_half = [path for _, path in site.log.requests][:20]
    assert first_half.count("/one") in range(8, 13)


def test_refusals_are_logged_and_counted(site: Site) -> None:
    ask(site, b"GET /" + b"a" * 200 + b" HTTP/1.1\r\n\r\n")
    until(lambda: site.log.requests == [("414", "-")])
    assert site.server.refusals == {"414": 1}


def test_a_header_has_ten_seconds() -> None:
    assert RequestLimits().header_seconds == 10.0


QUICK: Final = RequestLimits(header_seconds=0.3, body_seconds=0.3, idle_seconds=0.3)


@pytest.mark.parametrize(
    ("sent", "status"),
    [(b"", None), (b"GE", None), (GET, 408), (posted(b"Content-Length: 5", body=b"hell"), 408)],
    ids=["nothing", "half a line", "half a header", "half a body"],
)
def test_a_request_that_does_not_end_is_ended(sent: bytes, status: int | None) -> None:
    with serving(echo, request_limits=QUICK) as site:
        answer = ask(site, sent)
        assert (status_of(answer) if answer else None) == status
        until(lambda: site.server.connections == 0)


@pytest.mark.parametrize("part", [b"A: b\r\n", b"x"])
def test_dripping_does_not_buy_time(part: bytes) -> None:
    """A byte now and then is how slowloris lives."""
    with serving(echo, request_limits=QUICK) as site, Plain(site.port) as client:
        client.send(GET if part != b"x" else posted(b"Content-Length: 900"))
        began = time.monotonic()
        with pytest.raises(ConnectionError):
            while time.monotonic() - began < 10:
                client.send(part)
                time.sleep(0.02)
        assert site.server.refusals == {"408": 1}


def test_an_idle_connection_is_closed_without_a_word() -> None:
    with serving(echo, request_limits=QUICK) as site, Plain(site.port) as client:
        client.send(GET + b"\r\n")
        assert client.rest().count(b"HTTP/1.1") == 1


def test_a_reader_of_an_answer_that_stops_is_let_go() -> None:
    def endless(environ: Environ, start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [])
        while True:
            yield b"x" * 65_536

    with serving(endless, request_limits=RequestLimits(stalled_seconds=0.3)) as site:
        with Plain(site.port, room_bytes=4096) as client:
            client.send(GET + b"\r\n")
            until(lambda: len(site.log.requests) == 1)
            assert site.server.connections == 0
