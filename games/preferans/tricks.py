"""What may be played to a trick and who takes it (§5.2, §5.3)."""

from games.cards import NO_TRUMP, SUIT_MASKS, Card, Hand, suit_of
from games.preferans.bids import LADDER
from games.preferans.state import Deal


def trump_of(deal: Deal) -> int:
    """The trump suit, or NO_TRUMP on no trumps, misère and all pass."""
    return LADDER[deal.rung].strain if deal.kind == "game" else NO_TRUMP


def led_suit(deal: Deal) -> int | None:
    """The suit to follow: of the talon card that leads (§7.2), or of the first card."""
    if deal.lead is not None:
        return suit_of(deal.lead)
    return suit_of(deal.trick[0][1]) if deal.trick else None


def legal_cards(deal: Deal) -> Hand:
    """The cards of the hand to play that may be played now (§5.2)."""
    hand = deal.cards.hands[deal.hand]
    suit = led_suit(deal)
    if suit is None:
        return hand
    follow = hand & SUIT_MASKS[suit]
    if follow:
        return follow
    trump = trump_of(deal)
    return (hand & SUIT_MASKS[trump] if trump != NO_TRUMP else 0) or hand


def taker_of(trick: tuple[tuple[int, Card], ...], led: int, trump: int) -> int:
    """Who takes the trick: the highest trump, else the highest card of the suit led (§5.3)."""
    winner, best = -1, -1
    for seat, card in trick:
        suit = card >> 3
        strength = card + 32 if suit == trump else card if suit == led else -1
        if strength > best:
            winner, best = seat, strength
    return winner
