"""How many sockets one player has at this worker."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from club.errors import ClubRefusal


class Presence:
    """The sockets of each player; spectators without a name are counted by address elsewhere."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._sockets: Counter[int] = Counter()

    @contextmanager
    def socket(self, player_id: int | None) -> Iterator[None]:
        """One more in the block. Raises ClubRefusal("too_many_sockets")."""
        if player_id is None:
            yield
            return
        if self._sockets[player_id] >= self._most:
            raise ClubRefusal("too_many_sockets")
        self._sockets[player_id] += 1
        try:
            yield
        finally:
            self._sockets[player_id] -= 1
            if not self._sockets[player_id]:
                del self._sockets[player_id]
