"""The exact solver: best play with open cards, in C. README.md says what it answers.

Every function takes and returns plain values, keeps nothing between calls and may run in any number
of native threads at once (`green.offload`): the interpreter's lock is free while C works.
"""

from games.preferans.solver.problem import Impossible, Mode, Problem
from games.preferans.solver.proving import Claim, prove
from games.preferans.solver.solving import Memory, Solution, Stop, solve, solve_many

__all__ = [
    "Claim",
    "Impossible",
    "Memory",
    "Mode",
    "Problem",
    "Solution",
    "Stop",
    "prove",
    "solve",
    "solve_many",
]
