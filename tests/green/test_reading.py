"""The parser by itself: however bytes are cut it finds the same, and it agrees with another one."""

from typing import Final, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from green.errors import ProtocolViolation
from green.frames import encode_close_frame, encode_frame, may_be_received, unmask
from green.reading import Control, Goodbye, MessageReader, goodbye_of
from tests.green.wire import BINARY, CLOSE, CONTINUATION, PING, TEXT, frame, laid_over

CAP: Final = 500
Found = list[str | bytes | Control | int]


def read(data: bytes, cuts: list[int], cap: int = CAP) -> Found:
    """All that is found in these bytes, fed in pieces; a close code last when they are refused."""
    reader, found = MessageReader(cap), Found()
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    for start, end in zip(edges, edges[1:], strict=False):
        reader.feed(data[start:end])
        try:
            while (message := reader.next()) is not None:
                found.append(message)
        except ProtocolViolation as violation:
            return [*found, violation.code]
    return found


class Raw(NamedTuple):
    """A frame as it lies in the bytes; the payload as far as it is there."""

    opcode: int
    is_last: bool
    size: int
    payload: bytes
    ends_at: int

    @property
    def is_whole(self) -> bool:
        return len(self.payload) == self.size


def raw_frame(data: bytes, at: int) -> Raw | int | None:
    """The frame that begins there, or its refusal; None when its head is not all here."""
    if len(data) - at < 2:
        return None
    first, second = data[at], data[at + 1]
    opcode, is_last, size = first & 15, bool(first & 128), second & 127
    if first & 0x70 or opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15) or not second & 128:
        return 1002
    if opcode >= CLOSE and (not is_last or size > 125):
        return 1002
    more = {126: 2, 127: 8}.get(size, 0)
    if more:
        if len(data) < at + 6 + more:
            return None
        size = int.from_bytes(data[at + 2 : at + 2 + more], "big")
        if size < (126 if more == 2 else 65_536) or size >> 63:
            return 1002
    start = at + 6 + more
    payload = laid_over(data[start : start + size], data[start - 4 : start])
    return Raw(opcode, is_last, size, payload, start + size) if len(data) >= start else None


def read_plainly(data: bytes, cap: int = CAP) -> Found:
    """The same from all bytes at once, as RFC 6455 tells it: slow, with nothing kept in between."""
    found, opened, parts, at = Found(), CONTINUATION, b"", 0
    while (raw := raw_frame(data, at)) is not None:
        if isinstance(raw, int):
            return [*found, raw]
        at = raw.ends_at
        if raw.opcode >= CLOSE:
            if raw.is_whole:
                found.append(Control(raw.opcode, raw.payload))
            continue
        code = refused_with(raw, opened, parts, cap)
        if code is not None:
            return [*found, code]
        opened, parts = raw.opcode or opened, parts + raw.payload
        if raw.is_whole and raw.is_last:
            found.append(parts.decode() if opened == TEXT else parts)
            opened, parts = CONTINUATION, b""
    return found


def refused_with(raw: Raw, opened: int, parts: bytes, cap: int) -> int | None:
    """The close code for this data frame behind those parts, if it is refused."""
    if (raw.opcode == CONTINUATION) != (opened != CONTINUATION):
        return 1002
    if len(parts) + raw.size > cap:
        return 1009
    ended = raw.is_whole and raw.is_last
    is_text = (raw.opcode or opened) == TEXT
    return 1007 if is_text and not may_become_text(parts + raw.payload, ended) else None


def may_become_text(data: bytes, ended: bool) -> bool:
    """Whether it is UTF-8, or the start of some that another three bytes could end."""
    endings = (
        [b""]
        if ended
        else [b"", b"\x80", b"\x80\x80", b"\x80\x80\x80", b"\xa0\x80", b"\x90\x80\x80", b"\x9f\x80"]
    )
    return any(is_text(data + ending) for ending in endings)


def is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


TEXTS = st.text(max_size=20).map(str.encode)
PAYLOADS = st.one_of(TEXTS, st.binary(max_size=20), st.binary(min_size=120, max_size=140))
FRAMES = st.builds(
    frame,
    st.sampled_from([TEXT, TEXT, TEXT, BINARY, CONTINUATION, CONTINUATION, PING, CLOSE, 3]),
    PAYLOADS,
    fin=st.sampled_from([True, True, False]),
    reserved=st.sampled_from([0] * 9 + [4]),
    key=st.one_of(st.binary(min_size=4, max_size=4), st.sampled_from([b"\0\0\0\0", None])),
    form=st.sampled_from([None] * 5 + [16, 64]),
)
STREAMS = st.one_of(
    st.lists(FRAMES, max_size=8).map(b"".join),
    st.tuples(st.lists(FRAMES, max_size=3).map(b"".join), st.binary(max_size=30)).map(b"".join),
)


