"""The live tables of one worker: loaded once however many ask, forgotten when nobody needs them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from club.catch_up import FROZEN, CatchUp, replayed
from club.errors import ClubRefusal, ReplayFailed, UnknownKind
from club.table import Table
from games.errors import BadRecord
from games.preferans import BadRules, Clock, Match, decode_match, new_match, rules_from_json
from store import matches
from store.connections import Connections
from store.errors import Busy
from store.matches import LoadPoint
from store.matches import Match as StoredMatch

IDLE_SECONDS: Final = 60.0
LOAD_SECONDS: Final = 5.0


class _Loading:
    """One loading that several wait for."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.table: Table | None = None
        self.error: Exception | None = None
        self.latest = 0  # hints that came meanwhile


class Registry:
    """`hits` and `loads` are for metrics and only grow."""

    def __init__(self, connections: Connections, catch_up: CatchUp) -> None:
        self._connections = connections
        self._catch_up = catch_up
        self._live: dict[int, Table] = {}
        self._loading: dict[int, _Loading] = {}
        self.hits = 0
        self.loads = 0

    @contextmanager
    def use(self, match_id: int) -> Iterator[Table]:
        """The live table, which stays live in the block.

        Raises ClubRefusal (no_such_table, frozen, restarting) and Busy.
        """
        table = self._get(match_id)
        table.users += 1
        try:
            yield table
        finally:
            table.users -= 1
            table.used_at = time.monotonic()

    def live(self) -> list[Table]:
        """All live tables."""
        return list(self._live.values())

    def found(self, match_id: int) -> Table | None:
        """The table if it is live here."""
        return self._live.get(match_id)

    def hint(self, match_id: int, version: int) -> None:
        """Somebody says that this version is stored."""
        table = self._live.get(match_id)
        if table is not None:
            if version > table.latest:
                table.latest = version
                self._catch_up.wake(table)
        elif match_id in self._loading:
            loading = self._loading[match_id]
            loading.latest = max(loading.latest, version)

    def forget(self, table: Table) -> None:
        """It is out of play, or so new that this worker cannot read it."""
        if self._live.get(table.match_id) is table:
            del self._live[table.match_id]

    def evict(self) -> int:
        """Forget what nobody has used for a minute; how many. Nothing here waits."""
        before = time.monotonic() - IDLE_SECONDS
        idle = [table for table in self._live.values() if _is_idle(table, before)]
        for table in idle:
            del self._live[table.match_id]
        return len(idle)

    def _get(self, match_id: int) -> Table:
        table = self._live.get(match_id)
        if table is not None:
            self.hits += 1
            return table
        loading = self._loading.get(match_id)
        if loading is None:
            return self._load(match_id)
        if not loading.done.wait(LOAD_SECONDS):
            raise Busy("the table is being loaded")
        if loading.table is None:
            raise loading.error or Busy("the table was not loaded")
        return loading.table

    def _load(self, match_id: int) -> Table:
        """Known as watched first, read second: no hint falls in between."""
        loading = self._loading[match_id] = _Loading()
        try:
            self.loads += 1
            loading.table = table = self._read(match_id)
            table.latest = max(table.latest, loading.latest)
            self._live[match_id] = table
        except Exception as error:
            loading.error = error
            raise
        finally:
            del self._loading[match_id]
            loading.done.set()
        self._catch_up.wake(table)
        return table

    def _read(self, match_id: int) -> Table:
        with self._connections.connection() as connection:
            point = matches.load_point(connection, match_id)
        if point is None:
            raise ClubRefusal("no_such_table")
        if point.match.status == FROZEN:
            raise ClubRefusal(FROZEN)
        try:
            return _restored(point)
        except ReplayFailed as fault:
            self._catch_up.freeze(match_id, fault)
            raise ClubRefusal(FROZEN) from fault
        except UnknownKind as kind:
            raise ClubRefusal("restarting") from kind


def _is_idle(table: Table, before: float) -> bool:
    busy = table.users or table.is_attended or table.lock.locked() or table.is_catching_up
    return not busy and table.used_at < before


def _restored(point: LoadPoint) -> Table:
    """The table as of its last stored act. Raises ReplayFailed and UnknownKind."""
    table = Table(point, _base(point))
    for event in point.events:
        step, after = replayed(table.head, event)
        table.advance(step, after)
        table.show(step, after)
        while table.next_for_watchers():
            pass
    return table


def opening(match: StoredMatch) -> Match:
    """The state before the first act. Raises BadRules and TypeError."""
    return new_match(rules_from_json(match.rules), Clock(**match.clock))


def _base(point: LoadPoint) -> Match:
    """The state at the start of the current deal, or before the first one."""
    try:
        if point.snapshot is not None:
            return decode_match(point.snapshot)
        return opening(point.match)
    except (BadRecord, BadRules, TypeError) as fault:
        raise ReplayFailed(point.match.match_id, point.snapshot_version) from fault
