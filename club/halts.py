"""Matches that stand: what ends a pause, and what becomes of a table whose people have all gone."""

from contextlib import suppress
from typing import Final

from club.acts import Acts
from club.attendance import Attendance
from club.errors import ClubRefusal, Unsaved
from club.holding import spawn_for
from club.table import Table
from games.errors import Refusal
from games.preferans import Action
from games.preferans.actions import Adjourn, Word
from store.club_time import ClubTime
from store.errors import Busy

PAUSE: Final = Word("pause")
RESUME: Final = Word("resume")
EXPIRE: Final = Word("expire")
# Who agreed to go on another day may stay a little, and come and go meanwhile.
FAREWELL_MS: Final = 120_000


class Halts:
    """Many workers may do it at once: each act is made once."""

    def __init__(self, time: ClubTime, acts: Acts, attendance: Attendance) -> None:
        self._time = time
        self._acts = acts
        self._attendance = attendance
        attendance.on_full.append(self.all_here)

    def is_deserted(self, table: Table) -> bool | None:
        """Whether its people have all gone; None when that is not known yet: look again later."""
        if any(table.audiences[:-1]) or not self._attendance.can_know():
            return False
        if self._attendance.is_known(table):
            return self._attendance.is_deserted(table)
        self._attendance.ask(table)
        return None

    def desert(self, table: Table) -> None:
        """Everybody has gone: nobody is played for; who comes back within ten minutes plays on."""
        if table.head.halt is None:
            self._act(table, PAUSE)

    def strike(self, table: Table) -> None:
        """The pause is over, the hour has come, or the two weeks have passed."""
        halt, now = table.head.halt, self._time.now()
        if halt is None or table.head.deadline is None or now < table.head.deadline:
            return
        if halt.expires_at is not None and now >= halt.expires_at:
            self._act(table, EXPIRE)
            return
        is_deserted = self.is_deserted(table)
        if is_deserted is not None:
            self._act(table, Adjourn(None) if is_deserted else RESUME)

    def all_here(self, table: Table) -> None:
        """The last one who was missing has come: an adjourned match goes on."""
        halt = table.head.halt
        if halt is None or (halt.by is not None and halt.kind == "pause"):
            return
        if halt.by is None or self._time.now() - halt.since >= FAREWELL_MS:
            spawn_for(table, self._act, table, RESUME)

    def _act(self, table: Table, action: Action) -> None:
        with suppress(Refusal, ClubRefusal, Busy, Unsaved):  # the next look does it
            now = self._time.now()
            self._acts.by_club(table, table.head.version, action, at=now)
