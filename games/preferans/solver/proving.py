"""Calls that prove what a player says of the tricks left from what he sees alone."""

from typing import Final, NamedTuple

from games.cards import NO_TRUMP, Card, Hand
from games.preferans.solver._solver import ffi  # made by build.py
from games.preferans.solver.solving import Memory

PROOF_BYTES: Final = 8 << 20


class Claim(NamedTuple):
    """The seat `counted` takes at least (or at most) `tricks` of those not yet finished.

    Seats are 0, 1, 2 clockwise. `hands` are the cards the claimant sees in each hand, none in a
    hidden one and none of the `trick` on the table; `hidden` are the cards he does not see, and
    `places` says of each seat and then of nobody which of these may lie there and how many do.
    The planners are `counted` alone or the other two as one; they see their own hands.
    On a misère (`alone` and at most, or not alone and at least) there are no trumps.
    `exactly`: nor could the planners get more in any layout by best play with open cards.
    """

    hands: tuple[Hand, Hand, Hand]
    hidden: Hand
    places: tuple[tuple[Hand, int], ...]
    trump: int
    leader: int
    trick: tuple[Card, ...]
    counted: int
    alone: bool
    at_least: bool
    tricks: int
    exactly: bool = False


def prove(claim: Claim, *, most_ms: float = 0, most_nodes: int = 0) -> bool:
    """Whether one way of playing makes the claim true wherever the hidden cards lie.

    The planners choose by what has been seen to be played, never by the layout; the others may
    play as if they saw every card. False also when the budget ends first (a node is a card or
    trick begun, 0 is no limit) or there are more than 8192 layouts.
    """
    fields = {
        "hands": claim.hands,
        "hidden": claim.hidden,
        "possible": [cards for cards, _ in claim.places],
        "unseen": [count for _, count in claim.places],
        "trump": -1 if claim.trump == NO_TRUMP else claim.trump,
        "leader": claim.leader,
        "table_cards": len(claim.trick),
        "table": claim.trick,
        "counted": claim.counted,
        "alone": claim.alone,
        "at_least": claim.at_least,
        "tricks": claim.tricks,
        "exactly": claim.exactly,
    }
    budget = ffi.new("solver_budget *", (most_nodes, int(most_ms * 1e6), ffi.NULL))
    asked = ffi.new("solver_claim *", fields)
    return Memory(PROOF_BYTES).prove(asked, budget)
