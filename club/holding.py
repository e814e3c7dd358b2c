"""Holding a table: its lock, kept until the fate of what is in the journal is known."""

from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Final, ParamSpec, Self

from club.errors import ClubRefusal
from club.table import Table
from green.spawn import spawn

P = ParamSpec("P")

LOCK_SECONDS: Final = 5.0


def spawn_for(
    table: Table, function: Callable[P, object], *args: P.args, **named: P.kwargs
) -> None:
    """Run it in a greenlet of its own; the table stays live until it has ended."""
    table.users += 1
    spawn(_give_back, table, partial(function, *args, **named))


def _give_back(table: Table, call: Callable[[], object]) -> None:
    try:
        call()
    finally:
        table.users -= 1


class Hold:
    """The lock of a table for one `with` block. Raises ClubRefusal("busy") after 5 s.

    A greenlet that is killed while its act is in the journal leaves the lock to the journal, which
    lets go of it when the act has landed: two acts of one worker never race for one version.
    """

    __slots__ = ("_in_flight", "_is_held", "_is_left", "_released", "table")

    def __init__(self, table: Table, released: Callable[[Table], None]) -> None:
        self.table = table
        self._released = released
        self._in_flight = False
        self._is_held = False
        self._is_left = False

    def __enter__(self) -> Self:
        if not self.table.lock.acquire(timeout=LOCK_SECONDS):
            raise ClubRefusal("busy")
        self._is_held = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._is_left = True
        if not self._in_flight:
            self._let_go()

    def take_off(self) -> None:
        """An act goes to the journal."""
        self._in_flight = True

    def land(self, *, is_done: bool) -> None:
        """Its fate is known, or it never got there; `is_done` when the lock has served its turn.

        On a busy worker the next act of the table comes before the holder has his turn to leave:
        every fourth one had to wait for that, for 60 us of CPU.
        """
        self._in_flight = False
        if self._is_left or is_done:
            self._let_go()

    def _let_go(self) -> None:
        if self._is_held:
            self._is_held = False
            self.table.lock.release()
            self._released(self.table)
