"""The legal minimum of §12.3: what is done for a seat whose time is over."""

from games.cards import Card, cards_in, rank_of, suit_of
from games.preferans.actions import Action, Call, Discard, Play, Word
from games.preferans.bids import LADDER
from games.preferans.state import Deal, Step
from games.preferans.tricks import legal_cards

QUEEN = 5

_DECLARATIONS: dict[Step, str] = {
    "first": "pass",
    "second": "pass",
    "answer": "confirm",
    "stay": "whist",
    "dealer": "pass",
    "light": "closed",
    "catcher": "trust",
}


def cheapest_act(deal: Deal) -> Action:
    """Pass, keep the contract won, the lowest legal card."""
    if deal.phase == "play":
        return Play(min(cards_in(legal_cards(deal)), key=lambda card: (rank_of(card), card)))
    if deal.phase == "auction":
        return Word("pass")
    if deal.phase == "discard":
        return _discard(deal)
    return Word(_DECLARATIONS[deal.step])


def _discard(deal: Deal) -> Action:
    bid = LADDER[deal.rung]
    if bid.no_talon:
        return Call(deal.rung)
    cards = list(cards_in(deal.cards.hands[deal.turn]))
    if bid.level == 0:
        worst = sorted(cards, key=lambda card: (_danger(cards, card), rank_of(card), card))
        return Discard((worst[-1], worst[-2]), deal.rung)
    weakest = sorted(cards, key=lambda card: (_use(cards, card, bid.strain), card))
    return Discard((weakest[0], weakest[1]), deal.rung)


def _use(cards: list[Card], card: Card, trump: int) -> tuple[bool, bool, int, int]:
    """How much a card helps a game: trumps and honours stay, short suits and low cards go."""
    length = sum(suit_of(other) == suit_of(card) for other in cards)
    return suit_of(card) == trump, rank_of(card) >= QUEEN, length, rank_of(card)


def _danger(cards: list[Card], card: Card) -> int:
    """How far a card stands above the place it would need in its suit on a misère."""
    below = sum(suit_of(other) == suit_of(card) and other < card for other in cards)
    return max(0, rank_of(card) - 2 * below)
