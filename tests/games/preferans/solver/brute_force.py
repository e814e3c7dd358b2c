"""The plainest exact search there is: every card of every hand, no bounds, no equal cards."""

from collections.abc import Callable
from typing import NamedTuple

from games.cards import NO_TRUMP, SUIT_MASKS, Card, cards_in, rank_of, suit_of
from games.preferans.solver import Problem

Split = tuple[int, int, int]
Better = Callable[[int, Split, Split], bool]


class State(NamedTuple):
    hands: tuple[int, int, int]
    leader: int
    trick: tuple[Card, ...]
    talon: tuple[Card, ...]


def to_play(state: State) -> int:
    return (state.leader + len(state.trick)) % 3


def legal(problem: Problem, state: State) -> list[Card]:
    """§5.2: follow suit; without the suit play a trump; else anything."""
    hand = state.hands[to_play(state)]
    leading = state.talon[:1] or state.trick[:1]
    choices = hand
    if leading:
        trumps = hand & SUIT_MASKS[problem.trump] if problem.trump != NO_TRUMP else 0
        choices = hand & SUIT_MASKS[suit_of(leading[0])] or trumps or hand
    return list(cards_in(choices))


def taker(problem: Problem, state: State, trick: tuple[Card, ...]) -> int | None:
    """The seat that takes a full trick; None when only the talon card can (§7.3)."""
    led = suit_of((state.talon or trick)[0])
    strength: dict[int | None, int] = {None: 0}
    if state.talon and problem.talon_wins:
        strength[None] = 10 + rank_of(state.talon[0])
    for place, card in enumerate(trick):
        if suit_of(card) in (problem.trump, led):
            worth = 100 if suit_of(card) == problem.trump else 10
            strength[(state.leader + place) % 3] = worth + rank_of(card)
    return max(strength, key=lambda seat: strength[seat])


def after(problem: Problem, state: State, card: Card) -> tuple[State, int | None]:
    """The state after one more card, and who took a trick with it."""
    seat = to_play(state)
    hands = tuple(h & ~(1 << card) if s == seat else h for s, h in enumerate(state.hands))
    trick = (*state.trick, card)
    rest = State((hands[0], hands[1], hands[2]), state.leader, trick, state.talon)
    if len(trick) < 3:
        return rest, None
    winner = taker(problem, state, trick)
    leads = winner
    if state.talon and not (len(state.talon) == 1 and problem.winner_leads and winner is not None):
        leads = problem.eldest
    assert leads is not None
    return State(rest.hands, leads, (), state.talon[1:]), winner


def better_for_a_side(problem: Problem) -> Better:
    """Declarer against both others."""

    def better(seat: int, one: Split, two: Split) -> bool:
        wants_more = (seat == problem.declarer) == (problem.mode == "game")
        mine, other = one[problem.declarer], two[problem.declarer]
        return mine > other if wants_more else mine < other

    return better


def better_for_one(seat: int, one: Split, two: Split) -> bool:
    """All-pass: fewest of my own; then more for the next player, then more for the last."""
    key_one, key_two = ((s[seat], -s[(seat + 1) % 3], -s[(seat + 2) % 3]) for s in (one, two))
    return key_one < key_two


def value(problem: Problem, state: State, better: Better, known: dict[State, Split]) -> Split:
    """Tricks of the three seats from this state on; a state seen before is not searched again."""
    if not any(state.hands):
        return (0, 0, 0)
    if state not in known:
        values = every_card(problem, state, better, known).values()
        best: Split | None = None
        for split in values:
            if best is None or better(to_play(state), split, best):
                best = split
        assert best is not None
        known[state] = best
    return known[state]


def every_card(
    problem: Problem, state: State, better: Better, known: dict[State, Split]
) -> dict[Card, Split]:
    values = {}
    for card in legal(problem, state):
        following, winner = after(problem, state, card)
        split = value(problem, following, better, known)
        values[card] = tuple(t + (seat == winner) for seat, t in enumerate(split))
    return values  # type: ignore[return-value]


def solve(problem: Problem) -> tuple[Split, dict[Card, Split]]:
    """The split under best play and after every legal card."""
    better = better_for_one if problem.mode == "all_pass" else better_for_a_side(problem)
    state = State(problem.hands, problem.leader, problem.trick, problem.talon)
    known: dict[State, Split] = {}
    return value(problem, state, better, known), every_card(problem, state, better, known)
