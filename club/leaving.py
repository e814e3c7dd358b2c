"""Leaving: a bot takes the seat of who does not come back in time, unless nobody is left."""

from collections.abc import Callable
from contextlib import suppress

from club.absence import absence_of
from club.acts import Acts
from club.errors import ClubRefusal, Unsaved
from club.halts import Halts
from club.holding import spawn_for
from club.registry import Registry
from club.table import Gone, Table
from games.errors import Refusal
from games.preferans.actions import GiveToBot
from store.club_time import ClubTime
from store.errors import Busy


class Leaving:
    """Minds the seats that lost everybody; many workers may, a seat is given away once."""

    def __init__(
        self,
        time: ClubTime,
        acts: Acts,
        halts: Halts,
        registry: Registry,
        blame: Callable[[int, int, Gone], None],
    ) -> None:
        self._blame = blame  # a player for having left a match, and how
        self._time = time
        self._acts = acts
        self._halts = halts
        self._registry = registry

    def step(self) -> int:
        """Give away the seats that were held long enough; how many were tried."""
        if not self._time.is_sure():
            return 0
        now = self._time.now()
        missed = [table for table in self._registry.live() if any(table.gone)]
        due = [
            (table, seat)
            for table in missed
            for seat in range(table.players)
            if _is_due(table, seat, now)
        ]
        for table, seat in due:
            spawn_for(table, self._hold_no_longer, table, seat)
        return len(due)

    def _hold_no_longer(self, table: Table, seat: int) -> None:
        is_deserted = self._halts.is_deserted(table)
        if is_deserted:
            self._halts.desert(table)
        elif is_deserted is not None:
            self._give_away(table, seat)

    def _give_away(self, table: Table, seat: int) -> None:
        sitter, gone = table.seats[seat], table.gone[seat]
        with suppress(Refusal, ClubRefusal, Busy, Unsaved):  # the next step tries again
            act, now = GiveToBot(seat), self._time.now()
            is_given = self._acts.by_club(table, table.head.version, act, at=now)
            if is_given and gone and sitter and sitter.player_id is not None:
                self._blame(sitter.player_id, table.match_id, gone)


def _is_due(table: Table, seat: int, now: int) -> bool:
    absence = absence_of(table, seat)
    return absence is not None and absence.bot_at is not None and absence.bot_at <= now
