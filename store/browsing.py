"""What is read page by page, each page by a key: live tables, and what somebody has played."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from store.matches import COLUMNS, Match, Seat
from store.opening import Connection

SEATS: Final = """
select match_id, seat, seats.player_id, coalesce(players.name, bot), bot is not null, ready, level
from seats left join players on players.id = seats.player_id
where match_id = any(%s) order by match_id, seat
"""


class Seated(NamedTuple):
    """A match with who sits where."""

    match: Match
    seats: tuple[Seat | None, ...]


def live(connection: Connection, after: int, limit: int) -> list[Seated]:
    """Tables that are not over and whose id lies above `after`, by id."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from matches where status in ('open', 'running', 'adjourned')"
            " and id > %s order by id limit %s",
            (after, limit),
        )
        found = [Match(*row) for row in cursor]
    return seated(connection, found)


def finished_of(
    connection: Connection, player_id: int, before: int | None, limit: int
) -> list[Seated]:
    """What this player has played to its end before the match `before`, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from seats join matches on matches.id = match_id"
            " where player_id = %(player)s and status = 'finished' and matches.version > 0"
            " and (%(before)s is null or (matches.created_at, matches.id)"
            "  < (select created_at, id from matches where id = %(before)s))"
            " order by matches.created_at desc, matches.id desc limit %(limit)s",
            {"player": player_id, "before": before, "limit": limit},
        )
        found = [Match(*row) for row in cursor]
    return seated(connection, found)


def seated(connection: Connection, matches: list[Match]) -> list[Seated]:
    """These matches with their seats."""
    taken: dict[int, dict[int, Seat]] = {match.match_id: {} for match in matches}
    with connection.cursor() as cursor:
        cursor.execute(SEATS, (list(taken),))
        for match_id, *columns in cursor:
            seat = Seat(*columns)
            taken[match_id][seat.seat] = seat
    return [
        Seated(match, tuple(taken[match.match_id].get(at) for at in range(match.seat_count)))
        for match in matches
    ]


def members_among(connection: Connection, player_ids: Iterable[int]) -> frozenset[int]:
    """Those of these players who are registered."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select player_id from accounts where player_id = any(%s)", (list(player_ids),)
        )
        return frozenset(player_id for (player_id,) in cursor)
