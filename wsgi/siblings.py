"""What the workers of one host know of each other: whether a newer one is about to take over."""

import mmap
import struct
from typing import Final

NEWEST: Final = struct.Struct("=Q")
KEPT: Final = 4096  # of the newest workers it is known whether they are settled


class Siblings:
    """Shared memory of the master and all its workers; made before the first of them.

    Workers are numbered in the order in which they are started. On HUP the master starts new ones
    and tells the old ones to go in the same breath, long before the new ones serve.
    """

    def __init__(self) -> None:
        self._newest = mmap.mmap(-1, NEWEST.size)  # written by the master only
        self._settled = mmap.mmap(-1, KEPT)  # a byte for each worker, written by it

    def start(self, age: int) -> None:
        """In the master: this worker is about to be started."""
        self._settled[age % KEPT] = 0
        NEWEST.pack_into(self._newest, 0, age)

    def settle(self, age: int) -> None:
        """In the worker: it serves now, or never will."""
        self._settled[age % KEPT] = 1

    def is_relieved(self, age: int) -> bool:
        """Whether nobody will take over from this worker who does not serve yet."""
        newest: int = NEWEST.unpack_from(self._newest, 0)[0]
        newer = [self._settled[each % KEPT] for each in range(age + 1, newest + 1)]
        return any(newer) or not newer
