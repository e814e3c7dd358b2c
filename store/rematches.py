"""One more pulka: a match by the rules and with the people of another that is over."""

from typing import NamedTuple

from store.opening import Connection


class Kept(NamedTuple):
    """A match whose seats were kept long enough."""

    match_id: int
    is_public: bool


def lay(
    connection: Connection,
    match_id: int,
    former: int,
    *,
    host: int,
    first_dealer: int,
    deadline: int,
    kept_until: int,
) -> None:
    """A match like the former one: bots and players keep their seats, only the host is ready."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into matches (id, game, rules, clock, seat_count, host, deadline, is_public,"
            " rated, former, first_dealer, kept_until)"
            " select %s, game, rules, clock, seat_count, %s, %s, is_public, rated, id, %s, %s"
            " from matches where id = %s",
            (match_id, host, deadline, first_dealer, kept_until, former),
        )
        cursor.execute(
            "insert into seats (match_id, seat, player_id, bot, level, ready)"
            " select %s, seat, player_id, bot, level, bot is not null or player_id = %s"
            " from seats where match_id = %s",
            (match_id, host, former),
        )


def stop_keeping(connection: Connection, before: int) -> Kept | None:
    """Take one match whose seats were kept until then; None when there is none. In a transaction.

    Each is taken by one worker, and nobody changes its seats until the transaction ends.
    """
    assert not connection.autocommit, "the seats are to be given away by the same transaction"
    with connection.cursor() as cursor:
        cursor.execute(
            "update matches set kept_until = null where id in ("
            " select id from matches where kept_until <= %s and status = 'open'"
            " order by kept_until limit 1 for update skip locked) returning id, is_public",
            (before,),
        )
        row = cursor.fetchone()
    return Kept(*row) if row else None


def free_unready(connection: Connection, match_id: int) -> None:
    """Whoever has not said that he plays has no seat any more. In the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute("delete from seats where match_id = %s and not ready", (match_id,))
        cursor.execute(
            "update matches set seating = seating + 1, host = ("
            " select player_id from seats where match_id = id and player_id is not null"
            " order by player_id <> host, seat limit 1) where id = %s",
            (match_id,),
        )
