"""What a thinking bot is given and what it asks for while it thinks."""

from collections.abc import Callable, Generator, Sequence
from typing import NamedTuple, Protocol

from games.preferans.rules import Rules
from games.preferans.solver import Memory, Problem, Solution, solve_many
from games.preferans.view import View


class Chance(Protocol):
    """A source of random numbers; `random.Random` is one."""

    def randrange(self, stop: int, /) -> int:
        """A whole number from 0 up to `stop`, which is left out."""


class Situation(NamedTuple):
    """A decision put to `seat`: its own view with the whole history, and the table's rules."""

    view: View
    seat: int
    rules: Rules


class Ask(NamedTuple):
    """Positions a thinking bot wants solved before it goes on; none when it only lets others in."""

    problems: Sequence[Problem]
    every_card: bool


# Yields what it wants solved and is sent the solutions, None for those the solver gave up; returns
# the text of the act. Between two questions it works for a millisecond or two.
Thought = Generator[Ask, list[Solution | None], str]
MayGoOn = Callable[[], bool]


def think_through(thought: Thought, memory: Memory | None = None) -> str:
    """Answer every question of a thought in this thread; the text of the act."""
    memory = memory or Memory()
    try:
        ask = next(thought)
        while True:
            ask = thought.send(solve_many(ask.problems, every_card=ask.every_card, memory=memory))
    except StopIteration as done:
        text: str = done.value
        return text
