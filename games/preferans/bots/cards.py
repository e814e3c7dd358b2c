"""Which card to play: solve layouts the view allows, and take the best card on average."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from games.cards import CARD_NAMES, CARDS_BY_NAME, Card, Hand
from games.preferans.bots.beliefs import Weighed, Worlds
from games.preferans.bots.ends import Ends, equal_strength, outcome_so_far
from games.preferans.bots.plain import choose
from games.preferans.bots.seen import mask, trump_of
from games.preferans.bots.stakes import Stakes
from games.preferans.bots.thinking import (
    Ask,
    Chance,
    MayGoOn,
    Situation,
    Thought,
    Weighing,
    best_of,
)
from games.preferans.solver import Mode, Problem, Solution
from games.preferans.solver.layouts import ASIDE, Layout
from games.preferans.view import View

AT_ONCE: Final = 6  # positions a question; the first answers come soon
LOOKS_AHEAD: Final = 5  # last tricks of an all-pass deal, played on by rules of thumb till then
# Whists by which more tricks, and the card the plain bot likes, are better when all else is equal.
_A_TRICK: Final = 0.02
_LIKELY: Final = 0.01


def think_of_card(
    situation: Situation, samples: int, chance: Chance, may_go_on: MayGoOn
) -> Thought:
    """The text of the best card over up to so many layouts."""
    view, seat, _ = situation
    assert view.legal is not None
    likely = choose(view, seat)
    if len(view.legal) == 1:
        return likely
    layouts = Worlds(view, seat).looked_at(chance, samples)
    worths = yield from weigh_cards(situation, layouts, may_go_on)
    return best_of(worths, likely, _LIKELY) if worths else likely


def weigh_cards(situation: Situation, layouts: Iterator[Weighed], may_go_on: MayGoOn) -> Weighing:
    """What each legal card is worth, on the average over these layouts."""
    scores = Scores(situation)
    while some := list(islice(layouts, AT_ONCE)):
        problems = [position_of(situation, scores.mode, layout) for layout, _ in some]
        solutions = yield Ask(problems, every_card=True)
        for (_, weight), solution in zip(some, solutions, strict=True):
            if solution is not None:
                scores.add(solution, weight)
        if not may_go_on():
            break
    return scores.means()


class Scores:
    """The worth of every card so far."""

    def __init__(self, situation: Situation) -> None:
        view, seat, rules = situation
        self._view, self._seat = view, seat
        self._start = outcome_so_far(view)
        self._ends = Ends(Stakes(rules, view.sheet, seat), view.active)
        self._sums: dict[Card, float] = {}
        self._weight = 0.0

    @property
    def mode(self) -> Mode:
        """What is played."""
        assert self._start.kind != "concede"
        return self._start.kind

    def add(self, solution: Solution, weight: float) -> None:
        """What each card is worth in one more layout."""
        self._weight += weight
        for card in solution.cards:
            self._sums[card] = self._sums.get(card, 0.0) + weight * self._worth(solution, card)

    def means(self) -> dict[str, float]:
        """The mean worth of each card."""
        return {CARD_NAMES[card]: worth / self._weight for card, worth in self._sums.items()}

    def _worth(self, solution: Solution, card: Card) -> float:
        tricks = solution.cards[card]
        if solution.splits:
            return self._ends.by_split(self._start, solution.splits[card]) - _A_TRICK * tricks
        worth = self._ends.by_declarer(self._start, tricks, equal_strength)
        ours = tricks if self._seat == self._view.declarer else -tricks
        return worth + _A_TRICK * (ours if self._start.kind == "game" else -ours)


def position_of(situation: Situation, mode: Mode, layout: Layout) -> Problem:
    """The position on the table, if the hidden cards lie so."""
    view, _, rules = situation
    place = view.active.index
    first, second, third = (
        mask(view.hands[seat] or ()) | layout.cards[place(seat)] for seat in view.active
    )
    played = [(at, CARDS_BY_NAME[name]) for at, name in view.trick if at in view.active]
    return Problem(
        hands=(first, second, third),
        trump=trump_of(view.contract),
        declarer=0 if view.declarer is None else place(view.declarer),
        mode=mode,
        leader=place(played[0][0] if played else _to_lead(view)),
        trick=tuple(card for _, card in played),
        talon=_talon_to_come(view, layout.cards[ASIDE]),
        talon_wins=rules.players == 4,
        winner_leads=rules.raspasy_trick3_leader == "winner",
        against_thumb=LOOKS_AHEAD if mode == "all_pass" else 0,
    )


def _to_lead(view: View) -> int:
    """Nobody's card is asked for while an offer stands."""
    if view.hand_to_play is not None:
        return view.hand_to_play
    last = view.last_trick["winner"] if view.last_trick is not None else view.eldest
    assert last is not None
    return last


def _talon_to_come(view: View, aside: Hand) -> tuple[Card, ...]:
    """The talon cards that lead this trick and the next of an all-pass deal (§7.2)."""
    if view.declarer is not None or view.talon is None or view.trick_number > len(view.talon):
        return ()
    this = CARDS_BY_NAME[view.talon[view.trick_number - 1]]
    return (this, Card(aside.bit_length() - 1)) if view.trick_number == 1 else (this,)
