"""Long work: it waits its turn, tells how far it is, and ends when nobody listens any more."""

import threading
from collections.abc import Callable, Generator, Hashable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Final, NamedTuple, TypeVar

import gevent
from gevent.queue import Empty, Queue

from green.errors import TooMuchWork, WorkTimeout
from green.spawn import spawn

T = TypeVar("T")
Tell = Callable[[T], object]
Told = Generator[T | None, None, None]

BEAT_SECONDS: Final = 1.0  # how soon a listener who has gone is noticed
TURN_SECONDS: Final = 10.0
END_SECONDS: Final = 5.0


class _End(NamedTuple):
    error: Exception | None


class LongWork:
    """What one worker does that takes long: so much at once, and one work for each person.

    Somebody's second work waits for his first: he may have loaded its page anew.
    """

    def __init__(self, *, at_once: int, waiting: int = 50, turn_seconds: float = TURN_SECONDS):
        self.waiting = 0
        self.refused = 0  # only grows
        self._at_once = at_once
        self._most_waiting = waiting
        self._turn_seconds = turn_seconds
        self._doing: set[Hashable] = set()  # whose work is under way
        self._changed = threading.Condition()
        self._stopped = False

    @property
    def running(self) -> int:
        """How much is under way."""
        return len(self._doing)

    @contextmanager
    def turn(self, who: Hashable) -> Iterator[None]:
        """The turn of this person's work, for one `with` block. Raises TooMuchWork after 10 s."""
        with self._changed:
            self._wait_for_turn(who)
            self._doing.add(who)
        try:
            yield
        finally:
            with self._changed:
                self._doing.discard(who)
                self._changed.notify_all()

    def follow(self, work: Callable[[Tell[T]], object], within_seconds: float) -> Told[T]:
        """What `work(tell)` tells, as it does; None when it has told nothing for a second.

        The work runs in a greenlet of its own and is ended where it waits: by WorkTimeout when it
        takes too long, by GreenletExit when this iterator is closed or the worker goes away. Its
        `with` blocks are left in order. It is never ahead of the listener by more than one word.
        What it raises is raised here; a worker that goes away just says nothing more.
        """
        told: Queue[T | _End] = Queue(1)
        doing = spawn(_do, work, told, within_seconds)
        try:
            while not self._stopped:
                item: T | _End | None = None
                with suppress(Empty):
                    item = told.get(timeout=BEAT_SECONDS)
                if isinstance(item, _End):
                    if item.error is not None:
                        raise item.error
                    return
                yield item
        finally:
            doing.kill(timeout=END_SECONDS)

    def stop(self) -> None:
        """The worker goes away: all work ends, within a second."""
        self._stopped = True

    def _wait_for_turn(self, who: Hashable) -> None:
        if self.waiting >= self._most_waiting:
            self._refuse()
        self.waiting += 1
        try:
            if not self._changed.wait_for(partial(self._may_begin, who), self._turn_seconds):
                self._refuse()
        finally:
            self.waiting -= 1

    def _may_begin(self, who: Hashable) -> bool:
        return len(self._doing) < self._at_once and who not in self._doing

    def _refuse(self) -> None:
        self.refused += 1
        raise TooMuchWork


def _do(work: Callable[[Tell[T]], object], told: "Queue[T | _End]", within_seconds: float) -> None:
    error: Exception | None = None
    try:
        with gevent.Timeout(within_seconds, WorkTimeout(f"over {within_seconds} s")):
            work(told.put)
    except Exception as raised:  # it is the listener's
        error = raised
    told.put(_End(error))
