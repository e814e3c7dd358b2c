"""Deals of a match: the state at the start of each and how it ended; written with the events."""

from typing import NamedTuple

from store.opening import Connection


class Deal(NamedTuple):
    """What event `version` dealt; `number` counts from 1, `result` is None while it is played."""

    number: int
    version: int
    result: str | None


def of_match(connection: Connection, match_id: int) -> list[Deal]:
    """All deals of the match, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select row_number() over (order by version), version, result"
            " from deals where match_id = %s order by version",
            (match_id,),
        )
        return [Deal(*row) for row in cursor]


def state_at(connection: Connection, match_id: int, number: int) -> str | None:
    """The encoded match at the start of that deal (from 1)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select state from deals where match_id = %s order by version offset %s limit 1",
            (match_id, number - 1),
        )
        row = cursor.fetchone()
    return str(row[0]) if row else None


def end_of(connection: Connection, match_id: int, version: int) -> int | None:
    """The version that dealt the next cards after this deal's; None when it is the last deal."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select min(version) from deals where match_id = %s and version > %s",
            (match_id, version),
        )
        row = cursor.fetchone()
    return None if row is None or row[0] is None else int(row[0])
