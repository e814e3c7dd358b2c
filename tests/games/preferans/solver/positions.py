"""Random positions for the tests of the solver."""

from random import Random
from typing import Final

from games.cards import NO_TRUMP, Card, hand_of
from games.preferans.solver import Mode, Problem
from tests.games.preferans.solver import brute_force
from tests.games.preferans.solver.brute_force import State

KINDS: Final[tuple[Mode, ...]] = ("game", "misere", "all_pass")


def few_cards(chance: Random, cards: int) -> list[int]:
    """Cards from few suits as often as from all: short suits make the hard endings."""
    suits = chance.sample(range(4), chance.choice((2, 3, 4)) if cards < 6 else 4)
    deck = [suit * 8 + rank for suit in suits for rank in range(8)]
    return chance.sample(deck, 3 * cards) if len(deck) >= 3 * cards else few_cards(chance, cards)


def random_deal(chance: Random, cards: int, mode: Mode) -> Problem:
    """Every player holds so many cards and somebody leads."""
    deck = few_cards(chance, cards)
    hands = tuple(hand_of(map(Card, deck[i * cards : (i + 1) * cards])) for i in range(3))
    trump = chance.randrange(5) if mode == "game" else NO_TRUMP
    seat = chance.randrange(3)
    return Problem((hands[0], hands[1], hands[2]), trump, seat, mode, chance.randrange(3))


def with_talon(chance: Random, problem: Problem) -> Problem:
    """The same cards before one or two tricks that are led by the talon."""
    held = problem.hands[0] | problem.hands[1] | problem.hands[2]
    free = [Card(card) for card in range(32) if not held >> card & 1]
    return problem._replace(
        talon=tuple(chance.sample(free, min(chance.choice((1, 2)), problem.hands[0].bit_count()))),
        eldest=problem.leader,
        talon_wins=chance.random() < 0.5,
        winner_leads=chance.random() < 0.3,
    )


def some_cards_later(chance: Random, problem: Problem, cards: int) -> Problem:
    """The position after so many random legal cards."""
    state = State(problem.hands, problem.leader, problem.trick, problem.talon)
    for _ in range(cards):
        card = chance.choice(brute_force.legal(problem, state))
        state, _winner = brute_force.after(problem, state, card)
    return problem._replace(
        hands=state.hands, leader=state.leader, trick=state.trick, talon=state.talon
    )


def random_ending(chance: Random, cards: int, mode: Mode) -> Problem:
    """A position of at most so many cards a hand, at times in the middle of a trick."""
    problem = random_deal(chance, cards, mode)
    if mode != "game" and chance.random() < 0.5:
        problem = with_talon(chance, problem)
    return some_cards_later(chance, problem, chance.choice((0, 0, 1, 2)))
