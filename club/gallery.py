"""Those who watch a table: told after those who play, a trick behind them where it is rated."""

import time
from collections.abc import Callable
from typing import Final

from club.delivery import Happened, Wire, changes, standing
from club.steps import Step
from club.table import Table
from games.preferans import Match, doer, told, view_for
from green.spawn import spawn

# So many steps that wait for the watchers of one table are not told one by one any more.
MOST_STEPS: Final = 30
AS_ONE_AUDIENCE: Final = (0,)


class Gallery:
    """A worker has one. It has turns of its own, so that no number of watchers slows a player."""

    def __init__(self, wire: Wire, now: Callable[[], int]) -> None:
        self._wire = wire
        self._now = now
        self._waiting: dict[Table, None] = {}
        self._is_running = False

    def follow(self, table: Table) -> None:
        """Something was shown to the players."""
        if not table.audiences[-1]:
            while table.next_for_watchers():
                pass
        elif table.behind:
            self._waiting[table] = None
            self._wake()

    def _wake(self) -> None:
        if not self._is_running:
            self._is_running = True
            spawn(self._run)

    def _run(self) -> None:
        """A table whose step cannot be told is our bug: its watchers come back for a snapshot."""
        whole, table = True, None
        try:
            while self._waiting:
                time.sleep(0)  # whoever plays is served first
                table, whole = next(iter(self._waiting)), False
                del self._waiting[table]
                self._show(table)
                whole = True
        finally:
            self._is_running = False
            if not whole and table is not None:
                for attendee in tuple(table.audiences[-1]):
                    attendee.bye("failed")
            if self._waiting:
                self._wake()

    def _show(self, table: Table) -> None:
        is_much = len(table.behind) > MOST_STEPS
        before = table.watched
        while (following := table.next_for_watchers()) is not None:
            step, after = following
            if not is_much and table.audiences[-1]:
                self._send(table, self._wire.events(_seen(before, step, after), AS_ONE_AUDIENCE)[0])
            before = after
        if is_much:
            self._send(table, self._wire.state(standing(table, table.players, self._now())))

    def _send(self, table: Table, frame: bytes) -> None:
        for attendee in tuple(table.audiences[-1]):
            attendee.send(frame)


def _seen(before: Match, step: Step, after: Match) -> Happened:
    """The step as spectators learn of it."""
    old, new = view_for(before, None), view_for(after, None)
    who, said = doer(before, step.seat, step.action), told(before, step.seat, step.action, None)
    shared, own = changes(old, new)
    return Happened(step.version, step.at, who, (said,), step.by, shared, (own,), None)
