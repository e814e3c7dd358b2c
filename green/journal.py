"""The journal of one worker: rows appended while one commit is under way share the next one."""

import logging
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from enum import Enum, auto
from typing import Any, Final, Generic, Protocol, TypeVar

import gevent
from gevent.event import Event
from gevent.hub import Waiter

from green.errors import NotTaken
from green.periodic import Periodic
from green.spawn import spawn

log = logging.getLogger(__name__)

BATCH_ROWS: Final = 500
EXPIRY_SECONDS: Final = 0.5
# Between the beginnings of two batches: who comes alone is written at once, and a crowd shares.
# With 5,000 players an act costs 100 us less for it, and the database has half the work.
PACE_SECONDS: Final = 0.005
PAUSE_SECONDS: Final = (0.05, 1.0)  # between rounds while the database is away
ROUNDS: Final = 3  # in which a row may fail as unavailable while others of its batch go through
Key = tuple[int, int]


class Row(Protocol):
    """What the journal must know of a row."""

    @property
    def match_id(self) -> int: ...
    @property
    def version(self) -> int: ...


R = TypeVar("R", bound=Row)


class Fate(Enum):
    """What became of a row that was taken. Only the first two may be told to a player."""

    WRITTEN = auto()
    LOST = auto()  # another act has its place in the log, or its ref was used before
    FAILED = auto()  # surely not written: the row is faulty, or only this one cannot be written
    UNKNOWN = auto()  # the journal was stopped while it tried: written or not


Landed = Callable[[Fate | None], object]


class _Entry(Generic[R]):
    __slots__ = ("_waiter", "give_up_at", "landed", "rounds", "row")

    def __init__(self, row: R, give_up_at: float, landed: Landed) -> None:
        self.row = row
        self.give_up_at = give_up_at
        self.landed = landed
        self.rounds = 0
        # Only one waits for it: an AsyncResult, made for many, takes 3 us more.
        self._waiter: Any = Waiter()

    def settle(self, fate: Fate) -> None:
        self.landed(fate)
        self._waiter.hub.loop.run_callback(self._waiter.switch, fate)

    def turn_away(self, why: str) -> None:
        self.landed(None)
        self._waiter.hub.loop.run_callback(self._waiter.throw, NotTaken(why))

    def wait(self) -> Fate:
        fate: Fate = self._waiter.get()
        return fate


