"""RFC 6455, row by row: what is sent, what must come back, and how it must end."""

from collections.abc import Iterator
from typing import Final

import pytest

from green.limits import SocketLimits
from tests.green.sites import Site, echo, serving
from tests.green.wire import (
    BINARY,
    CLOSE,
    CONTINUATION,
    PING,
    PONG,
    TEXT,
    Client,
    Frame,
    frame,
    goodbye,
)

MESSAGE_BYTES: Final = 16 * 1_048_576
NORMAL, PROTOCOL, INVALID, TOO_BIG = 1000, 1002, 1007, 1009


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving(echo, SocketLimits(message_bytes=MESSAGE_BYTES)) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def nothing_left_behind() -> None:
    """The site outlives each test here; a row that leaves something open fails the next ones."""


def converse(site: Site, *sent: bytes) -> list[Frame]:
    """Everything the server says to these bytes, each its own packet, and to a close frame."""
    with Client(site.port) as client:
        for data in sent:
            client.send(data)
        client.send(goodbye())
        return client.frames()


def said(opcode: int, payload: bytes) -> Frame:
    return Frame(128 | opcode, payload)


def closed(code: int = NORMAL) -> Frame:
    return said(CLOSE, code.to_bytes(2, "big"))


def assert_fails(site: Site, code: int, *sent: bytes, before: tuple[Frame, ...] = ()) -> None:
    """The server closes by itself with that code, after those frames and nothing else."""
    with Client(site.port) as client:
        for data in sent:
            client.send(data)
        *earlier, last = client.frames()
    assert tuple(earlier) == before
    assert (last.first, last.payload[:2]) == (128 | CLOSE, code.to_bytes(2, "big"))


LENGTHS: Final = (0, 1, 2, 3, 4, 5, 124, 125, 126, 127, 128, 1000, 65_535, 65_536, 65_537, 300_000)


@pytest.mark.parametrize("opcode", [TEXT, BINARY])
@pytest.mark.parametrize("size", LENGTHS)
def test_a_message_of_any_length_comes_back(site: Site, opcode: int, size: int) -> None:
    payload = (b"*" if opcode == TEXT else b"\xfe") * size
    assert converse(site, frame(opcode, payload)) == [said(opcode, payload), closed()]


