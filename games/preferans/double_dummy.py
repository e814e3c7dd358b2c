"""How many of the last tricks a side can take with all cards open, within a limit of work."""

from collections.abc import Iterator
from typing import NamedTuple

from games.cards import SUIT_MASKS, Card, Hand
from games.preferans.tricks import taker_of


class OutOfWork(Exception):
    """The limit of work is reached; nothing is known."""


class Work:
    """A budget of positions shared by all searches of one question."""

    def __init__(self, positions: int) -> None:
        self.left = positions

    def spend(self) -> None:
        """One more position looked at. Raises OutOfWork."""
        self.left -= 1
        if self.left < 0:
            raise OutOfWork


class Position(NamedTuple):
    """The cards left to each of the three hands, clockwise, and the trick under way."""

    hands: tuple[Hand, Hand, Hand]
    to_play: int  # 0..2
    trick: tuple[tuple[int, Card], ...]


class Search:
    """One question about one deal: can `wanting` make `counted` take enough tricks?

    Both are masks of places. On a misère the one who wants is not the one whose tricks count.
    """

    def __init__(self, *, counted: int, wanting: int, trump: int, work: Work) -> None:
        self.counted = counted
        self.wanting = wanting
        self.trump = trump
        self.work = work
        self.known: dict[tuple[tuple[Hand, Hand, Hand], int, int], bool] = {}

    def takes(self, position: Position, need: int) -> bool:
        """Whether at least `need` of the tricks left are sure. Raises OutOfWork."""
        hands, to_play, trick = position
        if not trick:
            return self._takes_from(hands, to_play, need)
        return self._try(position, need)

    def _takes_from(self, hands: tuple[Hand, Hand, Hand], leader: int, need: int) -> bool:
        if need <= 0:
            return True
        if need > hands[leader].bit_count():
            return False
        key = (hands, leader, need)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._try(Position(hands, leader, ()), need)
        return found

    def _try(self, position: Position, need: int) -> bool:
        """One good card is enough for those who want it, one bad card for the others."""
        self.work.spend()
        wanted = bool(self.wanting >> position.to_play & 1)
        for card in self._choices(position):
            if self._after(position, card, need) == wanted:
                return wanted
        return not wanted

    def _after(self, position: Position, card: Card, need: int) -> bool:
        hands, to_play, trick = position
        changed = list(hands)
        changed[to_play] ^= 1 << card
        left = (changed[0], changed[1], changed[2])
        trick = (*trick, (to_play, card))
        if len(trick) < 3:
            return self.takes(Position(left, (to_play + 1) % 3, trick), need)
        winner = taker_of(trick, trick[0][1] >> 3, self.trump)
        return self._takes_from(left, winner, need - (self.counted >> winner & 1))

    def _choices(self, position: Position) -> Iterator[Card]:
        """Legal cards, highest first; of neighbours nobody stands between only one."""
        hands, to_play, trick = position
        hand = hands[to_play]
        legal = hand
        if trick:
            suit = trick[0][1] >> 3
            legal = hand & SUIT_MASKS[suit] or self._trumps(hand) or hand
        others = (hands[0] | hands[1] | hands[2]) & ~hand
        for _, card in trick:
            others |= 1 << card
        last = -1
        while legal:
            top = legal.bit_length() - 1
            legal ^= 1 << top
            if last < 0 or not _same(top, last, others):
                yield Card(top)
            last = top

    def _trumps(self, hand: Hand) -> Hand:
        return hand & SUIT_MASKS[self.trump] if self.trump < len(SUIT_MASKS) else 0


def _same(low: int, high: int, others: Hand) -> bool:
    """Two cards of a suit with no card of anybody else between them take the same tricks."""
    between = (1 << high) - (1 << (low + 1))
    return low >> 3 == high >> 3 and not others & between