class Journal(Generic[R]):
    """Writes rows in batches sorted by match; `append` returns when the fate of a row is known.

    `write_batch` writes all rows in one transaction, or raises and writes none; it returns the
    keys of those that are stored as they were given (a batch is sent again after its connection
    died, so it must know its own rows), what is missing lost its race. What it raises as one of
    `unavailable` says nothing against the rows; anything else is the fault of some row.
    """

    def __init__(
        self,
        write_batch: Callable[[Sequence[R]], Collection[Key]],
        *,
        unavailable: tuple[type[Exception], ...],
        on_written: Callable[[Sequence[R]], object] | None = None,
        on_batch: Callable[[int, float], object] | None = None,
    ) -> None:
        """`on_written` gets the rows just committed; `on_batch` how many and the seconds taken."""
        self.trouble: str | None = None  # what the last attempt failed with, None when it went well
        self._write_batch = write_batch
        self._unavailable = unavailable
        self._on_written = on_written
        self._on_batch = on_batch
        self._queue: deque[_Entry[R]] = deque()  # not taken yet
        self._open: list[_Entry[R]] = []  # taken, fate unknown
        self._stopped = True
        self._work = Event()
        self._idle = Event()
        self._idle.set()
        self._expiry = Periodic("journal waits", self._expire, every_seconds=EXPIRY_SECONDS)
        self._writer: gevent.Greenlet[[], object] | None = None

    def start(self) -> None:
        """Begin to write."""
        self._stopped = False
        self._expiry.start()
        self._writer = spawn(self._write)

    def append(self, row: R, wait_seconds: float, landed: Landed = lambda fate: None) -> Fate:
        """Have the row written; waits until its fate is known.

        `landed` is called with it once, just before, None when the row was not taken. It is called
        also when the caller was killed meanwhile; it must not wait.

        Raises NotTaken when it got into no batch within `wait_seconds`: only then nothing has
        happened and the player may be refused. Once it is taken there is no limit.
        """
        if self._stopped:
            landed(None)
            raise NotTaken("the journal is stopped")
        entry = _Entry(row, time.monotonic() + wait_seconds, landed)
        self._queue.append(entry)
        self._idle.clear()
        self._work.set()
        return entry.wait()

    def flush(self, *, within_seconds: float) -> bool:
        """Wait until everything appended so far has its fate; False when that takes longer."""
        return self._idle.wait(timeout=within_seconds)

    def stop(self) -> None:
        """Take nothing more. Whoever still waits is told: not taken, or unknown."""
        self._stopped = True
        self._expiry.stop()
        if self._writer is not None:
            self._writer.kill()
            self._writer = None
        for entry in self._queue:
            entry.turn_away("the journal was stopped")
        self._queue.clear()
        for entry in self._open:
            entry.settle(Fate.UNKNOWN)
        self._open.clear()
        self._idle.set()

    @property
    def waiting(self) -> int:
        """How many rows are not taken yet."""
        return len(self._queue)

    def _expire(self) -> None:
        now = time.monotonic()
        for entry in [entry for entry in self._queue if entry.give_up_at <= now]:
            self._queue.remove(entry)
            entry.turn_away("not taken in time")

    def _write(self) -> None:
        pause = began = 0.0
        while True:
            if not self._queue and not self._open:
                self._idle.set()
                self._work.wait()
            if (early := began + PACE_SECONDS - time.monotonic()) > 0:
                gevent.sleep(early)
            began = time.monotonic()
            self._work.clear()
            self._take()
            if self._open:
                self._round()
            if self._open:
                pause = min(max(2 * pause, PAUSE_SECONDS[0]), PAUSE_SECONDS[1])
                gevent.sleep(pause)
            else:
                pause = 0.0

    def _take(self) -> None:
        while self._queue and len(self._open) < BATCH_ROWS:
            self._open.append(self._queue.popleft())
        # Two workers whose batches touch the same matches in opposite order would deadlock.
        self._open.sort(key=lambda entry: (entry.row.match_id, entry.row.version))

    def _round(self) -> None:
        """The whole batch, once more, then row by row; what stays open is for the next round."""
        if self._attempt(self._open) is None or self._attempt(self._open) is None:
            return
        written = unavailable = 0
        for entry in list(self._open):
            error = self._attempt([entry])
            if error is None:
                written, unavailable = written + 1, 0
            elif not isinstance(error, self._unavailable):
                self._settle(entry, Fate.FAILED)
                log.error("row %s failed: %s", _key(entry.row), error)
            elif (unavailable := unavailable + 1) > 1:
                break  # not the row: the database is away
        if written:
            self._give_up_on_stragglers()

    def _give_up_on_stragglers(self) -> None:
        """Others got through: a row that never does must not hold up the rest for ever."""
        for entry in list(self._open):
            entry.rounds += 1
            if entry.rounds >= ROUNDS:
                self._settle(entry, Fate.FAILED)
                log.error("row %s failed %s times", _key(entry.row), ROUNDS)

    def _attempt(self, entries: Sequence[_Entry[R]]) -> Exception | None:
        rows = [entry.row for entry in entries]
        started = time.monotonic()
        try:
            stored = self._write_batch(rows)
        except Exception as error:
            self.trouble = f"{type(error).__name__}: {error}"
            return error
        self.trouble = None
        took_seconds = time.monotonic() - started
        written = [row for row in rows if _key(row) in stored]
        for entry in list(entries):
            self._settle(entry, Fate.WRITTEN if _key(entry.row) in stored else Fate.LOST)
        if self._on_batch is not None:
            self._on_batch(len(rows), took_seconds)
        if self._on_written is not None and written:
            self._on_written(written)
        return None

    def _settle(self, entry: _Entry[R], fate: Fate) -> None:
        self._open.remove(entry)
        entry.settle(fate)


def _key(row: Row) -> Key:
    return row.match_id, row.version
