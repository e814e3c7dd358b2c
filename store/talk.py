"""What people say at tables and in the lobby, and what each of them may say and hear."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from store.opening import Connection
from store.sanctions import HOLDS

LOBBY: Final = 0  # the place that is no table


class Line(NamedTuple):
    """One thing said: a phrase by its name, or a text; `at` in ms of the database's clock."""

    line_id: int
    place: int
    player_id: int
    name: str
    seat: int | None  # None for whoever only watches
    phrase: str | None
    text: str | None
    at: int


class Standing(NamedTuple):
    """What the club knows of a talker."""

    is_settled: bool  # a member for longer than a newcomer
    is_calm: bool
    hidden: frozenset[int]  # whom he does not hear
    is_silenced: bool = False
    is_warned: bool = False  # and has not read it yet


STRANGER: Final = Standing(is_settled=False, is_calm=False, hidden=frozenset())

_COLUMNS: Final = (
    "messages.id, place, player_id, players.name, seat, phrase, body,"
    " (extract(epoch from messages.at) * 1000)::bigint"
)


def write(
    connection: Connection,
    place: int,
    player_id: int,
    *,
    seat: int | None,
    phrase: str | None = None,
    text: str | None = None,
) -> int:
    """Keep one thing said by a known player, a phrase or a text of 1 to 200 characters; its id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into messages (place, player_id, seat, phrase, body)"
            " values (%s, %s, %s, %s, %s) returning id",
            (place, player_id, seat, phrase, text),
        )
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def last_lines(
    connection: Connection, places: Sequence[int], most: int
) -> dict[int, tuple[Line, ...]]:
    """The last `most` lines of each of these places, the oldest first; silent ones are left out."""
    found: dict[int, list[Line]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {_COLUMNS} from unnest(%s::bigint[]) as asked (wanted), lateral ("
            "  select * from messages where place = wanted order by id desc limit %s"
            ") as messages join players on players.id = player_id order by messages.id",
            (list(places), most),
        )
        for row in cursor:
            found.setdefault(row[1], []).append(Line(*row))
    return {place: tuple(lines) for place, lines in found.items()}


def line(connection: Connection, line_id: int) -> Line | None:
    """One line."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {_COLUMNS} from messages join players on players.id = player_id"
            " where messages.id = %s",
            (line_id,),
        )
        row = cursor.fetchone()
    return Line(*row) if row else None


def standings(
    connection: Connection, player_ids: Sequence[int], newcomer_seconds: float
) -> dict[int, Standing]:
    """How each of these players stands; a member is a newcomer for that long."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select players.id,"
            " coalesce(accounts.created_at <= now() - make_interval(secs => %s), false), calm,"
            " array(select other_id from blocks where blocks.player_id = players.id),"
            " exists (select from sanctions where sanctions.player_id = players.id"
            f" and kind = 'silence' and {HOLDS}),"
            " exists (select from sanctions where sanctions.player_id = players.id"
            " and kind = 'warn' and seen_at is null)"
            " from players left join accounts on accounts.player_id = players.id"
            " where players.id = any(%s)",
            (newcomer_seconds, list(player_ids)),
        )
        return {
            player_id: Standing(is_settled, is_calm, frozenset(hidden), *sanctioned)
            for player_id, is_settled, is_calm, hidden, *sanctioned in cursor
        }


def be_calm(connection: Connection, player_id: int, is_calm: bool) -> None:
    """Calm mode on or off, of a known player."""
    with connection.cursor() as cursor:
        cursor.execute("update players set calm = %s where id = %s", (is_calm, player_id))
