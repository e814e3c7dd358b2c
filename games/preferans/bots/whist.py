"""Whether the bot whists, for half or not at all, and in what light."""

from collections.abc import Sequence
from typing import Final

from games.cards import NO_TRUMP, Hand
from games.preferans.bids import LADDER, RUNGS
from games.preferans.bots.seen import mask
from games.preferans.bots.strength import suit_part
from games.preferans.bots.suits import ACE, JACK, KING, QUEEN
from games.preferans.view import View

# Own tricks that are enough to whist first, second after a pass, second beside a whist, and to
# take a whist back; the partner is good for the rest.
FIRST: Final = {6: 1.9, 7: 1.0, 8: 1.25, 9: 1.25, 10: 1.0}
ALONE: Final = {6: 2.4, 7: 1.4, 8: 1.4, 9: 1.25, 10: 1.0}
BESIDE: Final = {6: 1.4, 7: 0.9, 8: 1.25, 9: 1.25, 10: 1.0}
RETURN: Final = {6: 2.2, 7: 0.8}


def declare(view: View, seat: int) -> str:
    """One of the legal declarations (§4.2)."""
    assert view.legal is not None and view.contract is not None
    bid = LADDER[RUNGS[view.contract]]
    hand = mask(view.hands[seat] or ())
    tricks = defence_of(hand, bid.strain)
    if "return" in view.legal:
        return "return" if tricks >= RETURN.get(bid.level, 9) else "confirm"
    if "whist" not in view.legal:
        return "pass"  # the sitting dealer has seen no hand
    if "half" in view.legal and "pass" not in view.legal:
        return "whist" if tricks >= ALONE[bid.level] else "half"
    said = [word for _, word in view.declarations]
    enough = FIRST if not said else ALONE if said[-1] == "pass" else BESIDE
    if tricks >= enough[bid.level]:
        return "whist"
    return "half" if "half" in view.legal else "pass"


def enough_to(contract: str, said: Sequence[str]) -> float | None:
    """Own tricks that are enough to whist after these declarations; None where it is not asked."""
    level = LADDER[RUNGS[contract]].level
    if "half" in said:
        return RETURN.get(level) if len(said) == 2 else None
    if len(said) > 1:
        return None
    enough = FIRST if not said else ALONE if said[-1] == "pass" else BESIDE
    return enough[level]


def choose_light(view: View, seat: int) -> str:
    """Open shows the partner's hand to the whister; a strong hand whists closed."""
    assert view.legal is not None and view.contract is not None
    if "trust" in view.legal:
        return "catch"
    bid = LADDER[RUNGS[view.contract]]
    tricks = defence_of(mask(view.hands[seat] or ()), bid.strain)
    if "half" in view.legal and tricks < ALONE[bid.level] - 0.5:
        return "half"
    return "open"


def defence_of(hand: Hand, trump: int) -> float:
    """Tricks this hand takes against a game with these trumps."""
    total = 0.0
    for suit in range(4):
        part = suit_part(hand, suit)
        total += trump_part(part) if suit == trump else side_part(part, no_trump=trump == NO_TRUMP)
    if trump != NO_TRUMP and suit_part(hand, trump) and _has_short_suit(hand, trump):
        total += 0.3
    return total


def _has_short_suit(hand: Hand, trump: int) -> bool:
    return any(suit != trump and suit_part(hand, suit).bit_count() < 2 for suit in range(4))


def trump_part(part: int) -> float:
    """Trumps behind a longer holding: what stops his suit."""
    length = part.bit_count()
    tricks = 1.0 if part & ACE else 0.0
    if part & KING:
        tricks += 0.9 if part & ACE else 0.75 if length > 1 else 0.15
    if part & QUEEN:
        tricks += 0.7 if length > 2 or part & KING else 0.1
    if part & JACK and length > 3:
        tricks += 0.5
    return tricks + (0.5 if length > 4 else 0.0)


def side_part(part: int, *, no_trump: bool) -> float:
    """Honours in a side suit; the longer it is, the sooner he ruffs."""
    length = part.bit_count()
    sure = 1.0 if no_trump or length < 5 else 0.8 if length == 5 else 0.6
    tricks = 0.9 * sure if part & ACE else 0.0
    if part & KING and length > 1:
        tricks += (0.75 if part & (ACE | QUEEN) else 0.5) * sure
    if part & QUEEN and length > 2:
        tricks += 0.25 * sure
    if no_trump and length > 4 and part & (ACE | KING):
        tricks += 0.5 * (length - 4)
    return tricks
