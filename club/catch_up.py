"""Catching up: what other workers wrote, read from the store and replayed."""

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from club.delivery import Courier
from club.errors import ClubRefusal, ReplayFailed, UnknownKind
from club.holding import Hold
from club.steps import Step, follow, step_of
from club.table import Table
from games.preferans import Match
from green.spawn import spawn
from store import events, matches
from store.connections import Connections
from store.errors import Busy
from store.events import Event

log = logging.getLogger(__name__)

FROZEN: Final = "frozen"
NEWER: Final = "restarting"  # the code that makes clients come back at once, to another worker
READ_AT_ONCE: Final = 200  # tables in one statement


class CatchUp:
    """Brings live tables up to what is stored."""

    def __init__(
        self,
        connections: Connections,
        courier: Courier,
        retire: Callable[[Table, str], None],
        on_frozen: Callable[[int], object],
    ) -> None:
        self._connections = connections
        self._courier = courier
        self._on_frozen = on_frozen
        self._retire = retire  # takes a table out of play here, with the code its people are told
        self._behind: list[Table] = []
        self._is_reading = False

    def hold(self, table: Table) -> Hold:
        """The lock of the table; letting go of it looks whether something was missed meanwhile."""
        return Hold(table, self.wake)

    def wake(self, table: Table) -> None:
        """Start catching up, unless nothing is missing or somebody holds the table already."""
        if table.latest <= table.head.version or table.is_catching_up or table.lock.locked():
            return
        table.is_catching_up = True
        self._behind.append(table)
        if not self._is_reading:
            self._is_reading = True
            spawn(self._read_on)

    def now(self, table: Table) -> None:
        """Read and replay what is missing; the caller holds the table.

        Raises Busy, ClubRefusal("frozen") and ClubRefusal("restarting").
        """
        with self._connections.connection() as connection:
            stored = events.since(connection, table.match_id, table.head.version)
        try:
            for event in stored:
                step, after = replayed(table.head, event)
                self._courier.hand(table, step, after, ours=False)
        except ReplayFailed as fault:
            self.freeze(table.match_id, fault)
            self._give_up(table, FROZEN)
        except UnknownKind as kind:
            log.warning("match %s holds an act of a newer release: %s", table.match_id, kind)
            self._give_up(table, NEWER)
        table.latest = table.head.version  # nobody knows of more than the store

    def freeze(self, match_id: int, fault: ReplayFailed) -> None:
        """Take the match out of play for good and say so where operators look."""
        log.error("match %s is frozen: its log cannot be replayed", match_id, exc_info=fault)
        with self._connections.connection() as connection:
            matches.freeze(connection, match_id)
        self._on_frozen(match_id)

    def _give_up(self, table: Table, code: str) -> None:
        table.latest = table.head.version
        self._retire(table, code)
        raise ClubRefusal(code)

    def _read_on(self) -> None:
        """One statement for all tables that fell behind while the last one was under way."""
        try:
            while self._behind:
                tables, self._behind = self._behind[:READ_AT_ONCE], self._behind[READ_AT_ONCE:]
                # Busy: whoever looks at all watched tables every 2 s wakes them again.
                with suppress(Busy):
                    self._read(tables)
        finally:
            self._is_reading = False

    def _read(self, tables: Sequence[Table]) -> None:
        spoken_of = [table.latest for table in tables]
        stored = defaultdict[int, list[Event]](list)
        try:
            with self._connections.connection() as connection:
                held = {table.match_id: table.head.version for table in tables}
                for event in events.since_each(connection, held):
                    stored[event.match_id].append(event)
        finally:
            for table in tables:
                table.is_catching_up = False
        for table, latest in zip(tables, spoken_of, strict=True):
            self._follow(table, stored[table.match_id], latest)

    def _follow(self, table: Table, stored: Sequence[Event], latest: int) -> None:
        """Nothing here waits, so it needs no lock; who holds it looks again when he lets go."""
        if table.lock.locked():
            return
        try:
            for event in stored:
                if event.version > table.head.version:
                    step, after = replayed(table.head, event)
                    self._courier.hand(table, step, after, ours=False)
        except (ReplayFailed, UnknownKind):
            spawn(self._run, table)
            return
        if table.latest == latest:
            table.latest = table.head.version  # nobody knows of more than the store
        self.wake(table)

    def _run(self, table: Table) -> None:
        """Alone, with the lock: what is wrong with it takes it out of play."""
        with suppress(Busy, ClubRefusal), self.hold(table):
            self.now(table)


def replayed(match: Match, event: Event) -> tuple[Step, Match]:
    """The stored act and the match after it. Raises ReplayFailed and UnknownKind."""
    if event.version != match.version + 1:
        raise ReplayFailed(event.match_id, event.version)
    try:
        step = step_of(event)
        return step, follow(match, step)
    except (UnknownKind, ReplayFailed):
        raise
    except Exception as fault:  # whatever it is: this log and this code do not go together
        raise ReplayFailed(event.match_id, event.version) from fault
