"""When a table may be talked at freely: never while cards are held that others do not see."""

from typing import Final

from club.errors import ClubRefusal
from club.table import Table
from store import matches
from store.connections import Connection
from store.errors import Busy

BETWEEN_DEALS: Final = frozenset({"waiting", "result", "finished"})


def check_is_free(connection: Connection, table: Table) -> None:
    """Raises ClubRefusal("phrases_only") in a deal of a rated match.

    Raises Busy when the store knows more of the match than this worker: it may be dealt.
    """
    if not table.rated:
        return
    stored = matches.read(connection, table.match_id)
    if table.head.phase not in BETWEEN_DEALS:
        raise ClubRefusal("phrases_only")
    if stored is not None and stored.version > table.head.version:
        raise Busy("the table has moved on")
