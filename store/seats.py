"""Who sits where: every change is a unique row, bumps the match's `seating`, or is refused."""

from collections.abc import Mapping
from typing import NamedTuple

from psycopg2 import errors as sql_errors
from psycopg2.extras import Json

from store.errors import SeatRefused
from store.matches import Seat
from store.opening import Connection


class _Standing(NamedTuple):
    status: str
    seat_count: int


def of_match(connection: Connection, match_id: int) -> tuple[Seat, ...]:
    """The taken seats, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select seat, player_id, coalesce(players.name, bot), bot is not null, ready, level"
            " from seats left join players on players.id = player_id"
            " where match_id = %s order by seat",
            (match_id,),
        )
        return tuple(Seat(*row) for row in cursor)


def take_seat(connection: Connection, match_id: int, seat: int, player_id: int) -> int:
    """The player sits down at a free seat of an open match; the new `seating`.

    Raises SeatRefused: no_such_table, no_such_seat, not_open, already_seated, seat_taken.
    Like all that change seats: call it in a transaction.
    """
    _open_match(connection, match_id, seat)
    _insert(connection, match_id, seat, player_id=player_id)
    return _bump(connection, match_id)


def fill_with_bot(
    connection: Connection, match_id: int, seat: int, bot: str, level: str | None = None
) -> int:
    """A bot of that name and level sits down at a free seat of an open match; the new `seating`.

    Raises SeatRefused: no_such_table, no_such_seat, not_open, seat_taken.
    """
    _open_match(connection, match_id, seat)
    _insert(connection, match_id, seat, bot=bot, level=level)
    return _bump(connection, match_id)


def remove_bot(connection: Connection, match_id: int, seat: int) -> int:
    """The bot leaves its seat of an open match; the new `seating`.

    Raises SeatRefused: no_such_table, no_such_seat, not_open, not_a_bot.
    """
    _open_match(connection, match_id, seat)
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from seats where match_id = %s and seat = %s and bot is not null",
            (match_id, seat),
        )
        if cursor.rowcount == 0:
            raise SeatRefused("not_a_bot")
    return _bump(connection, match_id)


def leave(connection: Connection, match_id: int, player_id: int) -> int:
    """The player leaves an open match; the new `seating`. When he was the host, the next player is.

    Raises SeatRefused: no_such_table, not_open, not_seated.
    """
    _open_match(connection, match_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from seats where match_id = %s and player_id = %s", (match_id, player_id)
        )
        if cursor.rowcount == 0:
            raise SeatRefused("not_seated")
        cursor.execute(
            "update matches set host = (select player_id from seats where match_id = %(match)s"
            " and player_id is not null order by seat limit 1)"
            " where id = %(match)s and host = %(player)s",
            {"match": match_id, "player": player_id},
        )
    return _bump(connection, match_id)


def change_rules(connection: Connection, match_id: int, rules: Mapping[str, object]) -> int:
    """Other rules for an open match; the new `seating`. Only its host and bots stay ready.

    The act that starts the match names the seating, so none starts it by the old rules.
    Raises SeatRefused: no_such_table, not_open.
    """
    _open_match(connection, match_id)
    with connection.cursor() as cursor:
        cursor.execute("update matches set rules = %s where id = %s", (Json(rules), match_id))
        cursor.execute(
            "update seats set ready = bot is not null or coalesce(player_id = host, false)"
            " from matches where matches.id = match_id and match_id = %s",
            (match_id,),
        )
    return _bump(connection, match_id)


def be_ready(connection: Connection, match_id: int, player_id: int) -> int:
    """The player agrees to the rules of an open match as they stand; the new `seating`.

    Raises SeatRefused: no_such_table, not_open, not_seated.
    """
    _open_match(connection, match_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "update seats set ready = true where match_id = %s and player_id = %s",
            (match_id, player_id),
        )
        if cursor.rowcount == 0:
            raise SeatRefused("not_seated")
    return _bump(connection, match_id)


def ask_all(connection: Connection, match_id: int) -> int:
    """Nobody at an open match counts as ready until he says so; the new `seating`.

    Raises SeatRefused: no_such_table, not_open.
    """
    _open_match(connection, match_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "update seats set ready = false where match_id = %s and player_id is not null",
            (match_id,),
        )
    return _bump(connection, match_id)


def take_over(connection: Connection, match_id: int, seat: int, player_id: int) -> int:
    """The player gets a bot's seat, before the match or in the middle of it; the new `seating`.

    Raises SeatRefused: no_such_table, no_such_seat, not_open (it is over), not_a_bot (another
    was quicker), already_seated.
    """
    _live_match(connection, match_id, seat)
    with connection.cursor() as cursor:
        try:
            cursor.execute(
                "update seats set player_id = %s, bot = null, level = null, ready = true"
                " where match_id = %s and seat = %s and bot is not null",
                (player_id, match_id, seat),
            )
        except sql_errors.UniqueViolation:
            raise SeatRefused("already_seated") from None
        if cursor.rowcount == 0:
            raise SeatRefused("not_a_bot")
    return _bump(connection, match_id)


def pass_on(connection: Connection, match_id: int, player_id: int, to_player_id: int) -> int:
    """Another player has the seat from now on, and is the host if this one was; the new `seating`.

    Raises SeatRefused: no_such_table, not_open (it is over), not_seated, already_seated.
    """
    _live_match(connection, match_id)
    with connection.cursor() as cursor:
        try:
            cursor.execute(
                "update seats set player_id = %s where match_id = %s and player_id = %s",
                (to_player_id, match_id, player_id),
            )
        except sql_errors.UniqueViolation:
            raise SeatRefused("already_seated") from None
        if cursor.rowcount == 0:
            raise SeatRefused("not_seated")
        cursor.execute(
            "update matches set host = %s where id = %s and host = %s",
            (to_player_id, match_id, player_id),
        )
    return _bump(connection, match_id)


def have_played(connection: Connection, player_id: int, other_id: int) -> bool:
    """Whether the two ever sat at one table that began."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from seats join seats as others using (match_id)"
            " join matches on matches.id = match_id"
            " where seats.player_id = %s and others.player_id = %s and matches.version > 0)",
            (player_id, other_id),
        )
        return cursor.fetchone() == (True,)


