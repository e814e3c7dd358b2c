"""The solver over seeded random deals: thread CPU time of a call that knows nothing beforehand."""

import statistics
import time
from random import Random

from bench.marks import Figures, Line, at_most
from games.cards import NO_TRUMP, Card, hand_of
from games.preferans.solver import Mode, Problem, solve_many

DEALS = 300

LINES = (
    Line("double-dummy solve, thread CPU, median, ms", "solver_median_ms", at_most(1)),
    Line("double-dummy solve, thread CPU, worst, ms", "solver_worst_ms", at_most(25)),
)


def random_deal(chance: Random, mode: Mode) -> Problem:
    """Ten cards each, any trump or none, anybody declarer, anybody on lead."""
    deck = chance.sample(range(32), 32)
    first, second, third = (hand_of(map(Card, deck[i : i + 10])) for i in (0, 10, 20))
    trump = chance.randrange(NO_TRUMP + 1) if mode == "game" else NO_TRUMP
    declarer, leader = chance.randrange(3), chance.randrange(3)
    return Problem((first, second, third), trump, declarer, mode, leader)


def costs(modes: tuple[Mode, ...], deals: int, every_card: bool = False) -> list[float]:
    """Milliseconds of each of so many deals, the modes in turn, shortest first."""
    chance, spent = Random(2026), []
    solve_many([random_deal(chance, modes[0])])  # what happens once a process is not the solver's
    for number in range(deals):
        problem = random_deal(chance, modes[number % len(modes)])
        began = time.thread_time_ns()
        solve_many([problem], every_card=every_card)
        spent.append((time.thread_time_ns() - began) / 1e6)
    return sorted(spent)


def measure(*, quick: bool = False) -> Figures:
    """Milliseconds a deal: the declarer's tricks (a third misères), every card, and all-pass."""
    deals = 12 if quick else DEALS
    tricks = costs(("game", "game", "misere"), deals)
    misere = costs(("misere",), deals // 3)
    cards = costs(("game", "game", "misere"), deals, every_card=True)
    all_pass = costs(("all_pass",), deals // 6)
    rows = {"": tricks, "_misere": misere, "_cards": cards, "_all_pass": all_pass}
    return {
        f"solver{name}_{figure}_ms": round(value, 3)
        for name, spent in rows.items()
        for figure, value in (("median", statistics.median(spent)), ("worst", spent[-1]))
    }


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name:30} {figure}")
