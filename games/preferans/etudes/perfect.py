"""The other side of an etude, which never errs, and what our own cards are worth."""

from collections.abc import Generator, Iterator, Sequence
from typing import TypeVar

from games.cards import Card, Hand, suit_of
from games.preferans.bots.thinking import Ask
from games.preferans.etudes.etude import Etude
from games.preferans.etudes.position import (
    after,
    choices,
    deal_of,
    is_ours,
    is_reached,
    problem_of,
    verdict_so_far,
)
from games.preferans.solver import Solution
from games.preferans.state import Match

T = TypeVar("T")
# Yields positions to be solved, every card of them, and is sent the solutions.
Question = Generator[Ask, list[Solution | None], T]


class Unsolved(Exception):
    """There was no time for the solver."""


def judged(etude: Etude, match: Match) -> Question[dict[Card, bool]]:
    """For each card our side may play now, whether the goal can still be reached after it.

    Raises Unsolved, as the other questions do.
    """
    solved = (yield from _solved([match]))[0]
    return _worth(etude, match, solved)


def replies(etude: Etude, match: Match) -> Question[list[Card]]:
    """What the others play until our side is asked again, or all is decided."""
    cards: list[Card] = []
    while verdict_so_far(etude, match) == "open" and not is_ours(etude, match):
        card = yield from _reply(etude, match)
        cards.append(card)
        match = after(match, card)
    return cards


def solution(etude: Etude, match: Match) -> Question[list[Card]]:
    """One way to the goal against the replies above, to the point where it is reached.

    Empty where the goal is out of reach.
    """
    cards: list[Card] = []
    while verdict_so_far(etude, match) == "open":
        if is_ours(etude, match):
            good = [card for card, is_good in (yield from judged(etude, match)).items() if is_good]
            some = good[:1]
            if not some:
                return []
        else:
            some = yield from replies(etude, match)
        for card in some:
            match = after(match, card)
        cards += some
    return cards if verdict_so_far(etude, match) == "solved" else []


def of_equals(match: Match, cards: Sequence[Card]) -> list[Card]:
    """The lowest of each run of these cards between which nobody holds another."""
    deal = deal_of(match)
    others: Hand = 0
    for seat, hand in enumerate(deal.cards.hands):
        others |= 0 if seat == deal.hand else hand
    for _, card in deal.trick:
        others |= 1 << card
    return [card for at, card in enumerate(cards) if not at or _parts(cards[at - 1], card, others)]


def _parts(low: Card, high: Card, others: Hand) -> bool:
    between = (1 << high) - (2 << low)
    return suit_of(low) != suit_of(high) or bool(others & between)


def _reply(etude: Etude, match: Match) -> Question[Card]:
    """The best for them; of several such cards the one that leaves us the least to choose from."""
    if len(choices(match)) == 1:
        return choices(match)[0]
    solved = (yield from _solved([match]))[0]
    least = (etude.side == "declarer") == (deal_of(match).kind == "game")
    value = (min if least else max)(solved.cards.values())
    best = [card for card, tricks in solved.cards.items() if tricks == value]
    best = of_equals(match, sorted(best))
    if len(best) == 1:
        return best[0]
    nexts = [after(match, card) for card in best]
    asked = [each for each in nexts if is_ours(etude, each)]
    rooms = _rooms(etude, asked, (yield from _solved(asked)))
    room = dict(zip(map(id, asked), rooms, strict=True))
    return min(zip(best, nexts, strict=True), key=lambda pair: room.get(id(pair[1]), 1.0))[0]


def _rooms(etude: Etude, asked: Sequence[Match], solved: Sequence[Solution]) -> Iterator[float]:
    for match, solution in zip(asked, solved, strict=True):
        yield room_of(match, _worth(etude, match, solution))


def room_of(match: Match, worth: dict[Card, bool]) -> float:
    """Which part of the cards worth telling apart keeps the goal in reach; 1 when none does."""
    apart = of_equals(match, sorted(worth))
    good = sum(worth[card] for card in apart)
    return good / len(apart) if good else 1.0


def _worth(etude: Etude, match: Match, solved: Solution) -> dict[Card, bool]:
    return {card: is_reached(etude, match, tricks) for card, tricks in solved.cards.items()}


def _solved(matches: Sequence[Match]) -> Question[list[Solution]]:
    """All of them solved. Raises Unsolved."""
    solutions = yield Ask([problem_of(match) for match in matches], every_card=True)
    solved = [solution for solution in solutions if solution is not None]
    if len(solved) < len(matches):
        raise Unsolved
    return solved
