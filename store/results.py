"""What matches came to for each player: written once when a match is over, read by profiles."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from psycopg2.extras import execute_values

from store.matches import COLUMNS, Match
from store.opening import Connection

_CLAIM: Final = f"select {COLUMNS} from matches where status = 'finished' and reckoned is null"


class Result(NamedTuple):
    """A match as it ended for one player; the four numbers are None when no rating was moved."""

    match_id: int
    seat: int
    player_id: int
    family: str
    speed: str
    deals: int
    whists: int
    mu_before: float | None = None
    sigma_before: float | None = None
    mu_after: float | None = None
    sigma_after: float | None = None


class Line(NamedTuple):
    """One match in somebody's history, and who else sat there; `at` in UTC."""

    result: Result
    at: datetime
    others: tuple[str, ...]


class Ending(NamedTuple):
    """How the log of a match ends; times in ms of club time."""

    dealt_at: int  # the last cards
    acted_at: int  # the last act of a seat
    kind: str  # of the last act
    body: str


def claim_next(connection: Connection) -> Match | None:
    """A match that is over and not reckoned yet, locked until the transaction ends.

    None when there is none, or others are at work on all of them.
    """
    return _claimed(connection, "order by created_at limit 1", ())


def claim(connection: Connection, match_id: int) -> Match | None:
    """The same for this match."""
    return _claimed(connection, "and matches.id = %s", (match_id,))


def _claimed(connection: Connection, which: str, values: Sequence[object]) -> Match | None:
    with connection.cursor() as cursor:
        cursor.execute(f"{_CLAIM} {which} for update skip locked", values)
        row = cursor.fetchone()
    return Match(*row) if row else None


def players_of(connection: Connection, match_id: int) -> dict[int, int]:
    """Whose result each seat is: who sits there, though a bot may have played for him at last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select seat, player_id from seats where match_id = %s and player_id is not null",
            (match_id,),
        )
        return dict(cursor.fetchall())


def ending_of(connection: Connection, match_id: int) -> Ending | None:
    """How the log ends; None when no cards were dealt or nobody acted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select dealt.at, acted.at, last.kind, last.body from"
            " (select at from events where match_id = %(match)s and version = ("
            "  select max(version) from deals where match_id = %(match)s)) dealt,"
            " (select at from events where match_id = %(match)s and seat is not null"
            "  order by version desc limit 1) acted,"
            " (select kind, body from events where match_id = %(match)s"
            "  order by version desc limit 1) last",
            {"match": match_id},
        )
        row = cursor.fetchone()
    return Ending(*row) if row else None


def settle(connection: Connection, match_id: int, reckoned: str) -> None:
    """The match is reckoned; `reckoned` says whether ratings moved or why not."""
    with connection.cursor() as cursor:
        cursor.execute("update matches set reckoned = %s where id = %s", (reckoned, match_id))


def add(connection: Connection, lines: Sequence[Result]) -> None:
    """Write the lines of one match; those that are there stay."""
    with connection.cursor() as cursor:
        execute_values(
            cursor,
            f"insert into results ({', '.join(Result._fields)}) values %s on conflict do nothing",
            lines,
        )


def of_match(connection: Connection, match_id: int) -> list[Result]:
    """The lines of a match by seat."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {', '.join(Result._fields)} from results where match_id = %s order by seat",
            (match_id,),
        )
        return [Result(*row) for row in cursor]


def reckoned(connection: Connection, match_id: int) -> tuple[bool, str | None] | None:
    """Whether the match was for ratings and what became of it; None when it is not over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select rated, reckoned from matches where id = %s and status = 'finished'",
            (match_id,),
        )
        row = cursor.fetchone()
    return (bool(row[0]), row[1]) if row else None


OF_PLAYER: Final = f"""
select {", ".join("mine." + name for name in Result._fields)}, mine.at, (
    select array_agg(coalesce(players.name, bot) order by seat)
    from seats left join players on players.id = player_id
    where match_id = mine.match_id and seat <> mine.seat)
from results mine where mine.player_id = %s order by mine.at desc limit %s
"""


def of_player(connection: Connection, player_id: int, limit: int) -> list[Line]:
    """The last matches of this player, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(OF_PLAYER, (player_id, limit))
        return [Line(Result(*row[:-2]), row[-2], tuple(row[-1] or ())) for row in cursor]
