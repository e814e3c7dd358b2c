"""What watchers may see of a match depends on it being rated."""

from store.opening import Connection


def is_rated(connection: Connection, match_id: int) -> bool:
    """Whether ratings move with this match; False for an unknown one."""
    with connection.cursor() as cursor:
        cursor.execute("select rated from matches where id = %s", (match_id,))
        row = cursor.fetchone()
    return row is not None and bool(row[0])
