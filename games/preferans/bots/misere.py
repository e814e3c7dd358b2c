"""How the bot plays a misère, and how it catches one."""

from games.cards import SUIT_MASKS, Card, cards_in, rank_of, suit_of
from games.preferans.bots.seen import Seen
from games.preferans.bots.taking import (
    danger,
    higher,
    leader,
    losers,
    lower,
    most_dangerous,
    power,
    takers,
)


def duck(seen: Seen) -> Card:
    """The card of a player who wants no trick, on misère or all pass."""
    if not seen.trick and seen.led is None:
        return min(cards_in(seen.legal), key=lambda card: _lead_risk(seen, card))
    if seen.led is not None and not seen.hand & SUIT_MASKS[seen.led]:
        return most_dangerous(seen.hand, seen.legal, seen.theirs)
    under = losers(seen)
    if under:
        return under[-1]
    taking = takers(seen)
    return taking[0] if seen.to_come() else taking[-1]


def _lead_risk(seen: Seen, card: Card) -> tuple[float, int]:
    """Low where somebody must go over; suits the others have run out of come last."""
    over = seen.theirs & higher(card)
    under = seen.theirs & lower(card)
    if not over:
        return 100.0, rank_of(card)
    rest = danger(seen.hand & ~(1 << card), seen.theirs, suit_of(card))
    return 2.0 * under.bit_count() - 0.5 * over.bit_count() + 0.3 * rest, rank_of(card)


def catch(seen: Seen) -> Card:
    """A catcher's card: make the declarer use up his low cards, then stay below him."""
    if not seen.trick:
        return max(cards_in(seen.legal), key=lambda card: _catch_worth(seen, card))
    assert seen.led is not None and seen.declarer is not None
    if not seen.hand & SUIT_MASKS[seen.led]:
        return max(cards_in(seen.legal), key=lambda card: _useless(seen, card))
    holder, best = leader(seen)
    under = [card for card in losers(seen) if power(seen, card, seen.led) < best]
    if holder == seen.declarer or seen.declarer in seen.to_come():
        return under[-1] if under else takers(seen)[0]
    # The declarer has ducked already: high cards are no use any more.
    return max(cards_in(seen.legal), key=rank_of)


def _catch_worth(seen: Seen, card: Card) -> float:
    """How hard the declarer finds it to stay below this lead and the partner's lowest."""
    assert seen.declarer is not None
    mask = SUIT_MASKS[suit_of(card)]
    his = seen.may_hold[seen.declarer] & mask
    if not his:
        return -20.0 - rank_of(card)
    partners = seen.may_hold[seen.partner] & mask
    least = min(cards_in(partners)) if partners else card
    top = Card(max(card, least))
    under = (his & lower(top)).bit_count()
    over = (his & higher(top)).bit_count()
    if not under:
        return 20.0 + over
    return over - 3.0 * under - 0.1 * rank_of(card)


def _useless(seen: Seen, card: Card) -> float:
    """Throw suits the declarer has not, then high cards."""
    assert seen.declarer is not None
    his = seen.may_hold[seen.declarer] & SUIT_MASKS[suit_of(card)]
    return rank_of(card) + (10.0 if not his else 0.0)
