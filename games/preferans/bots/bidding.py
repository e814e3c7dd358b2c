"""What the bot calls in the auction, and what it puts away and names after it."""

from typing import Final

from games.cards import Card, Hand, cards_in, names_of
from games.preferans.bids import LADDER, RUNGS, is_misere
from games.preferans.bots.seen import mask
from games.preferans.bots.strength import (
    SPREAD_AFTER,
    SPREAD_BEFORE,
    TALON_GAIN,
    best_plans,
    best_rung,
    misere_danger,
    safest_discard,
    tricks_of,
    worth_of,
)
from games.preferans.view import View

# A call must promise this much more than an all-pass deal would cost.
LEAST_WORTH: Final = -4.0
SAFE_MISERE: Final = 1.0


def call(view: View, seat: int) -> str:
    """Pass, hold, misère, or the cheapest game not above the hand's worth."""
    assert view.legal is not None
    hand = mask(view.hands[seat] or ())
    for name in ("misere", "misere!"):
        if name in view.legal and misere_danger(hand) <= SAFE_MISERE:
            return name
    limit = _limit(hand)
    if "hold" in view.legal and view.standing and RUNGS[view.standing[1]] <= limit:
        return "hold"
    games = [name for name in view.legal if LADDER[RUNGS.get(name, 0)].level]
    plain = [name for name in games if not LADDER[RUNGS[name]].no_talon]
    return plain[0] if plain and RUNGS[plain[0]] <= limit else "pass"


def _limit(hand: Hand) -> int:
    """The highest rung worth playing with an average talon; 0 for none."""
    tricks = [tricks_of(hand, strain) + TALON_GAIN for strain in range(5)]
    good = [
        rung
        for rung, bid in enumerate(LADDER)
        if bid.level
        and not bid.no_talon
        and worth_of(bid, tricks[bid.strain], SPREAD_BEFORE) > LEAST_WORTH
    ]
    return max(good, default=0)


def contract(view: View, seat: int) -> str:
    """The discard and the final contract; without talon the contract alone; or `concede`."""
    assert view.legal is not None
    hand = mask(view.hands[seat] or ())
    names = [name for name in view.legal if name != "concede"]
    if is_misere(RUNGS[names[0]]):
        return f"{_two(safest_discard(hand))} {names[0]}"
    if LADDER[RUNGS[names[0]]].no_talon:
        tricks = [tricks_of(hand, strain) for strain in range(5)]
        return best_rung(tricks, names, SPREAD_AFTER)[0]
    plans = best_plans(hand)
    name, worth = best_rung([plan.tricks for plan in plans], names, SPREAD_AFTER)
    bid = LADDER[RUNGS[name]]
    if "concede" in view.legal and worth < -20.0 * 2 * (bid.level - 5):
        return "concede"
    return f"{_two(plans[bid.strain].discard)} {name}"


def _two(cards: Hand) -> str:
    return " ".join(names_of(cards))


def highest_first(hand: Hand) -> list[Card]:
    """The cards of a hand, highest rank first."""
    return sorted(cards_in(hand), key=lambda card: -(card & 7))
