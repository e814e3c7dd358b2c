"""Whom the club does not let in now."""

from club.errors import ClubRefusal
from store import sanctions
from store.connections import Connection
from store.sanctions import BAN


class ShutOut(ClubRefusal):
    """He is who he says he is, but suspended or banned; he may appeal."""

    def __init__(self, code: str, player_id: int) -> None:
        super().__init__(code)
        self.player_id = player_id


def check_entry(connection: Connection, player_id: int) -> None:
    """Raises ShutOut: suspended, banned."""
    found = sanctions.shut_out_by(connection, player_id)
    if found is not None:
        raise ShutOut("banned" if found.kind == BAN else "suspended", player_id)
