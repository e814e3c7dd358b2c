"""Appeals: what a player says to a sanction, once, and what he is answered."""

from datetime import datetime
from typing import Final, NamedTuple

from psycopg2 import errors as sql_errors

from store.errors import TalkRefused
from store.opening import Connection

_SELECT: Final = (
    "select sanction_id, sanctions.player_id, players.name, sanctions.kind, sanctions.by_id, text,"
    " appeals.at, answered_at, granted, answer"
    " from appeals join sanctions on sanctions.id = sanction_id"
    " join players on players.id = sanctions.player_id"
)


class Appeal(NamedTuple):
    """`by_id` imposed the sanction; times in UTC."""

    sanction_id: int
    player_id: int
    name: str
    kind: str
    by_id: int
    text: str
    at: datetime
    answered_at: datetime | None
    granted: bool | None
    answer: str | None


def file(connection: Connection, sanction_id: int, text: str) -> None:
    """The one appeal against a sanction. Raises TalkRefused("already_appealed")."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(
                "insert into appeals (sanction_id, text) values (%s, %s)", (sanction_id, text)
            )
        except sql_errors.UniqueViolation:
            raise TalkRefused("already_appealed") from None


def answer(connection: Connection, sanction_id: int, *, granted: bool, text: str) -> bool:
    """Whether it was open until now; of two moderators one answers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update appeals set answered_at = now(), granted = %s, answer = %s"
            " where sanction_id = %s and answered_at is null",
            (granted, text, sanction_id),
        )
        return cursor.rowcount == 1


def read(connection: Connection, sanction_id: int) -> Appeal | None:
    """The appeal against this sanction."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_SELECT} where sanction_id = %s", (sanction_id,))
        row = cursor.fetchone()
    return Appeal(*row) if row else None


def of_player(connection: Connection, player_id: int) -> dict[int, Appeal]:
    """All appeals of this player, by sanction."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_SELECT} where sanctions.player_id = %s", (player_id,))
        return {row[0]: Appeal(*row) for row in cursor}


def open_ones(connection: Connection, most: int) -> list[Appeal]:
    """Those nobody has answered yet, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_SELECT} where answered_at is null order by appeals.at limit %s", (most,))
        return [Appeal(*row) for row in cursor]
