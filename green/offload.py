"""The only door to native threads."""

import functools
import os
import sys
from collections.abc import Callable
from contextvars import Context
from typing import Final, Generic, NamedTuple, ParamSpec, TypeVar
from weakref import WeakSet

import gevent
from gevent.lock import BoundedSemaphore
from gevent.threadpool import ThreadPool

from green.errors import OffloadFull, OffloadTimeout

P = ParamSpec("P")
T = TypeVar("T")

THREADS: Final = 4
# Steps of nice: where there are fewer processors than busy threads, the hub's goes first.
GIVES_WAY: Final = 10
# Those of this process; read by metrics.
lanes: Final[WeakSet["Lane"]] = WeakSet()


class Lane:
    """How many calls of one C extension may run at once, and how many may wait for their turn."""

    def __init__(self, name: str, *, at_once: int, waiting: int) -> None:
        self.name = name
        self.waiting = 0
        self.running = 0  # a call we no longer wait for included
        self._may_wait = waiting
        self._turns = BoundedSemaphore(at_once)
        lanes.add(self)

    def enter(self, within_seconds: float) -> None:
        """Wait for a turn. Raises OffloadFull, OffloadTimeout."""
        if self.waiting >= self._may_wait and self._turns.locked():
            raise OffloadFull(self.name)
        self.waiting += 1
        try:
            if not self._turns.acquire(timeout=within_seconds):
                raise OffloadTimeout(f"{self.name}: no turn within {within_seconds} s")
        finally:
            self.waiting -= 1
        self.running += 1

    def leave(self, *_: object) -> None:
        """The call has ended, whoever may still want its result."""
        self.running -= 1
        self._turns.release()


class _Outcome(NamedTuple, Generic[T]):
    value: T | None
    error: Exception | None


def offload(
    function: Callable[..., T], *args: object, within_seconds: float, lane: Lane | None = None
) -> T:
    """Run the call in a native thread; the other greenlets go on meanwhile.

    What is safe to send: C code that releases the GIL and touches nothing we share, such as a hash
    of a password, compression, the solver. Never pure Python: two such threads hold the hub for
    100 ms at a time. Nothing in there may use gevent, Flask or the database; arguments and result
    are plain values, and the context starts empty.

    An error comes back as itself. Raises OffloadTimeout when turn and call together take longer
    than `within_seconds` (the thread goes on, its turn is kept until it ends) and OffloadFull when
    too many wait for the same lane.
    """
    lane = lane or _threads().everything
    with gevent.Timeout(within_seconds, OffloadTimeout(f"{lane.name}: over {within_seconds} s")):
        lane.enter(within_seconds)
        try:
            running = _threads().pool.spawn(_call, _threads().nice, function, args)
        except BaseException:
            lane.leave()
            raise
        running.rawlink(lane.leave)
        outcome = running.get()
    assert outcome is not None
    if outcome.error is not None:
        raise outcome.error
    return outcome.value  # type: ignore[return-value]  # None only where T allows it


class _Threads:
    def __init__(self) -> None:
        self.pool = ThreadPool(THREADS)  # not the hub's own: that one looks up names
        self.everything = Lane("threads", at_once=THREADS, waiting=1000)
        self.nice = min(os.getpriority(os.PRIO_PROCESS, 0) + GIVES_WAY, 19)


def _threads() -> _Threads:
    return _threads_of(os.getpid())


@functools.cache
def _threads_of(process: int) -> _Threads:
    """Threads do not survive a fork, so each process makes its own."""
    return _Threads()


def _call(nice: int, function: Callable[..., T], args: tuple[object, ...]) -> _Outcome[T]:
    """In the thread. Errors travel as values: raised there, the hub would print them too."""
    if sys.platform == "linux":  # elsewhere it would be the whole process
        os.setpriority(os.PRIO_PROCESS, 0, nice)
    try:
        return _Outcome(Context().run(function, *args), None)
    except Exception as error:
        return _Outcome(None, error)
