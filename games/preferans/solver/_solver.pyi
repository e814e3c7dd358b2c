# The compiled module, as build.py makes it from c/solve.h.
from collections.abc import Callable, Sequence
from typing import Any, Final

class Answer:
    finished: int
    tricks: Sequence[int]
    cards: Sequence[Sequence[int]]
    nodes: int

class _Foreign:
    NULL: Final[Any]
    def new(self, kind: str, start: object = ...) -> Any: ...
    def gc(self, pointer: Any, destructor: Callable[[Any], None]) -> Any: ...

class _Library:
    MODE_GAME: Final[int]
    MODE_MISERE: Final[int]
    MODE_ALL_PASS: Final[int]
    CLAIM_PROVED: Final[int]
    CLAIM_NO_ROOM: Final[int]
    def solver_memory_open(self, size: int) -> Any: ...
    def solver_memory_close(self, memory: Any) -> None: ...
    def solver_run(
        self, problems: Any, answers: Sequence[Answer], count: int, budget: Any, memory: Any
    ) -> int: ...
    def solver_prove(self, claim: Any, budget: Any, memory: Any) -> int: ...

ffi: Final[_Foreign]
lib: Final[_Library]
