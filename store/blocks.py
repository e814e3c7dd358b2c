"""Whom a player does not want to hear, or to meet."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from store.opening import Connection

MUTE: Final = "mute"  # he is not heard
BLOCK: Final = "block"  # the two do not meet either


class Blocked(NamedTuple):
    player_id: int
    name: str
    kind: str


def put(connection: Connection, player_id: int, other_id: int, kind: str) -> None:
    """From now on the other one is muted or blocked, whatever he was before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into blocks (player_id, other_id, kind) values (%s, %s, %s)"
            " on conflict (player_id, other_id) do update set kind = excluded.kind, at = now()",
            (player_id, other_id, kind),
        )


def remove(connection: Connection, player_id: int, other_id: int) -> bool:
    """Whether the other one was muted or blocked; he is not any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from blocks where player_id = %s and other_id = %s", (player_id, other_id)
        )
        return cursor.rowcount == 1


def of_player(connection: Connection, player_id: int) -> list[Blocked]:
    """Whom this player has muted or blocked, the last one first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select other_id, name, kind from blocks join players on id = other_id"
            " where player_id = %s order by at desc, other_id",
            (player_id,),
        )
        return [Blocked(*row) for row in cursor]


def kept_apart(connection: Connection, player_id: int, others: Sequence[int]) -> set[int]:
    """Those of the others who have blocked this player, or whom he has blocked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select other_id from blocks"
            " where kind = 'block' and player_id = %(one)s and other_id = any(%(others)s)"
            " union select player_id from blocks"
            " where kind = 'block' and other_id = %(one)s and player_id = any(%(others)s)",
            {"one": player_id, "others": list(others)},
        )
        return {other_id for (other_id,) in cursor}


def pairs_apart(connection: Connection, player_ids: Sequence[int]) -> set[frozenset[int]]:
    """The pairs of these players of whom one has blocked the other."""
    ids = list(player_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "select player_id, other_id from blocks"
            " where kind = 'block' and player_id = any(%s) and other_id = any(%s)",
            (ids, ids),
        )
        return {frozenset(pair) for pair in cursor}
