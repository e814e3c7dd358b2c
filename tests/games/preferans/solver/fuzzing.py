"""Any problem at all: `python -m tests.games.preferans.solver.fuzzing 100000 [seed]`.

Half of the problems are positions of random play, half are noise that has to be refused. Budgets
are small.
"""

import sys
from itertools import pairwise
from random import Random
from typing import Final, get_args

from games.cards import FULL_DECK, Card, hand_of
from games.preferans.bots.worths import LOTTERY
from games.preferans.solver import Impossible, Memory, Problem, solve_many
from games.preferans.solver.layouts import Belief, Knowledge, Says
from tests.games.preferans.solver.positions import KINDS, random_ending

SAYS: Final[tuple[Says, ...]] = get_args(Says)


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
        chance.randint(-1, 11),
    )


def any_knowledge(chance: Random) -> Knowledge:
    """Cards dealt out at random with anything believed of them, sizes that do not fit included."""
    deck = chance.sample(range(32), 32)
    cuts = sorted(chance.randint(0, 32) for _ in range(6))
    piles = [hand_of(map(Card, deck[low:high])) for low, high in pairwise((0, *cuts, 32))]
    most = piles[6].bit_count() // 2 + 1
    sizes = [chance.randint(0, most) for _ in range(4)]
    beliefs = [
        Belief(
            chance.randrange(3),
            chance.choice(SAYS),
            (chance.randint(-500, 900),) * 5,
            chance.randrange(5),
            chance.random() < 0.5,
            chance.random() < 0.5,
        )
        for _ in range(chance.randrange(20))
    ]
    return Knowledge(
        held=(piles[0], piles[1], piles[2]),
        played=(piles[3], 0, 0),
        talon=piles[4],
        discard=piles[5],
        hidden=piles[6],
        possible=(FULL_DECK, chance.getrandbits(32), FULL_DECK, chance.getrandbits(32)),
        size=(sizes[0], sizes[1], sizes[2], sizes[3]),
        declarer=chance.choice((None, 0, 1, 2)),
        beliefs=tuple(beliefs),
    )


def fuzz_layouts(count: int, seed: int) -> int:
    """How many layouts were drawn for so many pieces of knowledge, possible ones or not."""
    chance, found = Random(seed), 0
    for _ in range(count):
        knowledge = any_knowledge(chance)
        drawn = LOTTERY.draw(knowledge, chance.getrandbits(64), 3, doubt=2, most_tries=20)
        LOTTERY.judge(knowledge, [layout.cards for layout in drawn])
        found += len(drawn)
    return found


def fuzz(count: int, seed: int) -> int:
    """How many of so many problems were refused; anything but an answer or a refusal raises."""
    chance, memory, refused = Random(seed), Memory(1 << 20), 0
    for _ in range(count):
        possible = chance.random() < 0.5
        ending = random_ending(chance, chance.randint(1, 10), chance.choice(KINDS))
        problem = ending if possible else noise(chance)
        try:
            if problem.mode == "all_pass" and chance.random() < 0.5:
                problem = problem._replace(against_thumb=chance.randint(0, 10))
            solve_many([problem], most_nodes=chance.choice((1, 50, 2000)), memory=memory)
        except Impossible:
            refused += 1
            if possible:
                raise
    return refused


if __name__ == "__main__":
    asked = int(sys.argv[1])
    refusals = fuzz(asked, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    layouts = fuzz_layouts(asked // 10, asked)
    print(f"{asked} problems, {refusals} refused, {layouts} layouts drawn, no crash")
