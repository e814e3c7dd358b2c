"""What to call, put away or declare: play each act on in layouts the view allows and solve the rest."""

from collections.abc import Sequence
from typing import Final

from games.preferans.bots.beliefs import SEEDS, Worlds
from games.preferans.bots.choices import choices
from games.preferans.bots.ends import Ends, strength_against
from games.preferans.bots.rollouts import Table, guarantees, problem_of
from games.preferans.bots.stakes import Stakes
from games.preferans.bots.thinking import Ask, Chance, MayGoOn, Situation, Thought
from games.preferans.deal import outcome_of
from games.preferans.solver import Problem, Solution
from games.preferans.solver.layouts import Layout
from games.preferans.state import Deal
from games.preferans.tricks import trump_of

_LIKELY: Final = 0.5  # whists by which the plain bot's act is preferred to one that seems no better
# Everybody against one takes so many tricks more than everybody for himself; measured.
_AGAINST_ALL: Final = 1.15


def think_of_act(situation: Situation, samples: int, chance: Chance, may_go_on: MayGoOn) -> Thought:
    """The text of the best act over up to so many layouts."""
    acts = choices(situation.view, situation.seat)
    if len(acts) == 1:
        return acts[0]
    worlds, table = Worlds(situation.view, situation.seat), Table(situation)
    judge = Judge(situation)
    sums = dict.fromkeys(acts, 0.0)
    drawn = worlds.draw(chance.randrange(SEEDS), samples)
    looked = 0
    for layout, _ in drawn:
        if looked and not may_go_on():
            break
        ends = {act: table.play_on(table.lay_out(layout), act) for act in acts}
        problems = list(dict.fromkeys(p for end in ends.values() for p in judge.problems(end)))
        solutions = (yield Ask(problems, every_card=False)) if problems else []
        if None in solutions:
            continue
        solved = dict(zip(problems, solutions, strict=True))
        looked += 1
        for act, end in ends.items():
            sums[act] += judge.worth(end, solved)
    sums[acts[0]] += _LIKELY * looked
    return max(acts, key=lambda act: sums[act])


class Judge:
    """What deals are worth to the seat that decides."""

    def __init__(self, situation: Situation) -> None:
        view, seat, rules = situation
        self._rules = rules
        self._stakes = Stakes(rules, view.sheet, seat)
        self._ends = Ends(self._stakes, view.active)

    def problems(self, deal: Deal) -> list[Problem]:
        """What has to be solved to know how the deal ends."""
        if deal.phase == "over":
            return []
        return guarantees(self._rules, deal) if deal.kind == "all_pass" else [problem_of(deal)]

    def worth(self, deal: Deal, solved: dict[Problem, Solution | None]) -> float:
        """Whists, when the play goes as the solver says."""
        if deal.phase == "over":
            return self._stakes.of(outcome_of(deal))
        tricks = [_tricks(solved, problem) for problem in self.problems(deal)]
        start = outcome_of(deal._replace(phase="over"))
        if deal.kind == "all_pass":
            return self._ends.by_split(start, _for_himself(tricks))
        hands = {seat: deal.cards.hands[seat] for seat in deal.active}
        return self._ends.by_declarer(start, tricks[0], strength_against(trump_of(deal), hands))


def _tricks(solved: dict[Problem, Solution | None], problem: Problem) -> int:
    solution = solved[problem]
    assert solution is not None
    return solution.tricks


def _for_himself(guaranteed: Sequence[int]) -> list[int]:
    """Ten tricks shared as the guarantees are, each a little better off than with all against him."""
    parts = [max(0.0, tricks - _AGAINST_ALL) for tricks in guaranteed]
    scale = 10 / (sum(parts) or 1.0)
    whole = [int(part * scale) for part in parts]
    order = sorted(range(3), key=lambda place: whole[place] - parts[place] * scale)
    for place in order[: 10 - sum(whole)]:
        whole[place] += 1
    return whole
