"""Calls into the compiled solver: problems in, solutions out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from games.cards import NO_TRUMP, Card, Hand
from games.preferans.solver._solver import ffi, lib  # made by build.py
from games.preferans.solver.problem import Mode, Problem, check

if TYPE_CHECKING:
    from games.preferans.solver._solver import Answer

MODE_NUMBERS: Final[dict[Mode, int]] = {
    "game": lib.MODE_GAME,
    "misere": lib.MODE_MISERE,
    "all_pass": lib.MODE_ALL_PASS,
}
MEMORY_BYTES: Final = 64 << 20


class Solution(NamedTuple):
    """Tricks under best play, of those not yet finished: the trick on the table and all after it.

    `tricks` are the declarer's; in all-pass those of the seat to play. `cards` has the same number
    for every legal card of the seat to play (empty when not asked for). In all-pass `split` and
    `splits` have all three seats' tricks; they are empty otherwise. `nodes` counts tricks begun.
    """

    tricks: int
    cards: dict[Card, int]
    split: tuple[int, ...]
    splits: dict[Card, tuple[int, ...]]
    nodes: int


class Stop:
    """A flag that ends a running call from another thread."""

    def __init__(self) -> None:
        self._flag = ffi.new("int *", 0)

    def set(self) -> None:
        """End the call soon, within a thousand nodes; what is finished stays good."""
        self._flag[0] = 1

    def is_set(self) -> bool:
        """Whether somebody has asked for the end."""
        return bool(self._flag[0])


class Memory:
    """What the solver has learned of positions, for one call after another, never two at once."""

    def __init__(self, most_bytes: int = MEMORY_BYTES) -> None:
        memory = lib.solver_memory_open(most_bytes)
        if memory == ffi.NULL:
            raise MemoryError("no memory for the solver's table")
        self._memory = ffi.gc(memory, lib.solver_memory_close)

    def run(self, problems: Any, answers: Any, count: int, budget: Any) -> None:
        """Fill the answers. Errors: RuntimeError when another call is using this memory."""
        if lib.solver_run(problems, answers, count, budget, self._memory) < 0:
            raise RuntimeError("two calls share one memory of the solver")

    def prove(self, claim: Any, budget: Any) -> bool:
        """Whether the claim is proved within the budget. Errors: MemoryError."""
        answer = lib.solver_prove(claim, budget, self._memory)
        if answer == lib.CLAIM_NO_ROOM:
            raise MemoryError("no memory for a proof, or another call has it")
        return answer == lib.CLAIM_PROVED


def solve(
    hands: tuple[Hand, Hand, Hand],
    trump: int,
    declarer: int,
    mode: Mode,
    leader: int,
    trick: tuple[Card, ...] = (),
    *,
    talon: tuple[Card, ...] = (),
    eldest: int | None = None,
    every_card: bool = True,
    memory: Memory | None = None,
) -> Solution:
    """Solve one position to the end, however long it takes (see `Problem` for the arguments).

    Errors: Impossible when no play leads to this position.
    """
    seat = leader if eldest is None else eldest
    problem = Problem(hands, trump, declarer, mode, leader, trick, talon, seat)
    solution = solve_many([problem], every_card=every_card, memory=memory)[0]
    assert solution is not None  # nothing limits it
    return solution


def solve_many(
    problems: Sequence[Problem],
    *,
    every_card: bool = True,
    most_nodes: int = 0,
    most_ms: float = 0,
    stop: Stop | None = None,
    memory: Memory | None = None,
) -> list[Solution | None]:
    """Solve positions in their order in one call to C; None where the budget ended too early.

    `most_nodes` (a node is a trick begun) and `most_ms` (milliseconds) are for all of them, 0 is no
    limit. Errors: Impossible when no play leads to one of the positions; then none is solved.
    """
    for problem in problems:
        check(problem)
    asked = ffi.new("solver_problem[]", [_plain(problem, every_card) for problem in problems])
    answers = ffi.new("solver_answer[]", len(problems))
    flag = ffi.NULL if stop is None else stop._flag
    budget = ffi.new("solver_budget *", (most_nodes, int(most_ms * 1e6), flag))
    (memory or Memory()).run(asked, answers, len(problems), budget)
    return [
        _solution(problem, answer, every_card) if answer.finished else None
        for problem, answer in zip(problems, answers, strict=True)
    ]


def _plain(problem: Problem, every_card: bool) -> dict[str, object]:
    return {
        "hands": problem.hands,
        "mode": MODE_NUMBERS[problem.mode],
        "trump": -1 if problem.trump == NO_TRUMP else problem.trump,
        "declarer": problem.declarer,
        "leader": problem.leader,
        "table_cards": len(problem.trick),
        "table": problem.trick,
        "talon_cards": len(problem.talon),
        "talon": problem.talon,
        "eldest": problem.eldest,
        "talon_wins": problem.talon_wins,
        "winner_leads": problem.winner_leads,
        "against_thumb": problem.against_thumb,
        "every_card": every_card,
    }


def _solution(problem: Problem, answer: "Answer", every_card: bool) -> Solution:
    split, splits = tuple(answer.tricks), _values(answer) if every_card else {}
    if problem.mode == "all_pass":
        seat = (problem.leader + len(problem.trick)) % 3
        cards = {card: tricks[seat] for card, tricks in splits.items()}
        return Solution(split[seat], cards, split, splits, answer.nodes)
    cards = {card: tricks[problem.declarer] for card, tricks in splits.items()}
    return Solution(split[problem.declarer], cards, (), {}, answer.nodes)


def _values(answer: "Answer") -> dict[Card, tuple[int, ...]]:
    # one look at the C array: element by element it would take the interpreter for long
    numbers = iter(memoryview(ffi.buffer(answer.cards)).cast("b").tolist())
    every = enumerate(zip(numbers, numbers, numbers, strict=True))
    return {Card(card): tricks for card, tricks in every if tricks[0] >= 0}
