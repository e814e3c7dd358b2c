"""Moderators: members the operator trusts."""

from store.opening import Connection


def is_moderator(connection: Connection, player_id: int) -> bool:
    """Whether this player keeps the peace."""
    with connection.cursor() as cursor:
        cursor.execute("select moderator from accounts where player_id = %s", (player_id,))
        return cursor.fetchone() == (True,)


def appoint(connection: Connection, player_id: int, moderator: bool) -> bool:
    """Make the member one, or one no more; False when that changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update accounts set moderator = %(to)s"
            " where player_id = %(player)s and moderator <> %(to)s",
            {"to": moderator, "player": player_id},
        )
        return cursor.rowcount == 1


def names(connection: Connection) -> list[str]:
    """What they are called."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select name from accounts join players on players.id = player_id"
            " where moderator order by name"
        )
        return [name for (name,) in cursor]


def others(connection: Connection, player_id: int) -> int:
    """How many there are besides this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from accounts where moderator and player_id <> %s", (player_id,)
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0
