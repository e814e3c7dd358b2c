"""How the bot plays a game it has declared."""

from typing import Final

from games.cards import SUIT_MASKS, Card, Hand, cards_in, rank_of
from games.preferans.bots.seen import Seen
from games.preferans.bots.suits import RUN
from games.preferans.bots.taking import (
    higher,
    is_boss,
    least_useful,
    lowest,
    may_be_beaten,
    ranked,
    takers,
)


def choose_card(seen: Seen) -> Card:
    """The declarer's card: draw trumps, cash or establish; follow cheaply."""
    return _follow(seen) if seen.trick else _lead(seen)


def _follow(seen: Seen) -> Card:
    taking = takers(seen)
    if not taking:
        return least_useful(seen)
    to_come = seen.to_come()
    safe = [card for card in taking if not any(may_be_beaten(seen, card, by) for by in to_come)]
    if safe:
        return safe[0]
    # Void and trumping is forced anyway; in the suit led, do not waste an honour.
    is_ruffing = not seen.legal & SUIT_MASKS[seen.led or 0]
    return taking[0] if is_ruffing else lowest(seen.legal)


def _lead(seen: Seen) -> Card:
    if seen.trump < 4:
        trumps = seen.hand & SUIT_MASKS[seen.trump]
        if trumps and seen.theirs & SUIT_MASKS[seen.trump] and _should_draw(seen, trumps):
            return _from_suit(seen, seen.trump)
    bosses = _bosses(seen)
    if bosses and len(bosses) + _long_trumps(seen) >= _needed(seen):
        return bosses[0]
    return _establish(seen, bosses)


def _should_draw(seen: Seen, trumps: Hand) -> bool:
    """With the highest trump only: forcing it out costs command of the other suits."""
    return is_boss(max(cards_in(trumps)), seen.theirs)


def _needed(seen: Seen) -> int:
    return max(1, seen.level - seen.tricks[seen.seat])


def _long_trumps(seen: Seen) -> int:
    """Trumps that take a trick each because nobody else has any."""
    if seen.trump == 4 or seen.theirs & SUIT_MASKS[seen.trump]:
        return 0
    return (seen.hand & SUIT_MASKS[seen.trump]).bit_count()


def _bosses(seen: Seen) -> list[Card]:
    """Side winners that may be cashed now, those of the shortest suit first."""
    side = seen.hand & ~(SUIT_MASKS[seen.trump] if seen.trump < 4 else 0)
    found = [card for card in cards_in(side) if is_boss(card, seen.theirs)]
    return sorted(found, key=lambda card: (_length(seen, card), -rank_of(card)))


def _length(seen: Seen, card: Card) -> int:
    return (seen.hand & SUIT_MASKS[card >> 3]).bit_count()


def _establish(seen: Seen, bosses: list[Card]) -> Card:
    """Lead the suit with most tricks still to come, by force or from the top."""
    suits = [suit for suit in range(4) if seen.hand & SUIT_MASKS[suit]]
    best = max(suits, key=lambda suit: _promise(seen, suit))
    if RUN[ranked(seen.hand, seen.theirs, best)] > _WORTH_LEADING:
        return _from_suit(seen, best)
    return bosses[0] if bosses else lowest(seen.legal)


def _promise(seen: Seen, suit: int) -> float:
    """Tricks and length; trumps wait, for they take their tricks by ruffing too."""
    length = (seen.hand & SUIT_MASKS[suit]).bit_count()
    waits = 0.5 if suit == seen.trump else 0.0
    return RUN[ranked(seen.hand, seen.theirs, suit)] + 0.1 * length - waits


_WORTH_LEADING: Final = 0.3


def _from_suit(seen: Seen, suit: int) -> Card:
    """The top card when it wins or forces, else the lowest."""
    ours = seen.hand & SUIT_MASKS[suit]
    top = max(cards_in(ours))
    if is_boss(top, seen.theirs):
        return top
    rest = ours & ~(1 << top)
    if rest:
        second = max(cards_in(rest))
        if not seen.theirs & higher(second) & ~higher(top):
            return top
    return lowest(ours)
