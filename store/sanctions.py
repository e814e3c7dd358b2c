"""Sanctions: what was done about a player, how long it holds, and whether he has seen it."""

from datetime import datetime
from typing import Final, NamedTuple

from store.opening import Connection

WARN: Final = "warn"
SILENCE: Final = "silence"
SUSPEND: Final = "suspend"
BAN: Final = "ban"
KINDS: Final = (WARN, SILENCE, SUSPEND, BAN)
SHUTS_OUT: Final = (SUSPEND, BAN)
HOLDS: Final = "ended_at is null and (until is null or until > now())"
KEEPS_OUT: Final = f"kind in ('suspend', 'ban') and {HOLDS}"
_COLUMNS: Final = (
    f"sanctions.id, player_id, players.name, kind, reason, report_id, by_id, at, until, ended_at,"
    f" {HOLDS}"
)


class Sanction(NamedTuple):
    """`holds` is whether it does so now; times in UTC."""

    sanction_id: int
    player_id: int
    name: str
    kind: str
    reason: str
    report_id: int | None
    by_id: int
    at: datetime
    until: datetime | None
    ended_at: datetime | None
    holds: bool


def impose(
    connection: Connection,
    player_id: int,
    kind: str,
    *,
    hours: int | None,
    reason: str,
    report_id: int | None,
    by_id: int,
) -> int:
    """A new sanction, for so many hours where it ends by itself; its id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into sanctions (player_id, kind, reason, report_id, by_id, until)"
            " values (%s, %s, %s, %s, %s, now() + make_interval(hours => %s)) returning id",
            (player_id, kind, reason, report_id, by_id, hours),
        )
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def read(connection: Connection, sanction_id: int) -> Sanction | None:
    """One sanction."""
    found = _where(connection, "sanctions.id = %s", sanction_id, 1)
    return found[0] if found else None


def of_player(connection: Connection, player_id: int, most: int = 50) -> list[Sanction]:
    """All this player ever got, the last one first."""
    return _where(connection, "player_id = %s", player_id, most)


def shut_out_by(connection: Connection, player_id: int) -> Sanction | None:
    """What keeps this player out of the club now: the ban, or the suspension that ends last."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {_COLUMNS} from sanctions join players on players.id = player_id"
            f" where player_id = %s and {KEEPS_OUT}"
            " order by until desc nulls first limit 1",
            (player_id,),
        )
        row = cursor.fetchone()
    return Sanction(*row) if row else None


def end(connection: Connection, sanction_id: int) -> bool:
    """Whether it held until now; it does not any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update sanctions set ended_at = now() where id = %s and ended_at is null",
            (sanction_id,),
        )
        return cursor.rowcount == 1


def end_those_over(connection: Connection, most: int) -> list[tuple[int, int, str]]:
    """End those whose time is over: id, player and kind of each. Each goes to one caller."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update sanctions set ended_at = until where id in ("
            " select id from sanctions"
            " where ended_at is null and until is not null and until <= now()"
            " order by until limit %s for update skip locked)"
            " returning id, player_id, kind",
            (most,),
        )
        return [(row[0], row[1], row[2]) for row in cursor]


def see(connection: Connection, player_id: int) -> bool:
    """The player has read what was done about him so far; whether any of it was new to him."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update sanctions set seen_at = now() where player_id = %s and seen_at is null",
            (player_id,),
        )
        return cursor.rowcount > 0


def _where(connection: Connection, condition: str, value: int, most: int) -> list[Sanction]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {_COLUMNS} from sanctions join players on players.id = player_id"
            f" where {condition} order by at desc, sanctions.id desc limit %s",
            (value, most),
        )
        return [Sanction(*row) for row in cursor]
