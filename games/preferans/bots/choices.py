"""The acts worth thinking about before the play; the plain bot's own comes first."""

from itertools import combinations
from typing import Final

from games.cards import Hand, cards_in, names_of
from games.preferans.bids import LADDER, RUNGS
from games.preferans.bots.plain import choose
from games.preferans.bots.seen import mask
from games.preferans.bots.strength import (
    best_rung,
    misere_danger,
    plan_of,
    talon_gain,
    tricks_of,
)
from games.preferans.view import View

_HOPELESS: Final = 5.0  # tricks with the talon
_DARING: Final = 5.0  # danger of a misère still thought about
_STRAINS: Final = (4, 3)  # discards thought about in the best strain, and in the second
_MISERES: Final = 8


def choices(view: View, seat: int) -> list[str]:
    """Texts of legal acts for the decision put to this seat."""
    likely = choose(view, seat)
    others = {"auction": _calls, "discard": _contracts, "declare": _words}
    found = others[view.phase](view, seat) if view.phase in others else []
    return list(dict.fromkeys((likely, *found)))


def _words(view: View, seat: int) -> list[str]:
    return list(view.legal or ())


def _calls(view: View, seat: int) -> list[str]:
    """Pass, hold, the cheapest game if it is not hopeless, a misère that is not too open."""
    hand = mask(view.hands[seat] or ())
    legal = view.legal or ()
    found = ["pass"]
    if misere_danger(hand) <= _DARING:
        found += [name for name in ("misere", "misere!") if name in legal]
    tricks = max(tricks_of(hand, strain, leads=seat == view.eldest) for strain in range(5))
    if tricks + talon_gain(tricks) >= _HOPELESS:
        games = [name for name in legal if name in RUNGS and LADDER[RUNGS[name]].level]
        found += ["hold"] if "hold" in legal else []
        found += games[:1]
    return found


def _contracts(view: View, seat: int) -> list[str]:
    hand, legal = mask(view.hands[seat] or ()), view.legal or ()
    names = [name for name in legal if name != "concede"]
    given_up = ["concede"] if "concede" in legal else []
    if not LADDER[RUNGS[names[0]]].level:
        pairs = sorted(_pairs(hand), key=lambda pair: misere_danger(hand & ~pair))
        return [f"{_two(pair)} {names[0]}" for pair in pairs[:_MISERES]]
    if LADDER[RUNGS[names[0]]].no_talon:
        return names + given_up
    return _games(hand, names, leads=seat == view.eldest) + given_up


def _games(hand: Hand, names: list[str], *, leads: bool) -> list[str]:
    """Several discards in the two best strains, each with the levels it may be good for."""
    ranked = []
    for strain in range(5):
        plans = [plan_of(hand & ~p, strain, discard=p, leads=leads) for p in _pairs(hand)]
        plans.sort(key=lambda plan: -plan.tricks)
        own = [name for name in names if LADDER[RUNGS[name]].strain == strain]
        worth = best_rung([plans[0]] * 5, own)[1] if own else -1000.0
        ranked.append((worth, strain, plans, own))
    ranked.sort(key=lambda each: -each[0])
    found = []
    for (_, _, plans, own), count in zip(ranked, _STRAINS, strict=False):
        near = _near(own, plans[0].tricks)
        found += [f"{_two(plan.discard)} {name}" for plan in plans[:count] for name in near]
    return found


def _near(names: list[str], tricks: float) -> list[str]:
    """The contracts around so many tricks, else the lowest there is."""
    near = [name for name in names if abs(LADDER[RUNGS[name]].level - tricks) <= _NEAR]
    return near or names[:1]


_NEAR: Final = 1.4


def _pairs(hand: Hand) -> list[Hand]:
    return [1 << first | 1 << second for first, second in combinations(cards_in(hand), 2)]


def _two(cards: Hand) -> str:
    return " ".join(names_of(cards))
