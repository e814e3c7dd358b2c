"""Connections that have not sent a whole request, and which of them go when there are too many."""

from itertools import islice
from typing import Final, Protocol

from green.limits import RequestLimits

LOOKED_AT: Final = 10  # of the oldest, when somebody has to go: to look at hundreds takes time


class Visitor(Protocol):
    """A connection that may ask for something."""

    def is_silent(self) -> bool:
        """Whether there is nothing of the client's that we have not read."""

    def leave(self) -> None:
        """Told that it has to go."""


class Waiting:
    """Who may still ask for something.

    In all there are at most `waiting`: then the silent go, first of the address that has most of
    them, so whoever opens a thousand connections and says nothing pushes out his own. What an
    address has over its share may be a school or a player, and gets little time instead.
    """

    def __init__(self, limits: RequestLimits, *, by_address: bool) -> None:
        self._limits = limits
        self._by_address = by_address  # senseless behind a proxy, where all have the same one
        self._address: dict[Visitor, str] = {}
        self._of: dict[str, dict[Visitor, None]] = {}  # by address, in the order in which they came
        self.evicted = 0  # only grows
        self.closing = False  # set by a worker that goes away: requests under way are the last

    def __len__(self) -> int:
        return len(self._address)

    def of_address(self, address: str) -> int:
        """How many of them come from there."""
        return len(self._of.get(address, ()))

    def enter(self, visitor: Visitor, address: str) -> float:
        """From now on it waits for a request; how many seconds it may take at most."""
        if not self._by_address:
            address = ""
        self._make_room()
        mates = self._of.setdefault(address, {})
        mates[visitor] = None
        self._address[visitor] = address
        has_more = self._by_address and len(mates) > self._limits.waiting_per_address
        return self._limits.excess_seconds if has_more else float("inf")

    def leave(self, visitor: Visitor) -> None:
        """It has its request, or has gone."""
        address = self._address.pop(visitor, None)
        if address is not None:
            mates = self._of[address]
            del mates[visitor]
            if not mates:
                del self._of[address]

    def close_all(self) -> None:
        """Nobody's next request is waited for any more."""
        for visitor in list(self._address):
            self._evict(visitor)

    def _make_room(self) -> None:
        """Nobody goes who has said something that we have not come to read."""
        while len(self._address) >= self._limits.waiting:
            most = max(self._of.values(), key=len)
            oldest = islice(most, LOOKED_AT)
            victim = next((each for each in oldest if each.is_silent()), None)
            if victim is None:
                return
            self._evict(victim)

    def _evict(self, visitor: Visitor) -> None:
        self.leave(visitor)
        self.evicted += 1
        visitor.leave()
