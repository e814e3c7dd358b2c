"""Bots at a table: they think once about a version, after a pause, from the view of their seat."""

import logging
import time
from functools import partial
from typing import Final

from club import chance
from club.acts import Acts
from club.alarms import Alarms
from club.errors import ClubRefusal, Unsaved
from club.holding import spawn_for
from club.table import Table
from club.thinking import Budget, Mind
from games.errors import Refusal
from games.preferans import asked_at, bot_to_act, parse_action
from games.preferans.asking import DEAL_PHASES
from games.preferans.bots.levels import LEVELS, PLAIN
from games.preferans.bots.plain import choose, view_of
from games.preferans.bots.thinking import Situation
from store.club_time import ClubTime
from store.errors import Busy

log = logging.getLogger(__name__)

# Of a core of one worker, and what may be spent at once: by acts that need no thought, which wait
# when it is gone, and by thoughts, which give way to acts that need none.
SHARE: Final = 0.3
SAVED_SECONDS: Final = 1.0
THINKING_SHARE: Final = 0.3
THINKING_SAVED_SECONDS: Final = 2.0
AGAIN_MS: Final = 100
THOUGHTFUL: Final = 0.6  # of the time a bot has; the rest is for getting its turn
LEAVER: Final = "steady"  # plays on for a person who is away
ADVISER: Final = "strong"
HINT_SECONDS: Final = 0.5


class Bots:
    """The bots of one worker."""

    def __init__(
        self, time: ClubTime, alarms: Alarms, acts: Acts, pace_ms: tuple[int, int]
    ) -> None:
        self._time = time
        self._alarms = alarms
        self._acts = acts
        self._pace_ms = pace_ms
        self._budget = Budget(SHARE, SAVED_SECONDS)
        self._thinking = Budget(THINKING_SHARE, THINKING_SAVED_SECONDS)
        self._mind = Mind(self._thinking)

    @property
    def thought_seconds(self) -> float:
        """Processor time of all thoughts so far."""
        return self._budget.spent_seconds + self._thinking.spent_seconds

    def follow(self, table: Table, ours: bool) -> None:
        """After a version we wrote: let the bot it asks think, once."""
        match = table.shown
        if not ours or match is not table.head or table.thought >= match.version:
            return
        if bot_to_act(match) is not None:
            table.thought = match.version
            self._think_later(table, match.version, chance.pause_ms(self._pace_ms))

    def think(self, table: Table, version: int) -> None:
        """The bot that is asked acts, if that is still the version. Raises nothing it expects."""
        match = table.head
        seat = bot_to_act(match)
        if match.version != version or seat is None:
            return
        level = level_of(table, seat)
        if level == PLAIN or self._thinking.is_spent():
            self.act_cheaply(table, version)
            return
        situation = Situation(view_of(match, seat), seat, match.rules)
        seconds = THOUGHTFUL * match.clock.budget_ms / 1000
        text = self._mind.think(
            LEVELS[level], situation, seconds, lambda: table.head.version == version
        )
        self._act(table, version, seat, text)

    def hint(self, table: Table, seat: int, seen: int) -> str:
        """What the best bot would do for this seat, where hints are agreed on or nobody minds.

        Raises ClubRefusal: hints_off, stale, busy.
        """
        match = table.shown
        if not may_ask(table, seat):
            raise ClubRefusal("hints_off")
        is_asked = match.phase in DEAL_PHASES and not match.bots[seat]
        if not is_asked or not 0 < asked_at(match, seat) <= seen:
            raise ClubRefusal("stale")
        if self._thinking.is_spent():
            raise ClubRefusal("busy")
        situation = Situation(view_of(match, seat), seat, match.rules)
        return self._mind.think(
            LEVELS[ADVISER], situation, HINT_SECONDS, lambda: table.shown is match
        )

    def act_cheaply(self, table: Table, version: int) -> None:
        """The same without thinking: the act of the plain bot."""
        match = table.head
        seat = bot_to_act(match)
        if match.version != version or seat is None:
            return
        began = time.thread_time()
        text = choose(view_of(match, seat), seat)
        self._budget.spend(time.thread_time() - began)
        self._act(table, version, seat, text)

    def _act(self, table: Table, version: int, seat: int, text: str) -> None:
        try:
            action, now = parse_action(text), self._time.now()
            self._acts.by_club(table, version, action, seat=seat, by="bot", at=now)
        except Refusal as refusal:  # a bug of the bot's; the deadline helps the table on
            log.error("bot at %s, version %s: %s is %s", table.address, version, text, refusal.code)
        except (ClubRefusal, Busy, Unsaved):
            pass  # the deadline comes

    def _think_later(self, table: Table, version: int, pause_ms: int) -> None:
        if pause_ms == 0:
            spawn_for(table, self.think, table, version)
            return
        table.users += 1  # until it rings
        due_at = self._time.now() + pause_ms
        self._alarms.at(due_at, partial(self._ring, table, version))

    def _ring(self, table: Table, version: int) -> None:
        table.users -= 1
        if table.head.version != version:
            return
        if self._budget.is_spent():
            self._think_later(table, version, AGAIN_MS)
        else:
            spawn_for(table, self.think, table, version)


def may_ask(table: Table, seat: int) -> bool:
    """Whether this seat may have hints: as agreed, or alone with bots; never for ratings."""
    alone = all(sitter and (sitter.bot or sitter.seat == seat) for sitter in table.seats)
    return not table.rated and (alone or table.shown.rules.hints)


def level_of(table: Table, seat: int) -> str:
    """How well the bot of this seat plays, or the one that plays on for its player."""
    sitter = table.seats[seat]
    if sitter is None or not sitter.bot:
        return LEAVER
    return sitter.level or PLAIN