@pytest.mark.parametrize("size", [1_048_576, MESSAGE_BYTES])
@pytest.mark.parametrize("opcode", [TEXT, BINARY])
def test_a_large_message_comes_back(site: Site, opcode: int, size: int) -> None:
    payload = "Ж".encode() * (size // 2)
    assert converse(site, frame(opcode, payload)) == [said(opcode, payload), closed()]


@pytest.mark.parametrize("part", [64, 997, 65_536, 1_048_576])
def test_a_large_message_in_fragments_comes_back(site: Site, part: int) -> None:
    payload = "Жя".encode() * (part * 64 // 4 if part < 1000 else 1_048_576)
    parts = [payload[at : at + part] for at in range(0, len(payload), part)]
    last = len(parts) - 1
    sent = b"".join(
        frame(CONTINUATION if number else TEXT, each, fin=number == last)
        for number, each in enumerate(parts)
    )
    assert converse(site, sent) == [said(TEXT, payload), closed()]


@pytest.mark.parametrize("piece", [1, 3, 64, 1461])
def test_it_does_not_matter_how_the_network_cuts(site: Site, piece: int) -> None:
    whole = frame(TEXT, b"a" * 130) + frame(PING, b"?") + frame(BINARY, b"\xff" * 3)
    pieces = [whole[at : at + piece] for at in range(0, len(whole), piece)]
    assert converse(site, *pieces) == [
        said(TEXT, b"a" * 130),
        said(PONG, b"?"),
        said(BINARY, b"\xff" * 3),
        closed(),
    ]


@pytest.mark.parametrize("payload", [b"", b"Hello", b"\x00\xff\xfe\xfd", b"\xfe" * 125])
def test_a_ping_is_answered_with_its_payload(site: Site, payload: bytes) -> None:
    assert converse(site, frame(PING, payload)) == [said(PONG, payload), closed()]


def test_pings_are_answered_in_their_order(site: Site) -> None:
    pings = [b"payload-%d" % number for number in range(10)]
    assert converse(site, *(frame(PING, each) for each in pings)) == [
        *(said(PONG, each) for each in pings),
        closed(),
    ]


@pytest.mark.parametrize("payload", [b"", b"unasked"])
def test_a_pong_nobody_asked_for_is_ignored(site: Site, payload: bytes) -> None:
    sent = frame(PONG, payload) + frame(PING, b"then")
    assert converse(site, sent) == [said(PONG, b"then"), closed()]


@pytest.mark.parametrize("opcode", [PING, PONG, CLOSE])
def test_a_control_frame_is_never_long(site: Site, opcode: int) -> None:
    assert_fails(site, PROTOCOL, frame(opcode, b"\x03\xe8" * 63))


@pytest.mark.parametrize("opcode", [PING, PONG, CLOSE])
def test_a_control_frame_is_never_in_parts(site: Site, opcode: int) -> None:
    assert_fails(site, PROTOCOL, frame(opcode, b"", fin=False))


@pytest.mark.parametrize("opcode", [TEXT, BINARY, CONTINUATION, PING, PONG, CLOSE])
@pytest.mark.parametrize("reserved", range(1, 8))
def test_reserved_bits_are_refused(site: Site, opcode: int, reserved: int) -> None:
    before = frame(TEXT, b"before") + frame(PING, b"me")
    bad = frame(opcode, b"", reserved=reserved)
    assert_fails(site, PROTOCOL, before, bad, before=(said(TEXT, b"before"), said(PONG, b"me")))


@pytest.mark.parametrize("opcode", [3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
@pytest.mark.parametrize("payload", [b"", b"something"])
def test_reserved_opcodes_are_refused(site: Site, opcode: int, payload: bytes) -> None:
    assert_fails(site, PROTOCOL, frame(opcode, payload))


@pytest.mark.parametrize("opcode", [TEXT, BINARY, PING, PONG, CLOSE])
def test_a_frame_without_a_mask_is_refused(site: Site, opcode: int) -> None:
    assert_fails(site, PROTOCOL, frame(opcode, b"\x03\xe8", key=None))


@pytest.mark.parametrize("key", [b"\0\0\0\0", b"\xff\xff\xff\xff", b"\0\0\0\1"])
def test_any_mask_is_taken_off(site: Site, key: bytes) -> None:
    payload = "с маской".encode()
    assert converse(site, frame(TEXT, payload, key=key)) == [said(TEXT, payload), closed()]


@pytest.mark.parametrize(("size", "form"), [(5, 16), (125, 16), (5, 64), (126, 64), (65_535, 64)])
def test_a_length_not_in_its_shortest_form_is_refused(site: Site, size: int, form: int) -> None:
    assert_fails(site, PROTOCOL, frame(TEXT, b"a" * size, form=form))


def test_a_length_with_its_highest_bit_set_is_refused(site: Site) -> None:
    assert_fails(site, PROTOCOL, frame(BINARY, length=1 << 63, form=64))


FRAGMENTS: Final = {
    "two": frame(TEXT, b"frag", fin=False) + frame(CONTINUATION, b"ment"),
    "empty ones": frame(TEXT, b"", fin=False)
    + frame(CONTINUATION, b"fragment", fin=False)
    + frame(CONTINUATION, b""),
    "a ping within": frame(TEXT, b"frag", fin=False)
    + frame(PING, b"within")
    + frame(CONTINUATION, b"ment"),
}


@pytest.mark.parametrize("how", FRAGMENTS)
def test_fragments_are_put_together(site: Site, how: str) -> None:
    pongs = [said(PONG, b"within")] if "ping" in how else []
    assert converse(site, FRAGMENTS[how]) == [*pongs, said(TEXT, b"fragment"), closed()]


def test_control_frames_between_fragments_are_answered_at_once(site: Site) -> None:
    with Client(site.port) as client:
        for number in range(5):
            client.send(frame(CONTINUATION if number else TEXT, b"part", fin=False))
            client.send(frame(PING, b"%d" % number))
            assert client.frame() == said(PONG, b"%d" % number)
        client.send(frame(CONTINUATION, b"!") + goodbye())
        assert client.frames() == [said(TEXT, b"part" * 5 + b"!"), closed()]


@pytest.mark.parametrize("opcode", [TEXT, BINARY])
@pytest.mark.parametrize("fin", [False, True])
def test_a_new_message_within_another_is_refused(site: Site, opcode: int, fin: bool) -> None:
    sent = frame(TEXT, b"fragment", fin=False) + frame(opcode, b"another", fin=fin)
    assert_fails(site, PROTOCOL, sent)


@pytest.mark.parametrize("fin", [False, True])
@pytest.mark.parametrize("before", [b"", frame(TEXT, b"whole")])
def test_a_continuation_of_nothing_is_refused(site: Site, fin: bool, before: bytes) -> None:
    told = (said(TEXT, b"whole"),) if before else ()
    assert_fails(site, PROTOCOL, before + frame(CONTINUATION, b"of what", fin=fin), before=told)


def test_a_message_in_parts_may_be_left_by_a_close(site: Site) -> None:
    assert converse(site, frame(TEXT, b"never ended", fin=False)) == [closed()]


@pytest.mark.parametrize(
    "sent",
    [
        frame(BINARY, b"", length=MESSAGE_BYTES + 1, form=64),
        frame(TEXT, b"", length=1 << 40, form=64),
        frame(TEXT, b"x", fin=False) + frame(CONTINUATION, b"", length=MESSAGE_BYTES, form=64),
    ],
    ids=["frame", "a tebibyte", "sum of fragments"],
)
def test_too_much_is_refused_by_its_header(site: Site, sent: bytes) -> None:
    assert_fails(site, TOO_BIG, sent)


@pytest.mark.parametrize(
    "code", [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999]
)
def test_a_close_is_answered_with_its_code(site: Site, code: int) -> None:
    with Client(site.port) as client:
        client.send(goodbye(code, "Auf Wiedersehen, прощай"))
        assert client.frames() == [closed(code)]


def test_a_close_without_a_code_is_answered(site: Site) -> None:
    with Client(site.port) as client:
        client.send(frame(CLOSE))
        assert client.frames() == [closed()]


@pytest.mark.parametrize(
    "code", [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535]
)
def test_a_close_code_that_may_not_be_sent_is_refused(site: Site, code: int) -> None:
    assert_fails(site, PROTOCOL, goodbye(code))


def test_a_close_code_of_one_byte_is_refused(site: Site) -> None:
    assert_fails(site, PROTOCOL, frame(CLOSE, b"\x03"))


def test_a_close_reason_that_is_not_utf8_is_refused(site: Site) -> None:
    assert_fails(site, INVALID, frame(CLOSE, b"\x03\xe8\xce\xba\xe1\xbd\xb9\xcf\x83\xed\xa0\x80"))


def test_a_close_reason_may_be_as_long_as_fits(site: Site) -> None:
    with Client(site.port) as client:
        client.send(goodbye(1000, "r" * 123))
        assert client.frames() == [closed()]


def test_nothing_is_said_after_a_close(site: Site) -> None:
    with Client(site.port) as client:
        client.send(goodbye() + frame(TEXT, b"late") + frame(PING, b"late"))
        assert client.frames() == [closed()]
