"""Frames as they go out: one encoding, the same as the types say."""

import json

import msgspec
import pytest

from club.delivery import Happened
from green.frames import TEXT, encode_frame
from sockets.messages import Event
from sockets.wire import Wire, frame_of
from tests.club.clubs import payload_of

WIRE = Wire(pace=True, show_worker=True)


def an_event(**changes: object) -> Happened:
    plain = Happened(18, 1000, 1, ("a", "b", "a"), "player", {"x": [1]}, ({}, {"y": 2}, {}), "r")
    return plain._replace(**changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("happened", "audience", "message"),
    [
        (an_event(), 0, Event(v=18, now=1000, act=(1, "a"), by="player", set={"x": [1]})),
        (
            an_event(),
            1,
            Event(v=18, now=1000, act=(1, "b"), by="player", set={"x": [1], "y": 2}, ref="r"),
        ),
        (an_event(shared={}), 0, Event(v=18, now=1000, act=(1, "a"), by="player")),
        (
            an_event(shared={}),
            1,
            Event(v=18, now=1000, act=(1, "b"), by="player", set={"y": 2}, ref="r"),
        ),
        (
            an_event(doer=None, told=(None, "deal", "deal"), shared={}, own=({}, {}, {})),
            0,
            Event(v=18, now=1000),
        ),
        (
            an_event(doer=None, told=("deal",) * 3, ref=None),
            2,
            Event(v=18, now=1000, act=(None, "deal"), set={"x": [1]}),
        ),
        (
            an_event(doer=None, told=("timeout",) * 3, by="clock", ref=None),
            2,
            Event(v=18, now=1000, act=(None, "timeout"), by="clock", set={"x": [1]}),
        ),
    ],
)
def test_an_event_is_encoded_as_its_type_says(
    happened: Happened, audience: int, message: Event
) -> None:
    [frame] = WIRE.events(happened, [audience])
    assert json.loads(payload_of(frame)) == json.loads(msgspec.json.encode(message))


def test_audiences_are_told_in_the_order_asked() -> None:
    first, second = WIRE.events(an_event(), [2, 0])
    assert first == second


def test_long_messages_are_framed() -> None:
    for length in (10, 125, 126, 127, 65_535, 65_536, 70_000):
        message = Event(v=1, now=1, set={"x": "y" * length})
        assert json.loads(payload_of(frame_of(message)))["set"]["x"] == "y" * length
        assert frame_of(message) == encode_frame(TEXT, msgspec.json.encode(message))


def test_the_worker_is_named_only_when_asked_for() -> None:
    assert b'"pid"' in WIRE.pong(3, 4)
    assert b'"pid"' not in Wire(pace=True, show_worker=False).pong(3, 4)
