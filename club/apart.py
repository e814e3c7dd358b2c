"""Who may not sit together."""

from collections.abc import Iterable

from club.errors import ClubRefusal
from store import blocks
from store.connections import Connection


def check_company(connection: Connection, player_id: int, others: Iterable[int]) -> None:
    """Raises ClubRefusal("kept_apart") when this player or one of the others blocked the other."""
    if blocks.kept_apart(connection, player_id, list(others)):
        raise ClubRefusal("kept_apart")
