"""What a thinking bot is given and what it asks for while it thinks."""

from collections.abc import Callable, Generator, Sequence
from typing import NamedTuple, Protocol, TypeVar

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
# The same, but returns what each act is worth in whists on the average over the layouts looked at.
Weighing = Generator[Ask, list[Solution | None], dict[str, float]]
MayGoOn = Callable[[], bool]


def best_of(worths: dict[str, float], likely: str, liking: float) -> str:
    """The act worth most; the likely one has `liking` whists more, for noise is no reason."""
    return max(worths, key=lambda act: worths[act] + (liking if act == likely else 0.0))


T = TypeVar("T")


def think_through(
    thought: Generator[Ask, list[Solution | None], T], memory: Memory | None = None
) -> T:
    """Answer every question of a thought in this thread; what it comes to."""
    memory = memory or Memory()
    try:
        ask = next(thought)
        while True:
            ask = thought.send(solve_many(ask.problems, every_card=ask.every_card, memory=memory))
    except StopIteration as done:
        result: T = done.value
        return result
