"""Long work: in turn, told as it goes, ended in order with whoever listens."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import gevent
import pytest
from gevent.event import Event

from green import progress
from green.errors import TooMuchWork, WorkTimeout
from green.progress import LongWork, Tell

MANY = 60.0


@pytest.fixture
def long_work() -> LongWork:
    return LongWork(at_once=2, waiting=3, turn_seconds=0.1)


@contextmanager
def quick_beats(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(progress, "BEAT_SECONDS", 0.02)
    yield


def counting(to: int) -> Callable[[Tell[int]], None]:
    def work(tell: Tell[int]) -> None:
        for number in range(to):
            tell(number)

    return work


def test_what_is_told_arrives_in_order_and_then_it_ends(long_work: LongWork) -> None:
    assert list(long_work.follow(counting(50), MANY)) == list(range(50))


def test_silence_is_heard_too(long_work: LongWork, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = Event()

    def work(tell: Tell[str]) -> None:
        go_on.wait()
        tell("done")

    with quick_beats(monkeypatch):
        told = long_work.follow(work, MANY)
        assert [next(told), next(told)] == [None, None]
        go_on.set()
        assert [each for each in told if each] == ["done"]


def test_an_error_comes_back_as_itself(long_work: LongWork) -> None:
    def work(tell: Tell[int]) -> None:
        tell(1)
        raise KeyError("lost")

    told = long_work.follow(work, MANY)
    assert next(told) == 1
    with pytest.raises(KeyError, match="lost"):
        next(told)


class Room:
    """Notes who went in and whether he came out."""

    def __init__(self) -> None:
        self.inside = 0
        self.left = 0

    @contextmanager
    def entered(self) -> Iterator[None]:
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1
            self.left += 1

    def wait(self, tell: Tell[str]) -> None:
        with self.entered():
            tell("in")
            gevent.sleep(MANY)


def test_whoever_stops_listening_ends_it_where_it_waits(long_work: LongWork) -> None:
    room = Room()
    with closing(long_work.follow(room.wait, MANY)) as told:
        assert next(told) == "in"
        assert room.inside == 1
    assert (room.inside, room.left) == (0, 1)


def test_a_work_that_tells_nobody_is_ended_too(long_work: LongWork) -> None:
    room = Room()

    def work(tell: Tell[str]) -> None:
        with room.entered():
            while True:
                tell("more")

    with closing(long_work.follow(work, MANY)) as told:
        next(told)
        gevent.sleep(0.01)  # it waits to be heard
    assert (room.inside, room.left) == (0, 1)


def test_over_its_time_it_is_ended_with_an_error_of_its_own(long_work: LongWork) -> None:
    room = Room()
    told = long_work.follow(room.wait, within_seconds=0.5)
    assert next(told) == "in"
    with pytest.raises(WorkTimeout):
        next(told)
    assert (room.inside, room.left) == (0, 1)


def test_a_worker_that_goes_away_ends_all(
    long_work: LongWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room()
    with quick_beats(monkeypatch):
        told = [long_work.follow(room.wait, MANY) for _ in range(3)]
        assert [next(each) for each in told] == ["in"] * 3
        long_work.stop()
        assert [list(each) for each in told] == [[], [], []]
    assert (room.inside, room.left) == (0, 3)
    assert list(long_work.follow(counting(1), MANY)) == []


def hold(long_work: LongWork, who: object, until: Event) -> "gevent.Greenlet[[], Any]":
    def work() -> None:
        with long_work.turn(who):
            until.wait()

    greenlet = gevent.spawn(work)
    gevent.sleep(0)
    return greenlet


def test_only_so_much_is_done_at_once(long_work: LongWork) -> None:
    done = Event()
    holders = [hold(long_work, who, done) for who in ("alice", "bob")]
    assert long_work.running == 2
    with pytest.raises(TooMuchWork), long_work.turn("carol"):
        pass
    assert long_work.refused == 1
    long_work._turn_seconds = MANY
    gevent.spawn_later(0.02, done.set)
    with long_work.turn("carol"):
        assert long_work.running <= 2
    gevent.joinall(holders)
    assert (long_work.running, long_work.waiting) == (0, 0)


def test_a_second_work_of_the_same_person_waits_for_his_first(long_work: LongWork) -> None:
    done = Event()
    first = hold(long_work, "alice", done)
    with pytest.raises(TooMuchWork), long_work.turn("alice"):
        pass
    with long_work.turn("bob"):
        pass
    long_work._turn_seconds = MANY
    gevent.spawn_later(0.02, done.set)
    with long_work.turn("alice"):
        assert long_work.running == 1
    first.join()


def test_a_queue_that_is_full_refuses_at_once(long_work: LongWork) -> None:
    long_work._turn_seconds = MANY
    done = Event()
    greenlets = [hold(long_work, who, done) for who in range(5)]
    with pytest.raises(TooMuchWork), long_work.turn("late"):
        pass
    assert (long_work.running, long_work.waiting) == (2, 3)
    done.set()
    gevent.joinall(greenlets)


def test_who_is_killed_while_he_waits_takes_no_turn(long_work: LongWork) -> None:
    done = Event()
    long_work._turn_seconds = MANY
    holders = [hold(long_work, who, done) for who in ("alice", "bob")]
    waiting = hold(long_work, "carol", done)
    waiting.kill()
    assert (long_work.running, long_work.waiting) == (2, 0)
    done.set()
    gevent.joinall(holders)
    with long_work.turn("carol"), long_work.turn("dave"):
        assert long_work.running == 2
