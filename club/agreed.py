"""What a table is opened with: rules of a convention or of the house, and how fast it is."""

from dataclasses import replace
from typing import Final, NamedTuple

from club.errors import ClubRefusal
from games.preferans import Clock, Rules, preset
from games.preferans.rules import PRESETS

PLAYERS: Final = (3, 4)
TARGETS: Final = (5, 10, 20)
MOST_TARGET: Final = 50
BUDGET_MS: Final = 1_000
CLOCKS: Final = {
    "fast": Clock(act_ms=15_000, bank_ms=60_000, refill_ms=10_000),
    "usual": Clock(act_ms=30_000, bank_ms=120_000, refill_ms=20_000),
    "calm": Clock(act_ms=60_000, bank_ms=300_000, refill_ms=60_000),
}


class Agreed(NamedTuple):
    """What a table is opened with: a convention and its target, or rules of the house."""

    convention: str = "sochi"
    target: int = 10
    speed: str = "usual"
    rules: Rules | None = None
    public: bool = False  # the hall shows it
    rated: bool = False
    company: int | None = None  # whose table it is
    players: int = 3  # by a convention; with rules of the house they tell

    def in_full(self, pace_ms: int) -> tuple[Rules, Clock]:
        """All its rules, and its clock; nobody gets hints where ratings are at stake.

        Raises ClubRefusal("bad_table").
        """
        rules = self.rules or _of_convention(self.convention, self.target, self.players)
        if self.rated:
            rules = replace(rules, hints=False)
        if self.speed not in CLOCKS or rules.pool_target > MOST_TARGET:
            raise ClubRefusal("bad_table")
        return rules, CLOCKS[self.speed]._replace(pace_ms=pace_ms, budget_ms=BUDGET_MS)


def _of_convention(convention: str, target: int, players: int) -> Rules:
    if convention not in PRESETS or not 1 <= target <= MOST_TARGET or players not in PLAYERS:
        raise ClubRefusal("bad_table")
    return replace(preset(convention, players), pool_target=target)