@given(STREAMS, st.lists(st.integers(0, 10_000), max_size=12))
@example(frame(TEXT, "€".encode()[:2], fin=False) + frame(CONTINUATION, b"\xac"), [])
@example(frame(TEXT, b"\xed\xa0", fin=False), [])
@example(frame(TEXT, b"a" * 250, fin=False) + frame(CONTINUATION, b"a" * 251), [3, 9])
@settings(max_examples=600, deadline=None)
def test_it_finds_what_the_standard_says_however_the_bytes_are_cut(
    data: bytes, cuts: list[int]
) -> None:
    assert read(data, cuts) == read_plainly(data)


@given(STREAMS)
@settings(max_examples=150, deadline=None)
def test_byte_by_byte_is_the_same(data: bytes) -> None:
    assert read(data, list(range(len(data)))) == read(data, [])


@given(st.binary(max_size=300), st.binary(min_size=4, max_size=4))
def test_unmasking_is_byte_by_byte(payload: bytes, key: bytes) -> None:
    plain = bytes(byte ^ key[at % 4] for at, byte in enumerate(payload))
    assert unmask(payload, key) == plain


def test_nothing_is_kept_of_what_was_read() -> None:
    reader = MessageReader(CAP)
    for _ in range(10_000):
        reader.feed(frame(TEXT, b"a" * 100) + frame(TEXT, b"b", fin=False)[:3])
        assert reader.next() == "a" * 100
        assert reader.next() is None
        reader.feed(frame(TEXT, b"b", fin=False)[3:] + frame(CONTINUATION, b"c"))
        assert reader.next() == "bc"
        assert reader.next() is None
        assert len(reader._buffer) <= 200


@pytest.mark.parametrize("opcode", [TEXT, BINARY])
def test_the_cap_holds_to_the_byte(opcode: int) -> None:
    payload = b"a" * CAP
    message = payload.decode() if opcode == TEXT else payload
    in_two = frame(opcode, payload[:200], fin=False) + frame(CONTINUATION, payload[200:])
    assert read(frame(opcode, payload) + in_two, []) == [message, message]
    assert read(frame(opcode, payload + b"a"), []) == [1009]
    assert read(frame(opcode, payload, fin=False) + frame(CONTINUATION, b"a"), []) == [1009]


def test_a_cap_below_a_short_frame_holds_too() -> None:
    assert read(frame(TEXT, b"a" * 11), [], cap=10) == [1009]
    assert read(frame(TEXT, b"a" * 10), [], cap=10) == ["a" * 10]


def test_frames_that_cost_no_credit_are_counted() -> None:
    reader = MessageReader(CAP)
    reader.feed(frame(PING, b"x") + frame(TEXT) + frame(TEXT, b"a") + frame(BINARY, fin=False))
    while reader.next() is not None:
        pass
    assert reader.empty_frames == 2


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (b"", Goodbye(1005, "")),
        (b"\x03\xe8", Goodbye(1000, "")),
        (b"\x03\xf4\xd0\xb6", Goodbye(1012, "ж")),
        (b"\x03", 1002),
        (b"\x03\xed", 1002),
        (b"\x03\xe8\xff", 1007),
    ],
)
def test_a_close_frame_says_why(payload: bytes, said: Goodbye | int) -> None:
    if isinstance(said, Goodbye):
        assert goodbye_of(payload) == said
        return
    with pytest.raises(ProtocolViolation) as refused:
        goodbye_of(payload)
    assert refused.value.code == said


def test_every_code_is_taken_or_not_as_registered() -> None:
    taken = {*range(1000, 1004), *range(1007, 1015), *range(3000, 5000)}
    assert {code for code in range(65_536) if may_be_received(code)} == taken


@pytest.mark.parametrize("size", [0, 125, 126, 127, 65_535, 65_536, 70_000])
def test_our_frames_are_whole_and_in_shortest_form(size: int) -> None:
    payload = b"x" * size
    assert encode_frame(TEXT, payload) == frame(TEXT, payload, key=None)


def test_our_close_frame_fits_into_a_control_frame() -> None:
    whole = encode_close_frame(1000, "ж" * 500)
    assert len(whole) <= 127
    assert goodbye_of(whole[2:]) == Goodbye(1000, "ж" * 61)