def _lock(connection: Connection, match_id: int, seat: int) -> _Standing:
    """Seat changes of one match happen one after another, and none while it is being started."""
    assert not connection.autocommit, "seats change in a transaction"
    with connection.cursor() as cursor:
        cursor.execute(
            "select status, seat_count from matches where id = %s for update", (match_id,)
        )
        row = cursor.fetchone()
    if row is None:
        raise SeatRefused("no_such_table")
    standing = _Standing(*row)
    if not 0 <= seat < standing.seat_count:
        raise SeatRefused("no_such_seat")
    return standing


def _open_match(connection: Connection, match_id: int, seat: int = 0) -> None:
    if _lock(connection, match_id, seat).status != "open":
        raise SeatRefused("not_open")


def _live_match(connection: Connection, match_id: int, seat: int = 0) -> None:
    if _lock(connection, match_id, seat).status not in ("open", "running", "adjourned"):
        raise SeatRefused("not_open")


def _insert(
    connection: Connection,
    match_id: int,
    seat: int,
    *,
    player_id: int | None = None,
    bot: str | None = None,
    level: str | None = None,
) -> None:
    with connection.cursor() as cursor:
        try:
            cursor.execute(
                "insert into seats (match_id, seat, player_id, bot, level)"
                " values (%s, %s, %s, %s, %s)",
                (match_id, seat, player_id, bot, level),
            )
        except sql_errors.UniqueViolation as error:
            sits_already = error.diag.constraint_name == "seats_one_each"
            raise SeatRefused("already_seated" if sits_already else "seat_taken") from None


def _bump(connection: Connection, match_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "update matches set seating = seating + 1 where id = %s returning seating", (match_id,)
        )
        row = cursor.fetchone()
    assert row is not None  # the row is locked by us
    return int(row[0])
