"""What to call, put away or declare: play every act on in layouts the view allows and solve it."""

from collections.abc import Iterator, Sequence
from typing import Final

from games.preferans.bots.beliefs import Weighed, Worlds
from games.preferans.bots.choices import choices
from games.preferans.bots.ends import Ends, strength_against
from games.preferans.bots.rollouts import Table, problem_of
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
from games.preferans.deal import outcome_of
from games.preferans.outcome import Outcome
from games.preferans.solver import Problem, Solution
from games.preferans.state import Deal
from games.preferans.tricks import trump_of

_LIKELY: Final = 0.5  # whists by which the plain bot's act is preferred to one that seems no better
# A trick more than with open cards is the declarer's so often, by what this seat does; measured.
SLIPS: Final = {"declarer": 0.5, "alone": -0.2, "beside": 0.2, "passer": 0.35}


def think_of_act(situation: Situation, samples: int, chance: Chance, may_go_on: MayGoOn) -> Thought:
    """The text of the best act over up to so many layouts."""
    acts = choices(situation.view, situation.seat)
    if len(acts) == 1:
        return acts[0]
    layouts = Worlds(situation.view, situation.seat).looked_at(chance, samples)
    worths = yield from weigh_acts(situation, acts, layouts, may_go_on)
    return best_of(worths, acts[0], _LIKELY)


def weigh_acts(
    situation: Situation, acts: Sequence[str], layouts: Iterator[Weighed], may_go_on: MayGoOn
) -> Weighing:
    """What each of these acts is worth, on the average over these layouts."""
    table, judge, looked = Table(situation), Judge(situation), 0.0
    sums = dict.fromkeys(acts, 0.0)
    for layout, weight in layouts:
        deal = table.lay_out(layout)
        ends = {act: table.play_on(deal, act) for act in acts}
        asked = {act: judge.problem(end) for act, end in ends.items()}
        problems = list(dict.fromkeys(filter(None, asked.values())))
        solutions = yield Ask(problems, every_card=False)
        if None not in solutions:
            solved: dict[Problem | None, Solution | None]
            solved = {None: None, **dict(zip(problems, solutions, strict=True))}
            looked += weight
            for act, end in ends.items():
                sums[act] += weight * judge.worth(end, solved[asked[act]])
        if not may_go_on():
            break
    return {act: worth / (looked or 1.0) for act, worth in sums.items()}


class Judge:
    """What deals are worth to the seat that decides."""

    def __init__(self, situation: Situation) -> None:
        view, seat, rules = situation
        self._rules, self._seat = rules, seat
        self._stakes = Stakes(rules, view.sheet, seat)
        self._ends = Ends(self._stakes, view.active)

    def problem(self, deal: Deal) -> Problem | None:
        """What has to be solved to know how the deal ends."""
        return None if deal.phase == "over" else problem_of(self._rules, deal)

    def worth(self, deal: Deal, solution: Solution | None) -> float:
        """Whists, when the play goes as the solver says."""
        if solution is None:
            return self._stakes.of(outcome_of(deal))
        start = outcome_of(deal._replace(phase="over"))
        if deal.kind == "all_pass":
            return self._ends.by_split(start, solution.split)
        hands = {seat: deal.cards.hands[seat] for seat in deal.active}
        strength = strength_against(trump_of(deal), hands)
        tricks = solution.tricks
        slip = self._slip(start)
        other = min(10, max(0, tricks + (1 if slip > 0 else -1)))
        worth = self._ends.by_declarer(start, tricks, strength)
        return worth * (1 - abs(slip)) + abs(slip) * self._ends.by_declarer(start, other, strength)

    def _slip(self, start: Outcome) -> float:
        """How often the declarer of a game takes a trick more (below 0: less) than exact play."""
        if start.kind != "game":
            return 0.0
        if start.declarer == self._seat:
            return SLIPS["declarer"]
        if self._seat in start.whisters:
            return SLIPS["alone" if len(start.whisters) == 1 else "beside"]
        return SLIPS["passer"]
