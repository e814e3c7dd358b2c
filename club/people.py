"""Who is signed in and where: sockets of players, and who was signed out everywhere."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, Protocol

from cachetools import TTLCache

from club.errors import ClubRefusal
from green.bus import Bus
from store import players
from store.claims import claim
from store.connections import Connections

SIGNED_OUT: Final = "signed out"  # the topic of the bus
KNOWN: Final = 20_000
KNOWN_SECONDS: Final = 60.0
LOOKS_BACK_SECONDS: Final = 60.0
FORGOTTEN_AFTER_DAYS: Final = 30
LOOKED_AT_ONCE: Final = 200
FORGETTING_SECONDS: Final = 30.0  # one worker at a time


class Visitor(Protocol):
    """A socket of somebody's. `bye` never waits or raises."""

    player_id: int | None
    epoch: int

    def bye(self, code: str) -> None:
        """Say why and close."""


class People:
    """An epoch counts how often a player was signed out everywhere; cookies carry theirs.

    Other workers are told over the bus, and look themselves in case they were not.
    """

    def __init__(self, connections: Connections, bus: Bus, sockets_per_player: int) -> None:
        self._connections = connections
        self._bus = bus
        self._most = sockets_per_player
        self._sockets: defaultdict[int, set[Visitor]] = defaultdict(set)
        self._epochs: TTLCache[int, int] = TTLCache(KNOWN, KNOWN_SECONDS)
        self.hits = self.loads = 0  # for metrics; they only grow
        self._looked = 0  # through all players, as far as this one
        bus.subscribe(SIGNED_OUT, self._heard)

    @property
    def online(self) -> Collection[int]:
        """The players who have a socket open here."""
        return self._sockets.keys()

    @contextmanager
    def visit(self, visitor: Visitor) -> Iterator[None]:
        """A socket is open in the block.

        Raises ClubRefusal (too_many_sockets, signed_out) and Busy.
        """
        player_id = visitor.player_id
        if player_id is None:  # counted by address elsewhere
            yield
            return
        if len(self._sockets[player_id]) >= self._most:
            raise ClubRefusal("too_many_sockets")
        self._sockets[player_id].add(visitor)
        try:
            # Known as open first, asked second: no signing out falls in between.
            if not self.is_current(player_id, visitor.epoch):
                raise ClubRefusal("signed_out")
            yield
        finally:
            self._sockets[player_id].discard(visitor)
            if not self._sockets[player_id]:
                del self._sockets[player_id]

    def is_connected(self, player_id: int) -> bool:
        """Whether he has a socket open at this worker, anywhere in the club."""
        return player_id in self._sockets

    def is_current(self, player_id: int, epoch: int) -> bool:
        """Whether who was signed in at that epoch still is. Raises Busy."""
        known = self._epochs.get(player_id)
        if known is None or known < epoch:
            self.loads += 1
            with self._connections.connection() as connection:
                known = self._epochs[player_id] = players.epoch_of(connection, player_id)
        else:
            self.hits += 1
        return epoch == known

    def sign_out(self, player_id: int) -> int:
        """Everywhere, his open sockets included; the new epoch. Raises Busy."""
        with self._connections.connection() as connection:
            epoch = players.sign_out(connection, player_id)
        self.send_away({player_id: epoch})
        return epoch

    def send_away(self, epochs: Mapping[int, int]) -> None:
        """Whoever was signed out, by what he stands at since; every worker would find it itself."""
        for player_id, epoch in epochs.items():
            self._bus.publish(SIGNED_OUT, f"{player_id}:{epoch}")
            self._send_away(player_id, epoch)

    def look(self) -> int:
        """Ask who was signed out lately; how many sockets were closed for it. Raises Busy."""
        if not self._sockets:
            return 0
        with self._connections.connection() as connection:
            lately = players.signed_out_lately(connection, LOOKS_BACK_SECONDS)
        return sum(self._send_away(player_id, epoch) for player_id, epoch in lately.items())

    def forget_guests(self) -> int:
        """Look at some players and forget the guests of long ago without a record; how many.

        Raises Busy.
        """
        with self._connections.transaction() as connection:
            if not claim(connection, "forget guests", FORGETTING_SECONDS):
                return 0
            looked = players.forget_guests(
                connection, self._looked, days=FORGOTTEN_AFTER_DAYS, at_once=LOOKED_AT_ONCE
            )
        self._looked = looked.last or 0
        return looked.forgotten

    def _heard(self, payload: str) -> None:
        told = re.fullmatch(r"(\d{1,19}):(\d{1,9})", payload)
        if told:
            self._send_away(int(told[1]), int(told[2]))

    def _send_away(self, player_id: int, epoch: int) -> int:
        self._epochs[player_id] = max(epoch, self._epochs.get(player_id, 0))
        old = [each for each in self._sockets.get(player_id, ()) if each.epoch < epoch]
        for visitor in old:
            visitor.bye("signed_out")
        return len(old)
