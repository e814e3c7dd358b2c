"""The ladder of the auction (§2.1) with its rungs without talon (§2.6)."""

from typing import Final, NamedTuple

from games.cards import NO_TRUMP

STRAINS: Final = "SCDHN"


class Bid(NamedTuple):
    """One rung. `level` is 6..10, or 0 for misère; `strain` 0..3 suits, 4 without trumps."""

    level: int
    strain: int
    no_talon: bool
    name: str


def _games(low: int, high: int, no_talon: bool = False) -> list[Bid]:
    end = "!" if no_talon else ""
    levels = range(low, high + 1)
    return [
        Bid(level, strain, no_talon, f"{level}{STRAINS[strain]}{end}")
        for level in levels
        for strain in range(5)
    ]


# A rung is an index into this ladder, 1 the weakest. Contracts of ten without talon stand on the
# same height as plain tens: nobody bids them, the winner of a nine without talon may name them.
LADDER: Final[tuple[Bid, ...]] = (
    Bid(0, NO_TRUMP, False, ""),
    *_games(6, 8),
    Bid(0, NO_TRUMP, False, "misere"),
    *_games(9, 9),
    Bid(0, NO_TRUMP, True, "misere!"),
    *_games(9, 9, no_talon=True),
    *_games(10, 10),
    *_games(10, 10, no_talon=True),
)
NONE: Final = 0
MISERE: Final = 16
MISERE_NO_TALON: Final = 22
RUNGS: Final[dict[str, int]] = {bid.name: rung for rung, bid in enumerate(LADDER) if rung}
NAMES: Final[tuple[str, ...]] = tuple(bid.name for bid in LADDER)

FIRST_NINE: Final = RUNGS["9S"]
LAST_NINE: Final = RUNGS["9N"]
FIRST_NINE_NO_TALON: Final = RUNGS["9S!"]
LAST_NINE_NO_TALON: Final = RUNGS["9N!"]
LAST_TEN: Final = RUNGS["10N"]
# The 26 rungs of every table, weakest first (§2.1).
PLAIN_RUNGS: Final[tuple[int, ...]] = tuple(
    rung for rung in range(1, LAST_TEN + 1) if not LADDER[rung].no_talon
)
PLAIN_GAMES: Final[tuple[int, ...]] = tuple(rung for rung in PLAIN_RUNGS if LADDER[rung].level)


def is_misere(rung: int) -> bool:
    """Misère, with the talon or without."""
    return LADDER[rung].level == 0


def first_rung_of(level: int) -> int:
    """The rung of this level in spades (§2.1)."""
    return RUNGS[f"{level}S"]
