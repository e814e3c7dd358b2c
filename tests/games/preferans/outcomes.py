"""Ways a deal can end, in the few words that matter for what it writes."""

from dataclasses import replace
from typing import Any

from games.cards import CARDS_BY_NAME, Card
from games.preferans.outcome import Outcome
from games.preferans.rules import SOCHI, preset
from games.preferans.sheet import Sheet

BOTH = (1, 2)
GENTLEMEN = replace(SOCHI, whist_style="gentleman")
LENINGRAD_4 = preset("leningrad", 4)
SOCHI_4 = preset("sochi", 4)
ROSTOV_4 = preset("rostov", 4)


def game(
    level: int, tricks: tuple[int, ...], whisters: tuple[int, ...] = (), **more: Any
) -> Outcome:
    """A played game of seat 0; with four players seat 3 deals."""
    deal: dict[str, Any] = {"declarer": 0, "level": level, "whisters": whisters} | more
    return Outcome(kind="game", dealer=len(tricks) - 1, tricks=tricks, **deal)


def unplayed(level: int, players: int = 3, **more: Any) -> Outcome:
    return game(level, (0,) * players, played=False, **more)


def all_pass(*tricks: int, number: int = 1) -> Outcome:
    dealer = len(tricks) - 1
    return Outcome(kind="all_pass", dealer=dealer, tricks=tricks, all_pass_number=number)


def misere(*tricks: int) -> Outcome:
    return Outcome(kind="misere", dealer=len(tricks) - 1, tricks=tricks, declarer=0)


def cards(*names: str) -> tuple[Card, Card]:
    first, second = (CARDS_BY_NAME[name] for name in names)
    return first, second


def on_declarer(sheet: Sheet) -> tuple[int, ...]:
    """What the others wrote on seat 0."""
    return tuple(row[0] for row in sheet.whists[1:])
