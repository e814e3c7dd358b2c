"""Players: a guest's row is made the first time he does something."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from store.opening import Connection


class Player(NamedTuple):
    player_id: int
    name: str
    created_at: datetime


def ensure(connection: Connection, player_id: int, name: str) -> Player:
    """The player of that id, made under this name if there is none yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into players (id, name) values (%s, %s) on conflict do nothing",
            (player_id, name),
        )
    found = read(connection, player_id)
    assert found is not None  # nobody who has done nothing for so long is at it right now
    return found


def read(connection: Connection, player_id: int) -> Player | None:
    with connection.cursor() as cursor:
        cursor.execute("select id, name, created_at from players where id = %s", (player_id,))
        row = cursor.fetchone()
    return Player(*row) if row else None


def rename(connection: Connection, player_id: int, name: str) -> bool:
    """Give the player another name; False when there is no such player."""
    with connection.cursor() as cursor:
        cursor.execute("update players set name = %s where id = %s", (name, player_id))
        return cursor.rowcount == 1


def names_of(connection: Connection, player_ids: Sequence[int]) -> dict[int, str]:
    """The names of these players; unknown ids are left out."""
    with connection.cursor() as cursor:
        cursor.execute("select id, name from players where id = any(%s)", (list(player_ids),))
        return dict(cursor.fetchall())


def guests_named(connection: Connection, name: str, limit: int) -> list[int]:
    """Players without an account who have exactly this name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from players where name = %s"
            " and not exists (select from accounts where player_id = players.id) limit %s",
            (name, limit),
        )
        return [player_id for (player_id,) in cursor]


def epoch_of(connection: Connection, player_id: int) -> int:
    """How often the player was signed out everywhere; 0 when there is no such player."""
    with connection.cursor() as cursor:
        cursor.execute("select epoch from players where id = %s", (player_id,))
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def sign_out(connection: Connection, player_id: int) -> int:
    """Whatever was signed in so far is not any more; the new epoch, 0 when there is no player."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update players set epoch = epoch + 1, signed_out_at = now() where id = %s"
            " returning epoch",
            (player_id,),
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def signed_out_lately(connection: Connection, seconds: float) -> dict[int, int]:
    """The epochs of all who were signed out everywhere within the last so many seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, epoch from players where signed_out_at > now() - make_interval(secs => %s)",
            (seconds,),
        )
        return dict(cursor.fetchall())


class Looked(NamedTuple):
    """What a step through all players did; the next one goes on after `last`, None at the end."""

    forgotten: int
    last: int | None


def forget_guests(connection: Connection, after: int, *, days: int, at_once: int) -> Looked:
    """Of the next so many players forget guests older than that whom no relation refers to.

    In a transaction. One who was signed out everywhere stays: his cookies would be good again.
    """
    refers = "".join(f" and not exists (select from {where})" for where in _references(connection))
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from players where id > %s order by id limit %s", (after, at_once)
        )
        looked = [player_id for (player_id,) in cursor]
        cursor.execute(
            "delete from players where id = any(%s) and epoch = 0"
            f" and created_at < now() - make_interval(days => %s){refers}",
            (looked, days),
        )
        return Looked(cursor.rowcount, looked[-1] if len(looked) == at_once else None)


def _references(connection: Connection) -> list[str]:
    """Each relation that refers to players, with the condition that it refers to this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select format('%I where %I.%I = players.id', relname, relname, attname)"
            " from pg_constraint join pg_class on pg_class.oid = conrelid"
            " join pg_attribute on attrelid = conrelid and attnum = conkey[1]"
            " where contype = 'f' and confrelid = 'players'::regclass order by 1"
        )
        return [where for (where,) in cursor]
