"""How many tricks a hand takes as declarer, and what a contract on it is worth."""

from collections.abc import Sequence
from functools import cache
from itertools import combinations
from math import erf, sqrt
from typing import Final, NamedTuple

from games.cards import NO_TRUMP, Hand, cards_in
from games.preferans.bids import LADDER, RUNGS, Bid
from games.preferans.bots.suits import ACE, ALL, JACK, KING, MISERE_DANGER, QUEEN, TRICKS, VARIANCE
from games.preferans.prices import game_value

# A trump suit is led by its owner; a side suit loses later rounds to ruffs.
SIDE_TRICKS: Final = tuple(min(tricks, 2.0) + 0.6 * max(0.0, tricks - 2.0) for tricks in TRICKS)
# Tricks lost without trumps for a suit the others run: they lead first, or the declarer does.
_OPEN_SUIT: Final = {False: 2.4, True: 1.3}
SPREAD_BEFORE: Final = 1.15  # how far tricks stray from ten cards and an average talon


Table = tuple[float, ...]


class Plan(NamedTuple):
    """What to put away, the tricks the rest takes with these trumps, how far they stray."""

    discard: Hand
    tricks: float
    spread: float


def suit_part(hand: Hand, suit: int) -> int:
    """The eight-bit mask of one suit."""
    return hand >> (8 * suit) & ALL


def tricks_of(hand: Hand, strain: int, *, leads: bool) -> float:
    """Expected tricks of the hand as declarer with these trumps; `leads` when it is eldest."""
    tables = _tables(strain, leads)
    return sum(tables[suit][suit_part(hand, suit)] for suit in range(4))


def talon_gain(tricks: float) -> float:
    """What a talon adds on average: less to a hand that is full of tricks already."""
    return max(0.8, 1.0 + 0.3 * (6 - tricks))


def _stopper(part: int) -> float:
    """How surely the suit takes a trick in time, without trumps."""
    length = part.bit_count()
    if part & ACE:
        return 1.0
    if part & KING and length > 1:
        return 1.0 if part & (QUEEN | JACK) else 0.7
    return 0.5 if part & QUEEN and length > 2 else 0.0


def _without_trumps(open_suit: float) -> Table:
    return tuple(TRICKS[part] - open_suit * (1 - _stopper(part)) for part in range(256))


PLAIN_TRICKS: Final = {leads: _without_trumps(lost) for leads, lost in _OPEN_SUIT.items()}


def _tables(strain: int, leads: bool) -> list[Table]:
    """The tricks of a suit part, by suit."""
    if strain == NO_TRUMP:
        return [PLAIN_TRICKS[leads]] * 4
    return [TRICKS if suit == strain else SIDE_TRICKS for suit in range(4)]


def best_plans(cards: Hand, *, leads: bool) -> list[Plan]:
    """For each strain, the discard of two that leaves the most tricks."""
    plans = []
    for strain in range(5):
        discard = _best_discard(cards, strain, _tables(strain, leads))
        plans.append(plan_of(cards & ~discard, strain, discard=discard, leads=leads))
    return plans


def _best_discard(cards: Hand, strain: int, tables: list[Table]) -> Hand:
    """The cheapest pair: one card of each of two suits, or two of one."""
    cheapest: list[tuple[float, Hand]] = []
    ones: list[tuple[float, Hand]] = []
    for suit in _suits_to_spare(cards, strain):
        part = suit_part(cards, suit)
        one = _cheapest(part, 1, tables[suit])
        ones.append((one[0], one[1] << (8 * suit)))
        if part.bit_count() > 1:
            two = _cheapest(part, 2, tables[suit])
            cheapest.append((two[0], two[1] << (8 * suit)))
    for first, second in combinations(ones, 2):
        cheapest.append((first[0] + second[0], first[1] | second[1]))
    return min(cheapest)[1]


