"""A player's connection: what comes in is counted, what goes out is whole, slow ones go alone."""

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import gevent
import pytest
from geventwebsocket.exceptions import WebSocketError

from green.connection import Connection
from green.frames import encode_text_frame
from green.limits import SocketLimits
from tests.green.sites import Environ, serving, talking
from tests.green.wire import BINARY, CLOSE, PING, PONG, Client, Frame, frame, goodbye, text
from tests.waiting import until

BIG: Final = 20_000
SLOW: Final = SocketLimits(waiting_bytes=100_000, stalled_seconds=0.4, drain_seconds=1.5)


def answering(connection: Connection) -> None:
    for words in connection:
        connection.send(words.upper())


def test_it_yields_texts_until_the_client_leaves() -> None:
    ends: list[str | None] = []

    def listen(connection: Connection) -> None:
        answering(connection)
        ends.append(connection.dropped)

    with serving(talking(listen)) as site, Client(site.port) as client:
        client.send(text("a") + text("b"))
        assert [client.hear(), client.hear()] == ["A", "B"]
        client.send(goodbye(1001))
        assert client.frames() == [Frame(128 | CLOSE, b"\x03\xe9")]
        until(lambda: ends == [None])


def test_a_client_that_just_goes_ends_it_too() -> None:
    ends: list[str | None] = []

    def listen(connection: Connection) -> None:
        answering(connection)
        ends.append(connection.dropped)

    with serving(talking(listen)) as site:
        with Client(site.port) as client:
            client.say("a")
            client.hear()
        until(lambda: ends == ["gone"])
        assert site.roster.drops == {"gone": 1}


def test_who_sends_faster_than_his_credits_is_told_and_closed() -> None:
    with serving(talking(answering, credits=10, per_seconds=1000)) as site:
        with Client(site.port) as client:
            client.send(text("a") * 11)
            assert [client.hear() for _ in range(10)] == ["A"] * 10
            assert client.hear() == '{"t":"bye","code":"too_fast"}'
            assert client.farewell() == (1008, "too_fast")


def test_credits_come_back_with_time() -> None:
    with serving(talking(answering, credits=5, per_seconds=0.05)) as site:
        with Client(site.port) as client:
            for _ in range(20):
                client.say("a")
                assert client.hear() == "A"
                time.sleep(0.02)


def test_what_is_not_text_is_refused() -> None:
    with serving(talking(answering)) as site, Client(site.port) as client:
        client.send(frame(BINARY, b"\0"))
        assert client.hear() == '{"t":"bye","code":"text_only"}'
        assert client.farewell() == (1003, "text_only")


def test_a_message_over_five_kib_is_refused_by_its_header() -> None:
    with serving(talking(answering)) as site, Client(site.port) as client:
        client.send(frame(1, b"a" * 4096))
        assert client.hear() == "A" * 4096
        client.send(frame(1, length=5 * 1024, form=16))
        assert client.farewell()[0] == 1009


def test_a_frame_without_a_mask_is_refused() -> None:
    with serving(talking(answering)) as site, Client(site.port) as client:
        client.send(frame(1, b"bare", key=None))
        assert client.farewell()[0] == 1002


def test_leaving_the_block_closes_and_an_error_says_so() -> None:
    def fail(connection: Connection) -> None:
        for words in connection:
            if words == "fail":
                raise ValueError
            return

    with serving(talking(fail)) as site:
        for words, code in (("leave", 1000), ("fail", 1011)):
            with Client(site.port) as client:
                client.say(words)
                assert client.farewell()[0] == code


def test_nothing_happens_when_one_sends_to_who_is_gone() -> None:
    kept: list[Connection] = []

    def keep(connection: Connection) -> None:
        kept.append(connection)
        answering(connection)

    with serving(talking(keep)) as site:
        with Client(site.port) as client:
            client.send(goodbye())
            client.frames()
        until(lambda: not len(site.roster))
        [connection] = kept
        connection.send("late")
        connection.bye("late")
        assert not connection.is_open
        with pytest.raises(WebSocketError):
            connection._websocket.send("late")


def test_many_greenlets_send_at_once_and_every_frame_is_whole() -> None:
    """More than the kernel takes, so most of it waits and the drainer has to go on in between."""
    senders, each_sends = 8, 40

    def shout(connection: Connection) -> None:
        def send(number: int) -> None:
            for turn in range(each_sends):
                connection.send(f"{number}-{turn}-" + chr(97 + number) * (BIG if turn % 3 else 50))
                gevent.sleep(0)

        crew = [gevent.spawn(send, number) for number in range(senders)]
        gevent.joinall(crew, raise_error=True)

    with serving(talking(shout), SocketLimits(waiting_bytes=100_000_000)) as site:
        with Client(site.port, room_bytes=8192) as client:
            heard: dict[int, list[int]] = {number: [] for number in range(senders)}
            for _ in range(senders * each_sends):
                number, turn, rest = client.hear().split("-")
                assert set(rest) == {chr(97 + int(number))}
                heard[int(number)].append(int(turn))
            assert all(turns == list(range(each_sends)) for turns in heard.values())
            assert client.farewell()[0] == 1000


