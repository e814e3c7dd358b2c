"""How the bot defends against a game: for itself, or both hands of an open whist."""

from games.cards import NO_TRUMP, SUIT_MASKS, Card, cards_in, rank_of, suit_of
from games.preferans.bots.seen import Seen
from games.preferans.bots.suits import TRICKS
from games.preferans.bots.taking import (
    higher,
    is_boss,
    leader,
    least_useful,
    may_be_beaten,
    power,
    ranked,
    takers,
)

TEN = 3


def choose_card(seen: Seen) -> Card:
    """A defender's card: cash, lead through the declarer, do not beat the partner."""
    if not seen.trick:
        return max(cards_in(seen.legal), key=lambda card: (_lead_worth(seen, card), -card))
    assert seen.declarer is not None
    taking = takers(seen)
    if not taking or _partner_holds(seen):
        return least_useful(seen)
    if seen.declarer in seen.to_come():
        return _before_declarer(seen, taking)
    return _after_declarer(seen, taking)


def _partner_holds(seen: Seen) -> bool:
    """Whether the trick is the partner's and the declarer cannot take it any more."""
    holder, best = leader(seen)
    if holder != seen.partner or seen.declarer is None:
        return False
    if seen.declarer not in seen.to_come():
        return True
    assert seen.led is not None
    card = next(card for _, card in seen.trick if power(seen, card, seen.led) == best)
    return not may_be_beaten(seen, card, seen.declarer)


def _before_declarer(seen: Seen, taking: list[Card]) -> Card:
    """The declarer plays last: the cheapest card he cannot beat, else force him high."""
    assert seen.declarer is not None
    safe = [card for card in taking if not may_be_beaten(seen, card, seen.declarer)]
    if safe:
        return safe[0]
    holder, _ = leader(seen)
    if holder == seen.partner and rank_of(seen.trick[0][1]) >= TEN:
        return least_useful(seen)
    return taking[-1] if suit_of(taking[-1]) == seen.led else taking[0]


def _after_declarer(seen: Seen, taking: list[Card]) -> Card:
    """The declarer has played: take cheaply unless the partner will."""
    if not seen.to_come():
        return taking[0]
    if seen.partner in seen.known:
        best = leader(seen)[1]
        led = seen.led
        assert led is not None
        hand = seen.may_hold[seen.partner]
        follow = hand & SUIT_MASKS[led] or hand
        if any(power(seen, card, led) > best for card in cards_in(follow)):
            return least_useful(seen)
        return taking[0]
    return taking[0]


def _lead_worth(seen: Seen, card: Card) -> float:
    """How good a lead is: make him ruff, then winners, then towards the partner; trumps last."""
    assert seen.declarer is not None
    suit = suit_of(card)
    declarers = seen.may_hold[seen.declarer]
    his = (declarers & SUIT_MASKS[suit]).bit_count()
    worth = -0.02 * rank_of(card) - 0.25 * his - (1.0 if suit == seen.trump else 0.0)
    if not his and suit != seen.trump < NO_TRUMP:
        return worth + 3.8  # he has to ruff, and loses command of the trumps
    if is_boss(card, declarers):
        return worth + 3.0 + 0.1 * rank_of(card)
    if seen.partner in seen.known and _wins_there(seen, suit):
        return worth + 2.5
    return worth + _towards_partner(seen, card)


def _wins_there(seen: Seen, suit: int) -> bool:
    """Whether the partner's known cards take this suit from the declarer."""
    assert seen.declarer is not None
    declarers = seen.may_hold[seen.declarer]
    theirs = seen.may_hold[seen.partner] & SUIT_MASKS[suit]
    return any(is_boss(card, declarers) for card in cards_in(theirs))


def _towards_partner(seen: Seen, card: Card) -> float:
    """Through the declarer a low card, up to him the top of a sequence."""
    suit = suit_of(card)
    ours = seen.hand & SUIT_MASKS[suit]
    guarded = TRICKS[ranked(seen.hand, seen.against, suit)]
    through = seen.active[(seen.active.index(seen.seat) + 1) % 3] == seen.declarer
    below = ours & ~higher(card) & ~(1 << card)
    touching = bool(below) and not seen.against & higher(max(cards_in(below))) & ~higher(card)
    if touching and rank_of(card) > TEN:
        return 1.0 + 0.1 * rank_of(card)
    return (1.0 if through else 0.5) - 0.8 * guarded - 0.1 * rank_of(card)
