"""The 32-card deck: a card is 0..31 (suit × 8 + rank), a hand a bit mask of cards."""

from collections.abc import Iterable, Iterator
from typing import Final, NewType

Card = NewType("Card", int)
Hand = int

SUITS: Final = "SCDH"
RANKS: Final = "789TJQKA"
NO_TRUMP: Final = 4
FULL_DECK: Final[Hand] = (1 << 32) - 1
SUIT_MASKS: Final[tuple[Hand, ...]] = (0xFF, 0xFF00, 0xFF0000, 0xFF000000)
CARD_NAMES: Final[tuple[str, ...]] = tuple(suit + rank for suit in SUITS for rank in RANKS)
CARDS_BY_NAME: Final[dict[str, Card]] = {name: Card(i) for i, name in enumerate(CARD_NAMES)}


def suit_of(card: Card) -> int:
    """0 spades, 1 clubs, 2 diamonds, 3 hearts (§1.1)."""
    return card >> 3


def rank_of(card: Card) -> int:
    """0 for the seven up to 7 for the ace (§1.1)."""
    return card & 7


def cards_in(hand: Hand) -> Iterator[Card]:
    """The cards of a hand, lowest first, spades to hearts."""
    while hand:
        lowest = hand & -hand
        yield Card(lowest.bit_length() - 1)
        hand ^= lowest


def hand_of(cards: Iterable[Card]) -> Hand:
    """The mask of these cards."""
    hand = 0
    for card in cards:
        hand |= 1 << card
    return hand


def names_of(hand: Hand) -> tuple[str, ...]:
    """Names such as `SA` (ace of spades) or `DT` (ten of diamonds), lowest first."""
    spades, clubs, diamonds, hearts = _NAMES_BY_SUIT
    return (
        spades[hand & 0xFF]
        + clubs[hand >> 8 & 0xFF]
        + diamonds[hand >> 16 & 0xFF]
        + hearts[hand >> 24]
    )


# The names of every set of cards of a suit. Measured: 0.3 us a hand instead of 2.
_NAMES_BY_SUIT: Final[tuple[tuple[tuple[str, ...], ...], ...]] = tuple(
    tuple(tuple(CARD_NAMES[card] for card in cards_in(some << 8 * suit)) for some in range(256))
    for suit in range(4)
)
