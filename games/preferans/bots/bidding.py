"""What the bot calls in the auction, and what it puts away and names after it."""

from typing import Final

from games.cards import Hand, names_of
from games.preferans.bids import LADDER, PLAIN_GAMES, RUNGS, is_misere
from games.preferans.bots.seen import mask
from games.preferans.bots.strength import (
    SPREAD_BEFORE,
    best_plans,
    best_rung,
    enough_tricks,
    misere_danger,
    plan_of,
    safest_discard,
    talon_gain,
    tricks_of,
)
from games.preferans.view import View

# A call must be worth this much in whists at single prices, and less inside a series of all-pass
# deals that only a higher game leaves: another one costs everybody more.
LEAST_WORTH: Final = -1.0
_HURRY: Final = 14.0
SAFE_MISERE: Final = 1.0


def call(view: View, seat: int) -> str:
    """Pass, hold, misère, or the cheapest game not above the hand's worth."""
    assert view.legal is not None
    hand = mask(view.hands[seat] or ())
    for name in ("misere", "misere!"):
        if name in view.legal and misere_danger(hand) <= SAFE_MISERE:
            return name
    least = LEAST_WORTH - hurry(view.min_level)
    limit = _limit(hand, least, leads=seat == view.eldest)
    if "hold" in view.legal and view.standing and RUNGS[view.standing[1]] <= limit:
        return "hold"
    games = [name for name in view.legal if LADDER[RUNGS.get(name, 0)].level]
    plain = [name for name in games if not LADDER[RUNGS[name]].no_talon]
    return plain[0] if plain and RUNGS[plain[0]] <= limit else "pass"


def hurry(min_level: int) -> float:
    """How much less a call may be worth inside a series that only `min_level` leaves, in whists."""
    return _HURRY * (min_level - 6)


def _limit(hand: Hand, least: float, *, leads: bool) -> int:
    """The highest rung worth playing with an average talon; 0 for none."""
    counts = [tricks_of(hand, strain, leads=leads) for strain in range(5)]
    tricks = [count + talon_gain(count) for count in counts]
    good = [
        rung
        for rung in PLAIN_GAMES
        if tricks[LADDER[rung].strain] >= enough_tricks(LADDER[rung].level, least, SPREAD_BEFORE)
    ]
    return max(good, default=0)


def contract(view: View, seat: int) -> str:
    """The discard and the final contract; without talon the contract alone; or `concede`."""
    assert view.legal is not None
    hand = mask(view.hands[seat] or ())
    leads = seat == view.eldest
    names = [name for name in view.legal if name != "concede"]
    if is_misere(RUNGS[names[0]]):
        return f"{_two(safest_discard(hand))} {names[0]}"
    if LADDER[RUNGS[names[0]]].no_talon:
        plans = [plan_of(hand, strain, discard=0, leads=leads) for strain in range(5)]
        return best_rung(plans, names)[0]
    plans = best_plans(hand, leads=leads)
    name, worth = best_rung(plans, names)
    bid = LADDER[RUNGS[name]]
    if "concede" in view.legal and worth < -20.0 * 2 * (bid.level - 5):
        return "concede"
    return f"{_two(plans[bid.strain].discard)} {name}"


def _two(cards: Hand) -> str:
    return " ".join(names_of(cards))