def _suits_to_spare(cards: Hand, strain: int) -> list[int]:
    """Trumps are put away only when there is nothing else."""
    held = [suit for suit in range(4) if suit_part(cards, suit)]
    side = [suit for suit in held if suit != strain]
    return side if sum(suit_part(cards, suit).bit_count() for suit in side) > 1 else held


def _cheapest(part: int, count: int, table: Table) -> tuple[float, int]:
    """The loss and the cards of the cheapest removal of so many from one suit."""
    removals = map(sum, combinations(_bits(part), count))
    return min((table[part] - table[part & ~gone], gone) for gone in removals)


def plan_of(hand: Hand, strain: int, *, discard: Hand, leads: bool) -> Plan:
    """The count of a final hand."""
    return Plan(discard, tricks_of(hand, strain, leads=leads), _spread_of(hand, strain))


def _spread_of(hand: Hand, strain: int) -> float:
    """Solid trumps keep ruffs away; otherwise something goes wrong even with sure suits."""
    variance = sum(VARIANCE[suit_part(hand, suit)] for suit in range(4))
    solid = strain != NO_TRUMP and not VARIANCE[suit_part(hand, strain)]
    return sqrt(variance + (0.08 if solid else 0.35))


def _bits(cards: Hand) -> list[Hand]:
    return [1 << card for card in cards_in(cards)]


def best_rung(plans: Sequence[Plan], names: Sequence[str]) -> tuple[str, float]:
    """The contract among these worth most with the plan of its strain, and its worth."""
    bids = [LADDER[RUNGS[name]] for name in names]
    chances = [_chances(plan.tricks, plan.spread) for plan in plans]
    worth, name = max((_worth(bid.level, chances[bid.strain]), bid.name) for bid in bids)
    return name, worth


def worth_of(bid: Bid, tricks: float, spread: float) -> float:
    """Mean worth of the contract in whists at single prices, tricks spread normally."""
    return _worth(bid.level, _chances(tricks, spread))


def _worth(level: int, chances: Sequence[float]) -> float:
    each = zip(chances, _WORTHS[level], strict=True)
    return game_value(level) * sum([chance * worth for chance, worth in each])


def _chances(mean: float, spread: float) -> list[float]:
    """How likely 3, 4, .. 10 tricks are; fewer count as 3."""
    below = [_below(taken + 0.5, mean, spread) for taken in range(3, 10)]
    return [high - low for low, high in zip((0.0, *below), (*below, 1.0), strict=True)]


def _below(limit: float, mean: float, spread: float) -> float:
    return 0.5 * (1 + erf((limit - mean) / (spread * sqrt(2))))


def _worth_at(level: int, taken: int) -> float:
    """Two thirds of ten whists a point, less the whists the defence writes (§8, §10)."""
    if taken >= level:
        return 20 / 3 - (10 - taken)
    short = level - taken
    return -20 / 3 * short - (10 - taken) - 2 * short


_WORTHS: Final = {
    level: [_worth_at(level, taken) for taken in range(3, 11)] for level in range(6, 11)
}


@cache
def enough_tricks(level: int, least: float, spread: float) -> float:
    """The fewest tricks, to a thousandth, a contract of this level needs to be worth `least`."""
    bid = Bid(level, 0, False, "")
    low, high = 0.0, 20.0
    while high - low > 0.001:
        middle = (low + high) / 2
        low, high = (low, middle) if worth_of(bid, middle, spread) > least else (middle, high)
    return high


def misere_danger(hand: Hand) -> float:
    """0 when no suit of the hand can be caught."""
    return sum(MISERE_DANGER[suit_part(hand, suit)] for suit in range(4))


def safest_discard(cards: Hand) -> Hand:
    """The two cards whose absence makes a misère safest, the highest among equals."""
    pairs = [first | second for first, second in combinations(_bits(cards), 2)]
    return min(pairs, key=lambda pair: (misere_danger(cards & ~pair), -_height(pair)))


def _height(cards: Hand) -> int:
    return sum(card & 7 for card in cards_in(cards))
