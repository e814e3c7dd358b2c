"""Whether a card takes the trick, and whether another may still beat it."""

from games.cards import SUIT_MASKS, Card, Hand, cards_in, rank_of, suit_of
from games.preferans.bots.seen import Seen
from games.preferans.bots.suits import MISERE_DANGER, TRICKS


def higher(card: Card) -> Hand:
    """The cards of the same suit above this one."""
    return SUIT_MASKS[card >> 3] & ~((2 << card) - 1)


def lower(card: Card) -> Hand:
    """The cards of the same suit below this one."""
    return SUIT_MASKS[card >> 3] & ((1 << card) - 1)


def power(seen: Seen, card: Card, led: int) -> int:
    """The order in which cards take a trick of this led suit; -1 never takes it."""
    suit = suit_of(card)
    if suit == seen.trump:
        return 32 + card
    return card if suit == led else -1


def leader(seen: Seen) -> tuple[int | None, int]:
    """Who holds the trick so far, and with what power; (None, -1) before the first card."""
    if not seen.trick or seen.led is None:
        return None, -1
    led = seen.led
    best, seat = max((power(seen, card, led), seat) for seat, card in seen.trick)
    return seat, best


def takers(seen: Seen) -> list[Card]:
    """The legal cards that would hold the trick now, weakest first."""
    _, best = leader(seen)
    led = seen.led
    cards = (c for c in cards_in(seen.legal) if led is None or power(seen, c, led) > best)
    return sorted(cards, key=lambda card: (suit_of(card) == seen.trump, rank_of(card)))


def losers(seen: Seen) -> list[Card]:
    """The legal cards that would not hold the trick now, lowest first."""
    taking = set(takers(seen))
    return sorted((c for c in cards_in(seen.legal) if c not in taking), key=rank_of)


def may_be_beaten(seen: Seen, card: Card, by: int) -> bool:
    """Whether the cards this seat may hold could take the trick from our card."""
    hand = seen.may_hold[by]
    led = suit_of(card) if seen.led is None else seen.led
    follow = hand & SUIT_MASKS[led]
    trumps = hand & SUIT_MASKS[seen.trump] if seen.trump < 4 else 0
    if suit_of(card) == seen.trump and led != seen.trump:
        return not (by in seen.known and follow) and bool(hand & higher(card))
    if hand & higher(card) and suit_of(card) == led:
        return True
    return not follow and bool(trumps)


def is_boss(card: Card, others: Hand) -> bool:
    """Whether none of these cards is higher in its suit."""
    return not others & higher(card)


def lowest(hand: Hand) -> Card:
    """The lowest card by rank."""
    return min(cards_in(hand), key=rank_of)


def ranked(hand: Hand, others: Hand, suit: int) -> int:
    """Our cards of the suit as an eight-bit mask, as if only these and the others existed."""
    ours, mask, place = hand & SUIT_MASKS[suit], 0, 7
    both = (ours | others) & SUIT_MASKS[suit]
    while both:
        top = 1 << (both.bit_length() - 1)
        mask |= (1 << place) if ours & top else 0
        both ^= top
        place -= 1
    return mask


def least_useful(seen: Seen) -> Card:
    """The card whose loss costs the fewest tricks, the lowest among equals."""
    return min(cards_in(seen.legal), key=lambda card: (_use(seen, card), rank_of(card)))


def _use(seen: Seen, card: Card) -> float:
    if suit_of(card) == seen.trump:
        return 10.0
    before = ranked(seen.hand, seen.against, suit_of(card))
    after = ranked(seen.hand & ~(1 << card), seen.against, suit_of(card))
    return TRICKS[before] - TRICKS[after]


def danger(hand: Hand, others: Hand, suit: int) -> int:
    """How likely the suit is to be caught on misère and all pass, given the cards still out."""
    ours, total = 0, 0
    for card in cards_in(hand & SUIT_MASKS[suit]):
        total += max(0, (others & lower(card)).bit_count() - ours)
        ours += 1
    return total


def most_dangerous(hand: Hand, legal: Hand, others: Hand) -> Card:
    """The card to throw away when no trick is wanted."""

    def relief(card: Card) -> tuple[int, int]:
        suit = suit_of(card)
        less = danger(hand & ~(1 << card), others, suit)
        return danger(hand, others, suit) - less, rank_of(card)

    return max(cards_in(legal), key=relief)


def is_safe_suit(part: int) -> bool:
    """Whether a whole suit, by its eight-bit mask, is never caught on misère."""
    return MISERE_DANGER[part] == 0
