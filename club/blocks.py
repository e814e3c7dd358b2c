"""Mute and block: whom somebody does not hear, and with whom he never plays."""

from collections.abc import Callable, Iterable
from typing import Final

from club.errors import ClubRefusal
from club.seating import Guest
from store import blocks, players
from store.blocks import BLOCK, MUTE, Blocked
from store.connections import Connections

__all__ = ["BLOCK", "MUTE", "Blocks"]

MOST: Final = 300


class Blocks:
    """What each player has settled for himself; nobody is told that he is muted or blocked."""

    def __init__(self, connections: Connections, changed: Callable[[int], None]) -> None:
        self._connections = connections
        self._changed = changed  # of the player who hears other things from now on

    def put(self, guest: Guest, other_id: int, kind: str) -> None:
        """Mute or block somebody.

        Raises ClubRefusal: not_yourself, no_such_player, too_many_blocked.
        """
        if other_id == guest.player_id:
            raise ClubRefusal("not_yourself")
        with self._connections.transaction() as connection:
            players.ensure(connection, guest.player_id, guest.name)
            if players.read(connection, other_id) is None:
                raise ClubRefusal("no_such_player")
            if len(blocks.of_player(connection, guest.player_id)) >= MOST:
                raise ClubRefusal("too_many_blocked")
            blocks.put(connection, guest.player_id, other_id, kind)
        self._changed(guest.player_id)

    def remove(self, guest: Guest, other_id: int) -> None:
        """Neither muted nor blocked any more."""
        with self._connections.connection() as connection:
            blocks.remove(connection, guest.player_id, other_id)
        self._changed(guest.player_id)

    def of(self, player_id: int) -> list[Blocked]:
        """Whom this player has muted or blocked."""
        with self._connections.connection() as connection:
            return blocks.of_player(connection, player_id)

    def may_meet(self, one: int, other: int) -> bool:
        """Whether neither has blocked the other: they may be paired, invited, seated together."""
        return not self.apart_from(one, [other])

    def apart_from(self, player_id: int, others: Iterable[int]) -> set[int]:
        """Those of the others whom this player may not meet."""
        with self._connections.connection() as connection:
            return blocks.kept_apart(connection, player_id, list(others))
