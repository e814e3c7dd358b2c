"""Ratings: one row for each player, family of conventions and speed."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from psycopg2.extras import execute_values

from store.opening import Connection

COLUMNS: Final = "player_id, family, speed, mu, sigma, week, rated, played, won, whists"


class Rating(NamedTuple):
    """What is believed of a player as of `week`, and the record of all his matches."""

    player_id: int
    family: str
    speed: str
    mu: float
    sigma: float
    week: int
    rated: int = 0
    played: int = 0
    won: int = 0
    whists: int = 0


def held(connection: Connection, fresh: Sequence[Rating]) -> dict[int, Rating]:
    """The rows of these players in one family and speed, made as given if there are none.

    Locked until the transaction ends, in one order for all: no two workers wait for each other.
    """
    fresh = sorted(fresh)
    with connection.cursor() as cursor:
        execute_values(
            cursor, f"insert into ratings ({COLUMNS}) values %s on conflict do nothing", fresh
        )
        cursor.execute(
            f"select {COLUMNS} from ratings where player_id = any(%s) and family = %s"
            " and speed = %s order by player_id for update",
            ([each.player_id for each in fresh], fresh[0].family, fresh[0].speed),
        )
        return {row[0]: Rating(*row) for row in cursor}


def keep_all(connection: Connection, kept: Sequence[Rating]) -> None:
    """Write rows that are held or claimed."""
    with connection.cursor() as cursor:
        execute_values(
            cursor,
            "update ratings set mu = given.mu, sigma = given.sigma, week = given.week,"
            " rated = given.rated, played = given.played, won = given.won, whists = given.whists"
            f" from (values %s) as given ({COLUMNS}) where ratings.player_id = given.player_id"
            " and ratings.family = given.family and ratings.speed = given.speed",
            kept,
        )


def claim_behind(connection: Connection, week: int, limit: int) -> list[Rating]:
    """Some rows last counted before that week, locked until the transaction ends.

    Those that others hold are left to them: nobody waits here.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from ratings where week < %s order by week limit %s"
            " for update skip locked",
            (week, limit),
        )
        return [Rating(*row) for row in cursor]


def of_player(connection: Connection, player_id: int) -> list[Rating]:
    """All of a player's."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {COLUMNS} from ratings where player_id = %s", (player_id,))
        return [Rating(*row) for row in cursor]
