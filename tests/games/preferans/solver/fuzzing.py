"""Any problem at all: `python -m tests.games.preferans.solver.fuzzing 100000 [seed]`.

Half of the problems are positions of random play, half are noise that has to be refused. Budgets
are small.
"""

import sys
from random import Random

from games.cards import Card
from games.preferans.solver import Impossible, Memory, Problem, solve_many
from tests.games.preferans.solver.positions import KINDS, random_ending


def noise(chance: Random) -> Problem:
    """Fields of the right types and hardly ever of the right values."""
    hands = [chance.getrandbits(33) & chance.getrandbits(33) for _ in range(3)]
    cards = [Card(chance.randint(-1, 32)) for _ in range(4)]
    return Problem(
        (hands[0], hands[1], hands[2]),
        chance.randint(-1, 5),
        chance.randint(-1, 3),
        chance.choice(KINDS),
        chance.randint(-1, 3),
        tuple(cards[: chance.randrange(3)]),
        tuple(cards[2 : 2 + chance.randrange(3)]),
        chance.randint(-1, 3),
        chance.random() < 0.5,
        chance.random() < 0.5,
    )


def fuzz(count: int, seed: int) -> int:
    """How many of so many problems were refused; anything but an answer or a refusal raises."""
    chance, memory, refused = Random(seed), Memory(1 << 20), 0
    for _ in range(count):
        possible = chance.random() < 0.5
        ending = random_ending(chance, chance.randint(1, 10), chance.choice(KINDS))
        problem = ending if possible else noise(chance)
        try:
            solve_many([problem], most_nodes=chance.choice((1, 50, 2000)), memory=memory)
        except Impossible:
            refused += 1
            if possible:
                raise
    return refused


if __name__ == "__main__":
    asked = int(sys.argv[1])
    refusals = fuzz(asked, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    print(f"{asked} problems, {refusals} refused, no crash")