class Crowd:
    """Everybody who is connected is sent the same; one talks."""

    def __init__(self) -> None:
        self.connections: list[Connection] = []

    def __call__(self, connection: Connection) -> None:
        self.connections.append(connection)
        try:
            for words in connection:
                sent = encode_text_frame(words)
                for each in self.connections:
                    each.send_frame(sent)
        finally:
            self.connections.remove(connection)


def test_a_reader_that_stops_is_dropped_and_nobody_else_misses_anything() -> None:
    crowd = Crowd()
    with (
        serving(talking(crowd), SocketLimits(message_bytes=BIG)) as site,
        Client(site.port) as talker,
        Client(site.port) as listener,
        Client(site.port, room_bytes=4096) as deaf,
    ):
        until(lambda: len(crowd.connections) == 3)
        began, told = time.monotonic(), 0
        while len(crowd.connections) == 3:
            words = str(told) + "x" * (BIG - 10)
            talker.say(words)
            assert talker.hear() == listener.hear() == words
            told += 1
        assert time.monotonic() - began < 5
        assert site.roster.drops == {"too_slow": 1}
        talker.say("after")
        assert talker.hear() == listener.hear() == "after"
        assert deaf.rest()  # what the kernel had is there; then it was cut off


def test_who_takes_nothing_for_long_is_dropped_though_little_waits() -> None:
    dropped: list[str | None] = []

    def fill(connection: Connection) -> None:
        for _ in range(400):
            if connection._websocket.outbox.is_empty:
                connection.send("x" * BIG)
        for _ in connection:
            pass
        dropped.append(connection.dropped)

    with serving(talking(fill), SLOW) as site, Client(site.port, room_bytes=4096):
        until(lambda: dropped == ["too_slow"])
        assert site.roster.drops == {"too_slow": 1}


def test_who_reads_slowly_but_reads_gets_everything() -> None:
    def fill(connection: Connection) -> None:
        for number in range(20):
            connection.send(str(number) + "x" * BIG)

    limits = SocketLimits(waiting_bytes=1_000_000, stalled_seconds=5.0)
    with serving(talking(fill), limits) as site, Client(site.port, room_bytes=4096) as client:
        for number in range(20):
            time.sleep(0.01)
            assert client.hear().startswith(f"{number}x")
        assert client.farewell()[0] == 1000


def test_an_answer_longer_than_what_may_wait_goes_and_the_close_frame_behind_it() -> None:
    def one(connection: Connection) -> None:
        connection.send("x" * 1_000_000)

    with serving(talking(one), SLOW) as site, Client(site.port, room_bytes=4096) as client:
        assert len(client.hear()) == 1_000_000
        assert client.farewell()[0] == 1000
        assert not site.roster.drops


def test_pings_are_answered_while_others_are_sending() -> None:
    def shout(connection: Connection) -> None:
        sender = gevent.spawn(_say_much, connection)
        answering(connection)
        sender.join()

    with serving(talking(shout), SocketLimits(waiting_bytes=10_000_000)) as site:
        with Client(site.port, room_bytes=8192) as client:
            for number in range(50):
                client.send(frame(PING, b"%d" % number))
            pongs: list[bytes] = []
            words = 0
            while len(pongs) < 50 or words < 200:
                found = client.frame()
                if found.opcode == PONG:
                    pongs.append(found.payload)
                else:
                    assert hashlib.sha1(found.payload).hexdigest() == SAID
                    words += 1
            assert pongs == [b"%d" % number for number in range(50)]


SAID: Final = hashlib.sha1(b"y" * BIG).hexdigest()


def _say_much(connection: Connection) -> None:
    for _ in range(200):
        connection.send("y" * BIG)
        gevent.sleep(0)


@pytest.mark.parametrize("flood", [frame(PING), frame(2, fin=False) + frame(0)])
def test_a_flood_of_frames_without_content_is_refused(flood: bytes) -> None:
    def ignore(environ: Environ, start_response: Any) -> list[bytes]:
        while environ["wsgi.websocket"].receive() is not None:
            pass
        return []

    with serving(ignore, SocketLimits(empty_frames=50)) as site, Client(site.port) as client:
        with suppress(ConnectionError):
            for _ in range(100):
                client.send(flood * 50)
        assert [*client.frames()][-1].payload[:2] == b"\x03\xf0"


def test_it_says_when_a_message_was_read() -> None:
    read_at: list[float] = []

    def note(connection: Connection) -> None:
        for _ in connection:
            read_at.append(connection.read_at)

    with serving(talking(note)) as site, Client(site.port) as client:
        for _ in range(3):
            client.say("a")
            until(_longer(read_at))
    assert read_at == sorted(read_at)
    assert time.monotonic() - read_at[0] < 60


def _longer(values: list[float]) -> Callable[[], bool]:
    before = len(values)
    return lambda: len(values) > before
