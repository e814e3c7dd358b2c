"""Seeks: who looks for company at what kind of table, and whom a table was found for."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from store.opening import Connection


class Kind(NamedTuple):
    """What is looked for: people meet only with the same wish."""

    convention: str
    target: int
    speed: str
    rated: bool
    players: int = 3  # 3 or 4


class Seek(NamedTuple):
    """One player's wish; times in ms of club time. `places` are told while he is asked."""

    player_id: int
    kind: Kind
    rating: int
    since: int
    alive_until: int
    match_id: int | None = None  # the table found for him
    ready_by: int | None = None  # until then he may say whether he is ready
    status: str | None = None  # of that table
    places: tuple[tuple[int, str, bool], ...] = ()  # its players: id, name, ready


COLUMNS: Final = (
    "seeks.player_id, convention, target, speed, seeks.rated, players, rating, since,"
    " alive_until, match_id, ready_by"
)
READ: Final = f"""
select {COLUMNS}, status, (
    select json_agg(json_build_array(seats.player_id, name, ready) order by seat)
    from seats join players on players.id = seats.player_id where seats.match_id = seeks.match_id)
from seeks left join matches on matches.id = match_id
"""


def place(connection: Connection, seek: Seek) -> bool:
    """Keep the wish instead of an earlier one; False while a table asks this player."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into seeks (player_id, convention, target, speed, rated, players, rating,"
            " since, alive_until) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict (player_id) do update set convention = excluded.convention,"
            " target = excluded.target, speed = excluded.speed, rated = excluded.rated,"
            " players = excluded.players, rating = excluded.rating, since = excluded.since,"
            " alive_until = excluded.alive_until, match_id = null, ready_by = null"
            " where not exists (select from matches where id = seeks.match_id and status = 'open')",
            (seek.player_id, *seek.kind, seek.rating, seek.since, seek.alive_until),
        )
        return cursor.rowcount == 1


def withdraw(connection: Connection, player_id: int) -> bool:
    """Forget the wish; False when there is none, or a table asks this player."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from seeks where player_id = %s"
            " and not exists (select from matches where id = seeks.match_id and status = 'open')",
            (player_id,),
        )
        return cursor.rowcount == 1


def of_player(connection: Connection, player_id: int) -> Seek | None:
    with connection.cursor() as cursor:
        cursor.execute(f"{READ} where seeks.player_id = %s", (player_id,))
        return next(map(_seek, cursor), None)


def everybody(connection: Connection, limit: int) -> list[Seek]:
    """The wishes there are, those that wait longest first."""
    with connection.cursor() as cursor:
        cursor.execute(f"{READ} order by since, seeks.player_id limit %s", (limit,))
        return list(map(_seek, cursor))


def some(connection: Connection, player_ids: Sequence[int], match_ids: Sequence[int]) -> list[Seek]:
    """The wishes of these players, and of those asked by these tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{READ} where seeks.player_id = any(%s) or match_id = any(%s)",
            (list(player_ids), list(match_ids)),
        )
        return list(map(_seek, cursor))


def keep_alive(connection: Connection, player_ids: Iterable[int], until: int) -> None:
    """These players are here: their wishes live on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update seeks set alive_until = %s where player_id in ("
            " select player_id from seeks where player_id = any(%s)"
            " order by since, player_id for update)",
            (until, list(player_ids)),
        )


def kinds_to_pair(connection: Connection, now: int) -> list[Kind]:
    """What enough players for a table look for and have not found."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select convention, target, speed, rated, players from seeks"
            " where match_id is null and alive_until > %s group by 1, 2, 3, 4, 5"
            " having count(*) >= players",
            (now,),
        )
        return [Kind(*row) for row in cursor]


def waiting(connection: Connection, kind: Kind, now: int, limit: int) -> list[Seek]:
    """Who waits for this, the longest first. In a transaction: nobody else pairs them meanwhile."""
    assert not connection.autocommit, "who is looked at here is kept from others"
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from seeks where convention = %s and target = %s and speed = %s"
            " and rated = %s and players = %s and match_id is null and alive_until > %s"
            " order by since, player_id limit %s for update",
            (*kind, now, limit),
        )
        return [_seek((*row, None, None)) for row in cursor]


def found(connection: Connection, player_ids: Sequence[int], match_id: int, ready_by: int) -> None:
    """A table was found for these players: they are asked until then."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update seeks set match_id = %s, ready_by = %s where player_id = any(%s)",
            (match_id, ready_by, list(player_ids)),
        )


def overdue(connection: Connection, now: int) -> list[int]:
    """Tables whose players had time enough to say whether they are ready."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct match_id from seeks join matches on matches.id = match_id"
            " where ready_by <= %s and status = 'open'",
            (now,),
        )
        return [match_id for (match_id,) in cursor]


def give_up(connection: Connection, match_id: int, leaving: Sequence[int]) -> list[int]:
    """The table found does not come about: it is closed, these players' wishes end.

    The other players wait on as long as before; who was asked. None was when another was quicker.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "update matches set status = 'finished', deadline = null"
            " where id = %s and status = 'open' and version = 0",
            (match_id,),
        )
        if cursor.rowcount == 0:
            return []
        cursor.execute(
            "delete from seeks where match_id = %s and player_id = any(%s) returning player_id",
            (match_id, list(leaving)),
        )
        gone = [player_id for (player_id,) in cursor]
        cursor.execute(
            "update seeks set match_id = null, ready_by = null where match_id = %s"
            " returning player_id",
            (match_id,),
        )
        return gone + [player_id for (player_id,) in cursor]


def sweep(connection: Connection, now: int, over_before: int) -> list[int]:
    """End the wishes of who went away, and those that were fulfilled before `over_before`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from seeks where player_id in ("
            " select player_id from seeks where (match_id is null and alive_until <= %s)"
            " or (ready_by <= %s"
            " and not exists (select from matches where id = match_id and status = 'open'))"
            " order by since, player_id for update skip locked) returning player_id",
            (now, over_before),
        )
        return [player_id for (player_id,) in cursor]


def _seek(row: tuple[Any, ...]) -> Seek:
    player_id, *kind = row[:6]
    rating, since, alive_until, match_id, ready_by, status, places = row[6:]
    return Seek(
        player_id,
        Kind(*kind),
        rating,
        since,
        alive_until,
        match_id,
        ready_by,
        status,
        tuple(tuple(place) for place in places or ()),
    )
