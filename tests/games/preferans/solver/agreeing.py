"""The solver beside brute force: `python -m tests.games.preferans.solver.agreeing 5000 [seed]`."""

import sys
from random import Random

from games.preferans.solver import Problem, solve_many
from tests.games.preferans.solver import brute_force
from tests.games.preferans.solver.positions import KINDS, random_ending

# Of ten endings one has five cards a hand: it takes brute force as long as ten of four.
LENGTHS = (3, 3, 3, 3, 3, 4, 4, 4, 4, 5)


def disagreement(problem: Problem) -> str | None:
    """What the two say where they differ in the value or in any card."""
    solution = solve_many([problem])[0]
    split, splits = brute_force.solve(problem)
    if solution is None:
        return f"{problem}: no answer"
    seat = problem.declarer
    if problem.mode == "all_pass":
        agree = (solution.split, solution.splits) == (split, splits)
    else:
        cards = {card: after[seat] for card, after in splits.items()}
        agree = (solution.tricks, solution.cards) == (split[seat], cards)
    return None if agree else f"{problem}: {solution} but {split} {splits}"


def disagreements(seed: int, count: int) -> list[str]:
    """All of so many random endings of each mode in which the two differ."""
    chance = Random(seed)
    problems = (
        random_ending(chance, chance.choice(LENGTHS), mode) for _ in range(count) for mode in KINDS
    )
    return [said for problem in problems if (said := disagreement(problem))]


def main(arguments: list[str]) -> int:
    count = int(arguments[0])
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    found = disagreements(seed, count)
    print(f"{count} endings in each of {', '.join(KINDS)}: {len(found)} disagreements")
    print(*found, sep="\n", end="")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
