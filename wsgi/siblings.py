"""What the workers of one host know of each other: who serves, and who is to take over."""

import mmap
import struct
from typing import Final

AGE: Final = struct.Struct("=Q")
KEPT: Final = 4096  # of so many of the newest workers it is known how they stand
BOOTING, SERVING, LEAVING = range(3)


class Siblings:
    """Shared memory of the master and all its workers; made before the first of them.

    Workers are numbered in the order in which they are started. On HUP the master starts new ones
    and tells the old ones to go in the same breath, long before the new ones serve.
    """

    def __init__(self) -> None:
        self._first = mmap.mmap(-1, AGE.size)  # of the youngest generation; the master's
        self._newest = mmap.mmap(-1, AGE.size)  # the master's
        self._states = mmap.mmap(-1, KEPT)  # a byte for each worker, its own

    def renew(self, age: int) -> None:
        """In the master, on HUP: whoever was started before this one is to be relieved."""
        AGE.pack_into(self._first, 0, age)

    def start(self, age: int) -> None:
        """In the master: this worker is about to be started."""
        self._states[age % KEPT] = BOOTING
        AGE.pack_into(self._newest, 0, age)

    def serve(self, age: int) -> None:
        """In the worker: it takes connections."""
        self._states[age % KEPT] = SERVING

    def leave(self, age: int) -> None:
        """In the worker: it was told to go."""
        self._states[age % KEPT] = LEAVING

    def is_relieved(self, age: int) -> bool:
        """Whether this worker may go: it has an heir that serves, or none that ever will."""
        first, newest = self._age(self._first), self._age(self._newest)
        heirs = [self._states[each % KEPT] for each in range(first, newest + 1)]
        return age >= first or SERVING in heirs or BOOTING not in heirs

    def _age(self, memory: mmap.mmap) -> int:
        age: int = AGE.unpack_from(memory, 0)[0]
        return age
