"""UTF-8 as RFC 6455 §8.1 wants it: what is none is refused as soon as that can be known."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import pytest

from tests.green.sites import Site, echo, serving
from tests.green.wire import CLOSE, CONTINUATION, TEXT, Client, Frame, frame, goodbye

INVALID: Final = (1007).to_bytes(2, "big")
VALID_TEXTS: Final = [
    "κόσμε",
    "Преферанс",
    "\0",
    "\x7f",
    "\x80",
    "\u07ff",
    "\u0800",
    "\ud7ff",
    "\ue000",
    "\ufffd",
    "\ufffe",
    "\uffff",
    "\U00010000",
    "\U0001fffe",
    "\U0010fffe",
    "\U0010ffff",
    "\ufeff is no byte order here",
    "€𝄞Ж" * 100,
]
# Each with how many of its bytes tell that it is none.
WRONG_BYTES: Final = [
    (b"\x80", 1),
    (b"\xbf", 1),
    (b"\xff", 1),
    (b"\xfe", 1),
    (b"\xc0\xaf", 1),
    (b"\xc1\xbf", 1),
    (b"\xe0\x80\xaf", 2),
    (b"\xe0\x9f\xbf", 2),
    (b"\xf0\x80\x80\xaf", 2),
    (b"\xf0\x8f\xbf\xbf", 2),
    (b"\xf8\x88\x80\x80\x80", 1),
    (b"\xfc\x84\x80\x80\x80\x80", 1),
    (b"\xed\xa0\x80", 2),
    (b"\xed\xbf\xbf", 2),
    (b"\xed\xa0\x80\xed\xb0\x80", 2),
    (b"\xf4\x90\x80\x80", 2),
    (b"\xf7\xbf\xbf\xbf", 1),
    (b"\xce\x20", 2),
    (b"\xe2\x82\x20", 3),
    (b"\xf0\x9d\x84\x20", 4),
    (b"\xe2\x28\xa1", 2),
]
CUT_OFF: Final = [b"\xce", b"\xe2\x82", b"\xf0\x9d\x84", "κόσμ".encode()[:-1]]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving(echo) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def nothing_left_behind() -> None:
    """The site outlives each test here; a row that leaves something open fails the next ones."""


def in_parts(payload: bytes, cuts: list[int], *, fin: bool = True) -> bytes:
    """A text whose fragments end at these places."""
    edges = [0, *cuts, len(payload)]
    pieces = [payload[start:end] for start, end in pairwise(edges)]
    last = len(pieces) - 1
    return b"".join(
        frame(CONTINUATION if number else TEXT, piece, fin=fin and number == last)
        for number, piece in enumerate(pieces)
    )


def assert_refused(client: Client) -> None:
    [only] = client.frames()
    assert (only.opcode, only.payload[:2]) == (CLOSE, INVALID)


@pytest.mark.parametrize("words", VALID_TEXTS)
def test_every_character_comes_back_however_it_is_cut(site: Site, words: str) -> None:
    payload = words.encode()
    every_byte = list(range(1, len(payload)))
    for sent in (frame(TEXT, payload), in_parts(payload, every_byte)):
        with Client(site.port) as client:
            client.send(sent + goodbye())
            assert client.frame() == Frame(128 | TEXT, payload)


@pytest.mark.parametrize(("wrong", "_"), WRONG_BYTES)
def test_a_whole_text_that_is_no_utf8_is_refused(site: Site, wrong: bytes, _: int) -> None:
    with Client(site.port) as client:
        client.send(frame(TEXT, b"before " + wrong + b" after"))
        assert_refused(client)


@pytest.mark.parametrize(("wrong", "known_at"), WRONG_BYTES)
def test_it_is_refused_in_the_middle_of_a_message(site: Site, wrong: bytes, known_at: int) -> None:
    with Client(site.port) as client:
        client.send(in_parts("κόσμε".encode() + wrong[:known_at], [3], fin=False))
        assert_refused(client)


@pytest.mark.parametrize(("wrong", "known_at"), WRONG_BYTES)
def test_it_is_refused_in_the_middle_of_a_frame(site: Site, wrong: bytes, known_at: int) -> None:
    start = "κόσμε".encode() + wrong[:known_at]
    with Client(site.port) as client:
        client.send(frame(TEXT, start, length=4000))  # the rest never comes
        assert_refused(client)


@pytest.mark.parametrize(("wrong", "_"), WRONG_BYTES)
def test_it_is_refused_byte_by_byte(site: Site, wrong: bytes, _: int) -> None:
    with Client(site.port) as client:
        client.send(in_parts(wrong + b"after", list(range(1, len(wrong)))))
        assert_refused(client)


@pytest.mark.parametrize("cut_off", CUT_OFF)
def test_a_character_that_is_not_ended_is_refused_at_the_end(site: Site, cut_off: bytes) -> None:
    for sent in (frame(TEXT, cut_off), in_parts(cut_off, []), in_parts(b"ab" + cut_off, [1])):
        with Client(site.port) as client:
            client.send(sent)
            assert_refused(client)


def test_a_character_may_be_spread_over_fragments(site: Site) -> None:
    payload = "𝄞".encode()
    with Client(site.port) as client:
        client.send(in_parts(payload, [1, 2, 3]) + goodbye())
        assert client.frame() == Frame(128 | TEXT, payload)
