"""How much one client may say: a message costs a credit, and credits come back with time."""

from typing import Final

from cachetools import LRUCache

MOST_PURSES: Final = 20_000


class Credits:
    """So many messages at once; they come back evenly within `per_seconds`."""

    __slots__ = ("_left", "_most", "_per_seconds", "_refilled_at")

    def __init__(self, most: int, per_seconds: float, now: float) -> None:
        self._most = most
        self._per_seconds = per_seconds
        self._left = float(most)
        self._refilled_at = now

    def pay(self, now: float) -> bool:
        """Take one credit if there is one; `now` on the clock it was made with, in seconds."""
        if self._left < 1:
            self._refill(now)
        self._left -= 1
        return self._left >= 0

    def _refill(self, now: float) -> None:
        gained = (now - self._refilled_at) * self._most / self._per_seconds
        self._left = min(float(self._most), self._left + gained)
        self._refilled_at = now


class Purses:
    """Credits of those who have no connection that could carry them, by whatever names them."""

    def __init__(self) -> None:
        # What is forgotten was not used for long and would be full again.
        self._purses: LRUCache[object, Credits] = LRUCache(MOST_PURSES)

    def __len__(self) -> int:
        return len(self._purses)

    def pay(self, owner: object, now: float, *, credits: int, per_seconds: float) -> bool:
        """Take one of the owner's credits if there is one."""
        purse = self._purses.get(owner)
        if purse is None:
            purse = self._purses[owner] = Credits(credits, per_seconds, now)
        return purse.pay(now)
