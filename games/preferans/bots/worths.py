"""What a hand is worth suit by suit, as tables of hundredths for drawing layouts."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from games.preferans.bots.bidding import LEAST_WORTH, SAFE_MISERE, hurry
from games.preferans.bots.strength import (
    PLAIN_TRICKS,
    SIDE_TRICKS,
    SPREAD_BEFORE,
    enough_tricks,
    talon_gain,
)
from games.preferans.bots.suits import MISERE_DANGER, TRICKS
from games.preferans.bots.whist import side_part, trump_part
from games.preferans.solver.layouts import Lottery, Worths

HUNDREDTHS: Final = 100
SAFE: Final = round(SAFE_MISERE * HUNDREDTHS)


def _table(values: Sequence[float]) -> list[int]:
    return [round(value * HUNDREDTHS) for value in values]


def _each(worth: Callable[[int], float]) -> list[int]:
    return _table([worth(part) for part in range(256)])


LOTTERY: Final = Lottery(
    Worths(
        trump=_table(TRICKS),
        side=_table(SIDE_TRICKS),
        without_trumps=(_table(PLAIN_TRICKS[False]), _table(PLAIN_TRICKS[True])),
        danger=_table(MISERE_DANGER),
        against_trump=_each(trump_part),
        against_side=_each(lambda part: side_part(part, no_trump=False)),
        against_no_trumps=_each(lambda part: side_part(part, no_trump=True)),
    )
)


@cache
def tricks_to_bid(level: int, min_level: int) -> int:
    """Hundredths of a trick ten cards must be worth for a bid of this level, talon to come."""
    needed = enough_tricks(level, LEAST_WORTH - hurry(min_level), SPREAD_BEFORE)
    for hundredths in range(0, 10 * HUNDREDTHS, 5):
        tricks = hundredths / HUNDREDTHS
        if tricks + talon_gain(tricks) >= needed:
            return hundredths
    return 10 * HUNDREDTHS
