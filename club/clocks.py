"""Clocks: what the deadline of a table calls for, and an alarm for each watched one."""

from functools import partial
from typing import Final

from club import chance
from club.acts import Acts
from club.alarms import Alarms
from club.bots import Bots
from club.errors import ClubRefusal, Unsaved
from club.halts import Halts
from club.holding import spawn_for
from club.table import Table
from games.errors import Refusal
from games.preferans import due
from games.preferans.actions import Word
from store.club_time import ClubTime
from store.errors import Busy

TIMEOUT: Final = Word("timeout")
AGAIN_MS: Final = 1_000
# An alarm that a nearer one overtakes stays in the heap until its time: none is set far ahead.
FAR_MS: Final = 10_000


class Clocks:
    """Does what is due. Many workers may do it at once: the act is made once."""

    def __init__(
        self, time: ClubTime, alarms: Alarms, acts: Acts, bots: Bots, halts: Halts
    ) -> None:
        self._halts = halts
        self._time = time
        self._alarms = alarms
        self._acts = acts
        self._bots = bots

    def follow(self, table: Table, ours: bool) -> None:
        """After each version: deal at once if it was ours, and set the alarm of the deadline."""
        if ours and table.shown.phase == "to_deal" and table.shown is table.head:
            spawn_for(table, self.strike, table)
        self.arm(table)

    def arm(self, table: Table, *, not_before: int = 0) -> None:
        """Have the table looked at when its deadline comes. Only while somebody is there."""
        due_at = _due_at(table)
        if due_at is None or not table.is_attended:
            return
        due_at = min(max(due_at, not_before), self._time.now() + FAR_MS)
        # Seldom does a deadline come nearer. When it goes away, the alarm finds that out itself.
        if table.alarm_at is None or due_at < table.alarm_at:
            table.alarm_at = due_at
            self._alarms.at(due_at, partial(self._ring, table, due_at))

    def strike(self, table: Table) -> None:
        """The act the deadline calls for. It may be somebody else's already, or not yet time."""
        version, now = table.head.version, self._time.now()
        called_for = due(table.head)
        if called_for == "halt":
            self._halts.strike(table)
            return
        if called_for != "deal" and table.people and self._is_forsaken(table, now):
            return
        try:
            match called_for:
                case "deal":
                    self._acts.by_club(table, version, chance.new_deal(), at=now)
                case "bot" if not self._is_long_over(table, now):
                    self._bots.act_cheaply(table, version)
                case "bot" | "timeout":
                    self._acts.by_club(table, version, TIMEOUT, by="clock", at=now)
        except Refusal:
            pass  # not yet time: another version is there by now
        except (ClubRefusal, Busy, Unsaved):
            pass  # the next look does it; the journal says what it could not write

    def _is_forsaken(self, table: Table, now: int) -> bool:
        """Nobody is played for while his whole table is away: then it stands."""
        deadline = table.head.deadline
        if deadline is None or now < deadline:
            return False
        is_deserted = self._halts.is_deserted(table)
        if is_deserted:
            self._halts.desert(table)
        return is_deserted is not False

    def _is_long_over(self, table: Table, now: int) -> bool:
        deadline = table.head.deadline
        return deadline is not None and now >= deadline + table.head.clock.grace_ms

    def _ring(self, table: Table, due_at: int) -> None:
        if table.alarm_at != due_at:
            return  # a nearer one took its place
        table.alarm_at = None
        actual, now = _due_at(table), self._time.now()
        if actual is None or now < actual:
            self.arm(table)
        else:
            spawn_for(table, self.strike, table)
            self.arm(table, not_before=now + AGAIN_MS)


def _due_at(table: Table) -> int | None:
    match = table.head
    if match.deadline is None:
        return None
    return match.deadline + (match.clock.grace_ms if due(match) == "timeout" else 0)
