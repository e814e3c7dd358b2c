"""Offers of the others: agreed to when playing on is worth no more in the layouts looked at."""

from itertools import islice
from typing import Final

from games.preferans.bots.beliefs import Worlds
from games.preferans.bots.cards import AT_ONCE, position_of
from games.preferans.bots.ends import Ends, equal_strength, outcome_so_far
from games.preferans.bots.plain import choose
from games.preferans.bots.stakes import Stakes
from games.preferans.bots.thinking import Ask, Chance, MayGoOn, Situation, Thought

_NOISE: Final = 1e-6  # whists: of a mean of equal numbers


def think_of_offer(
    situation: Situation, samples: int, chance: Chance, may_go_on: MayGoOn
) -> Thought:
    """`agree` or `play_on`, over up to so many layouts; all-pass deals by rules of thumb."""
    view, seat, rules = situation
    start = outcome_so_far(view)
    assert view.offer is not None
    if start.kind not in ("game", "misere"):
        return choose(view, seat)
    ends = Ends(Stakes(rules, view.sheet, seat), view.active)
    worth, looked = 0.0, 0.0
    layouts = Worlds(view, seat).looked_at(chance, samples)
    while some := list(islice(layouts, AT_ONCE)):
        problems = [position_of(situation, start.kind, layout) for layout, _ in some]
        solutions = yield Ask(problems, every_card=False)
        for (_, weight), solution in zip(some, solutions, strict=True):
            if solution is not None:
                worth += weight * ends.by_declarer(start, solution.tricks, equal_strength)
                looked += weight
        if not may_go_on():
            break
    if not looked:
        return "play_on"
    gain = ends.by_seat(start, view.offer["tricks"]) - worth / looked
    return "agree" if gain > -_NOISE else "play_on"
