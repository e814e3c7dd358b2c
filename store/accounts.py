"""Accounts: what a player has who registered."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, NamedTuple

from psycopg2 import errors as sql_errors
from psycopg2.extras import Json

from store.errors import AccountRefused
from store.opening import Connection

COLUMNS: Final = (
    "player_id, players.name, name_key, password, email, preferences, epoch, accounts.created_at"
)
TAKEN: Final = {"accounts_name_key_key": "name_taken", "accounts_email_key": "email_taken"}


class Account(NamedTuple):
    """A registered player; `password` is its hash, `email` in lower case, times in UTC."""

    player_id: int
    name: str
    name_key: str
    password: str
    email: str | None
    preferences: dict[str, Any]
    epoch: int
    created_at: datetime


def create(
    connection: Connection, player_id: int, *, name_key: str, password: str, email: str | None
) -> None:
    """Register a player; `password` is a hash.

    Raises AccountRefused: already_registered, name_taken, email_taken.
    """
    with connection.cursor() as cursor, _refusals():
        cursor.execute(
            "insert into accounts (player_id, name_key, password, email) values (%s, %s, %s, %s)",
            (player_id, name_key, password, email),
        )


def of_player(connection: Connection, player_id: int) -> Account | None:
    """The account of this player; None for guests."""
    return _one(connection, "player_id = %s", player_id)


def named(connection: Connection, name_key: str) -> Account | None:
    """The account whose name looks like that."""
    return _one(connection, "name_key = %s", name_key)


def with_email(connection: Connection, email: str) -> Account | None:
    """The account of this address, given in lower case."""
    return _one(connection, "email = %s", email)


def is_taken(connection: Connection, name_key: str, player_id: int | None = None) -> bool:
    """Whether another account than this player's has a name that looks like that."""
    found = named(connection, name_key)
    return found is not None and found.player_id != player_id


def change_name_key(connection: Connection, player_id: int, name_key: str) -> None:
    """The name looks different now; nothing happens for a guest. Raises AccountRefused."""
    with connection.cursor() as cursor, _refusals():
        cursor.execute(
            "update accounts set name_key = %s where player_id = %s", (name_key, player_id)
        )


def change_password(connection: Connection, player_id: int, password: str) -> None:
    """Keep another hash."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update accounts set password = %s where player_id = %s", (password, player_id)
        )


def change_email(connection: Connection, player_id: int, email: str | None) -> None:
    """Keep another address, in lower case, or none. Raises AccountRefused(email_taken)."""
    with connection.cursor() as cursor, _refusals():
        cursor.execute("update accounts set email = %s where player_id = %s", (email, player_id))


def change_preferences(
    connection: Connection, player_id: int, preferences: Mapping[str, object]
) -> None:
    """Keep these preferences instead of the former ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update accounts set preferences = %s where player_id = %s",
            (Json(dict(preferences)), player_id),
        )


def delete(connection: Connection, player_id: int) -> bool:
    """Forget password, address and preferences; the player stays in the records of others."""
    with connection.cursor() as cursor:
        cursor.execute("delete from accounts where player_id = %s", (player_id,))
        return cursor.rowcount == 1


def _one(connection: Connection, condition: str, value: object) -> Account | None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from accounts join players on players.id = player_id"
            f" where {condition}",
            (value,),
        )
        row = cursor.fetchone()
    return Account(*row) if row else None


@contextmanager
def _refusals() -> Iterator[None]:
    """Unique rows say who was first."""
    try:
        yield
    except sql_errors.UniqueViolation as error:
        code = TAKEN.get(error.diag.constraint_name or "", "already_registered")
        raise AccountRefused(code) from None
