# The compiled module, as build.py makes it from c/solve.h and c/beliefs.h.
from collections.abc import Callable, Sequence
from typing import Any, Final

from typing_extensions import Buffer

class Answer:
    finished: int
    tricks: Sequence[int]
    cards: Sequence[Sequence[int]]
    nodes: int

class LaidOut:
    cards: Sequence[int]
    against: int

class _Foreign:
    NULL: Final[Any]
    def new(self, kind: str, start: object = ...) -> Any: ...
    def buffer(self, data: object) -> Buffer: ...
    def gc(self, pointer: Any, destructor: Callable[[Any], None]) -> Any: ...

class _Library:
    MODE_GAME: Final[int]
    MODE_MISERE: Final[int]
    MODE_ALL_PASS: Final[int]
    CLAIM_PROVED: Final[int]
    CLAIM_NO_ROOM: Final[int]
    SAYS_REACHES: Final[int]
    SAYS_NOWHERE: Final[int]
    SAYS_SAFE: Final[int]
    SAYS_UNSAFE: Final[int]
    SAYS_DEFENDS: Final[int]
    SAYS_YIELDS: Final[int]
    SAYS_BEST_DISCARD: Final[int]
    SAYS_BEST_STRAIN: Final[int]
    MOST_BELIEFS: Final[int]
    def solver_draw(
        self,
        known: Any,
        worths: Any,
        seed: int,
        doubt: int,
        wanted: int,
        most_tries: int,
        layouts: Sequence[LaidOut],
    ) -> int: ...
    def solver_judge(
        self, known: Any, worths: Any, count: int, layouts: Sequence[LaidOut]
    ) -> None: ...
    def solver_memory_open(self, size: int) -> Any: ...
    def solver_memory_close(self, memory: Any) -> None: ...
    def solver_run(
        self, problems: Any, answers: Sequence[Answer], count: int, budget: Any, memory: Any
    ) -> int: ...
    def solver_prove(self, claim: Any, budget: Any, memory: Any) -> int: ...

ffi: Final[_Foreign]
lib: Final[_Library]
