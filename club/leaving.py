"""Leaving: a bot takes the seat of who does not come back in time, unless nobody is left."""

from contextlib import suppress

from club.absence import absence_of
from club.acts import Acts
from club.attendance import Attendance
from club.errors import ClubRefusal, Unsaved
from club.holding import spawn_for
from club.registry import Registry
from club.table import Table
from games.errors import Refusal
from games.preferans.actions import GiveToBot
from store.club_time import ClubTime
from store.errors import Busy


class Leaving:
    """Watches the seats that lost everybody; many workers may, a seat is given away once."""

    def __init__(
        self, time: ClubTime, acts: Acts, attendance: Attendance, registry: Registry
    ) -> None:
        self._time = time
        self._acts = acts
        self._registry = registry
        self._attendance = attendance
        self._missed: set[tuple[Table, int]] = set()
        attendance.on_gone.append(self.follow)

    def follow(self, table: Table, seat: int) -> None:
        """Nobody of this seat is here any more."""
        if (table, seat) not in self._missed:
            self._missed.add((table, seat))
            table.users += 1  # until he is back or his seat is given away

    def step(self) -> int:
        """Give away the seats that were held long enough; how many were tried."""
        if not self._time.is_sure():
            return 0
        due, now = [], self._time.now()
        for table, seat in tuple(self._missed):
            absence = absence_of(table, seat)
            if absence is None or not self._is_missed(table, seat):
                self._missed.discard((table, seat))
                table.users -= 1
            elif absence.bot_at is not None and absence.bot_at <= now:
                due.append((table, seat))
        for table, seat in due:
            if self._attendance.is_deserted(table):
                continue
            spawn_for(table, self.give_away, table, seat)
        return len(due)

    def give_away(self, table: Table, seat: int) -> bool:
        """A bot plays on for this seat; whether it was this call that gave it."""
        with suppress(Refusal, ClubRefusal, Busy, Unsaved):  # the next step tries again
            act, now = GiveToBot(seat), self._time.now()
            return self._acts.by_club(table, table.head.version, act, at=now)
        return False

    def _is_missed(self, table: Table, seat: int) -> bool:
        is_live = self._registry.found(table.match_id) is table
        is_over = table.head.phase == "finished"
        return is_live and not is_over and not table.head.bots[seat]
