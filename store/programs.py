"""Programs: players that are no people, each of a member, known by the hash of a token."""

from datetime import datetime
from typing import Final, NamedTuple

from psycopg2 import errors as sql_errors

from store.errors import AccountRefused
from store.opening import Connection

COLUMNS: Final = (
    "player_id, players.name, epoch, owner, token_hash is not null, programs.created_at"
)


class Program(NamedTuple):
    """A program; `is_open` while it has a token that works. Times in UTC."""

    player_id: int
    name: str
    epoch: int
    owner: int
    is_open: bool
    created_at: datetime


def create(
    connection: Connection, player_id: int, *, owner: int, name_key: str, token_hash: bytes
) -> None:
    """Make the player a program of that member. Raises AccountRefused("name_taken")."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(
                "insert into programs (player_id, owner, name_key, token_hash)"
                " values (%s, %s, %s, %s)",
                (player_id, owner, name_key, token_hash),
            )
        except sql_errors.UniqueViolation:
            raise AccountRefused("name_taken") from None


def of_token(connection: Connection, token_hash: bytes) -> Program | None:
    """The program whose token has this hash."""
    return next(iter(_found(connection, "token_hash = %s", token_hash)), None)


def of_owner(connection: Connection, owner: int) -> list[Program]:
    """All programs of this member, the oldest first."""
    return _found(connection, "owner = %s", owner)


def change_token(
    connection: Connection, player_id: int, owner: int, token_hash: bytes | None
) -> bool:
    """Another token from now on, or none; False when this member has no such program."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update programs set token_hash = %s where player_id = %s and owner = %s",
            (token_hash, player_id, owner),
        )
        return cursor.rowcount == 1


def revoke_all(connection: Connection, owner: int) -> list[int]:
    """The member's programs have no tokens any more; which had one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update programs set token_hash = null where owner = %s and token_hash is not null"
            " returning player_id",
            (owner,),
        )
        return [player_id for (player_id,) in cursor]


def _found(connection: Connection, condition: str, value: object) -> list[Program]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from programs join players on players.id = player_id"
            f" where {condition} order by programs.created_at",
            (value,),
        )
        return [Program(*row) for row in cursor]
