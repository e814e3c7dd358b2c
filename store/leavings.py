"""Who went away from a table for good while others played on there."""

from datetime import datetime
from typing import NamedTuple

from store.opening import Connection


class Leaving(NamedTuple):
    """`why` as `club/table.py` has it; `at` in UTC."""

    why: str
    at: datetime


def add(connection: Connection, player_id: int, match_id: int, why: str) -> None:
    """A bot was given his seat. Once a match."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into leavings (player_id, match_id, why) values (%s, %s, %s)"
            " on conflict do nothing",
            (player_id, match_id, why),
        )


def lately(connection: Connection, player_id: int, days: int) -> list[Leaving]:
    """Those of the last days, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select why, at from leavings"
            " where player_id = %s and at > now() - %s * interval '1 day' order by at desc",
            (player_id, days),
        )
        return [Leaving(*row) for row in cursor]


def forget(connection: Connection, days: int) -> int:
    """Take out what is older; how many."""
    with connection.cursor() as cursor:
        cursor.execute("delete from leavings where at < now() - %s * interval '1 day'", (days,))
        return cursor.rowcount
