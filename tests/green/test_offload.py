"""The door to native threads: errors as themselves, every wait limited, a lane per extension."""

import hashlib
import os
import sys
import time
import zlib
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

import gevent
import pytest
from gevent import monkey

from green.errors import OffloadFull, OffloadTimeout
from green.offload import Lane, offload
from tests.waiting import until

LONG: Final = 20.0
sleep = monkey.get_original("time", "sleep")  # as C code that releases the GIL
whose: ContextVar[str] = ContextVar("whose", default="nobody's")


def test_the_value_comes_back() -> None:
    data = b"x" * 1_000_000
    assert offload(zlib.crc32, data, within_seconds=LONG) == zlib.crc32(data)
    assert offload(lambda: None, within_seconds=LONG) is None


class Odd(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def fail() -> None:
    raise Odd(7)


def test_an_error_comes_back_as_itself_and_nothing_is_printed(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(Odd) as caught:
        offload(fail, within_seconds=LONG)
    assert caught.value.code == 7
    assert [each.name for each in caught.traceback][-1] == "fail"
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("error", [ValueError, KeyError, OSError, TimeoutError, StopIteration])
def test_any_error_does(error: type[Exception]) -> None:
    def raise_it() -> None:
        raise error("as it is")

    with pytest.raises(error, match="as it is"):
        offload(raise_it, within_seconds=LONG)


def test_the_caller_waits_no_longer_than_its_limit_and_the_turn_is_kept() -> None:
    lane = Lane("slow", at_once=1, waiting=5)
    with pytest.raises(OffloadTimeout, match="slow"):
        offload(sleep, 0.4, within_seconds=0.05, lane=lane)
    assert lane.running == 1
    with pytest.raises(OffloadTimeout, match="slow"):
        offload(sleep, 0, within_seconds=0.05, lane=lane)
    until(lambda: lane.running == 0)
    assert lane.waiting == 0
    offload(sleep, 0, within_seconds=LONG, lane=lane)


def in_lane(lane: Lane, function: Callable[[], object]) -> object:
    try:
        return offload(function, within_seconds=LONG, lane=lane)
    except OffloadFull as full:
        return full


def test_an_extension_never_runs_more_often_at_once_than_its_lane_allows() -> None:
    lane, inside, most = Lane("solver", at_once=2, waiting=100), [0], [0]

    def solve() -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        sleep(0.01)
        inside[0] -= 1

    calls = [gevent.spawn(in_lane, lane, solve) for _ in range(12)]
    gevent.joinall(calls, raise_error=True)
    assert most == [2]
    assert (lane.running, lane.waiting) == (0, 0)


def test_a_full_lane_refuses_at_once() -> None:
    lane = Lane("solver", at_once=1, waiting=2)
    calls = [gevent.spawn(in_lane, lane, lambda: sleep(0.2)) for _ in range(6)]
    gevent.sleep(0.05)
    assert (lane.running, lane.waiting) == (1, 2)
    assert sum(isinstance(call.value, OffloadFull) for call in calls) == 3
    gevent.joinall(calls, raise_error=True)
    assert [call.value for call in calls[:3]] == [None] * 3


def test_one_lane_does_not_wait_for_another() -> None:
    slow, quick = Lane("slow", at_once=1, waiting=5), Lane("quick", at_once=1, waiting=5)
    call = gevent.spawn(in_lane, slow, lambda: sleep(0.5))
    gevent.sleep(0.05)
    offload(hashlib.sha256, b"x", within_seconds=LONG, lane=quick)
    assert not call.ready()
    call.join()


def test_who_is_killed_while_waiting_takes_no_turn_with_him() -> None:
    lane = Lane("solver", at_once=1, waiting=5)
    holder = gevent.spawn(in_lane, lane, lambda: sleep(0.3))
    gevent.sleep(0.05)
    waiter = gevent.spawn(in_lane, lane, lambda: sleep(0))
    gevent.sleep(0.05)
    waiter.kill()
    holder.kill()  # its thread goes on, and so its turn
    assert (lane.running, lane.waiting) == (1, 0)
    until(lambda: lane.running == 0)
    offload(sleep, 0, within_seconds=LONG, lane=lane)


def test_the_context_is_not_shared() -> None:
    whose.set("the caller's")

    def look() -> str:
        before = whose.get()
        whose.set("the thread's")
        return before

    for _ in range(8):
        assert offload(look, within_seconds=LONG) == "nobody's"
    assert whose.get() == "the caller's"


def test_calls_run_beside_each_other() -> None:
    began = time.monotonic()
    calls = [gevent.spawn(offload, sleep, 0.3, within_seconds=LONG) for _ in range(4)]
    gevent.joinall(calls, raise_error=True)
    assert time.monotonic() - began < 1.1


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a priority of their own on Linux")
def test_a_native_thread_gives_way_to_the_hub() -> None:
    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, 0)

    assert offload(priority, within_seconds=LONG) > priority() or priority() == 19
