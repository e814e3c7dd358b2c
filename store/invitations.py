"""Invitations: who is asked by whom to sit down at a table that waits for people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from store.matches import COLUMNS, Match
from store.opening import Connection


class Invitation(NamedTuple):
    """Somebody at an open match asks a player to come."""

    invited_id: int
    inviter_id: int
    by: str  # the inviter's name
    match: Match


class Counts(NamedTuple):
    """How many invitations there are, of open matches; `is_known` when this one is among them."""

    is_known: bool
    to_match: int  # the declined ones too
    by_inviter: int  # the declined ones too
    to_invited: int


class Kept(NamedTuple):
    """An invitation as the club keeps it; `at` in UTC."""

    match_id: int
    by: str
    to: str
    at: datetime


class Companion(NamedTuple):
    player_id: int
    name: str


# One that is declined, or whose inviter has stood up, or who was asked sits there, is over.
OPEN: Final = """
from invitations join matches on matches.id = invitations.match_id
join players on players.id = inviter_id
where status = 'open' and not is_declined
and exists (select from seats where seats.match_id = matches.id and player_id = inviter_id)
and not exists (select from seats where seats.match_id = matches.id and player_id = invited_id)
"""


def put(connection: Connection, match_id: int, inviter_id: int, invited_id: int) -> None:
    """Ask a player to a match. Who was asked already is asked by this one now; a no stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into invitations (match_id, inviter_id, invited_id) values (%s, %s, %s)"
            " on conflict (match_id, invited_id) do update set inviter_id = excluded.inviter_id"
            " where not invitations.is_declined",
            (match_id, inviter_id, invited_id),
        )


def counts(connection: Connection, match_id: int, inviter_id: int, invited_id: int) -> Counts:
    """What bounds another invitation."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from invitations"
            "  where match_id = %(match)s and invited_id = %(invited)s),"
            " (select count(*) from invitations where match_id = %(match)s),"
            " (select count(*) from invitations join matches on matches.id = match_id"
            "  where inviter_id = %(inviter)s and status = 'open'),"
            f" (select count(*) {OPEN} and invited_id = %(invited)s)",
            {"match": match_id, "inviter": inviter_id, "invited": invited_id},
        )
        row = cursor.fetchone()
    assert row is not None
    return Counts(*row)


def of_players(connection: Connection, player_ids: Sequence[int]) -> list[Invitation]:
    """What these players are asked to, the last first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select invited_id, inviter_id, players.name, {COLUMNS} {OPEN}"
            " and invited_id = any(%s) order by at desc, matches.id",
            (list(player_ids),),
        )
        return [Invitation(row[0], row[1], row[2], Match(*row[3:])) for row in cursor]


def names_asked(connection: Connection, match_id: int) -> list[str]:
    """Who was asked to this match, the first one first; who declined is among them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select name from invitations join players on players.id = invited_id"
            " where match_id = %s order by at, name",
            (match_id,),
        )
        return [name for (name,) in cursor]


def decline(connection: Connection, match_id: int, invited_id: int) -> None:
    """The player does not come, and is not asked to this match again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update invitations set is_declined = true where match_id = %s and invited_id = %s",
            (match_id, invited_id),
        )


def end(connection: Connection, match_id: int, invited_id: int) -> None:
    """The player has come."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from invitations where match_id = %s and invited_id = %s",
            (match_id, invited_id),
        )


def forget_over(connection: Connection, most: int) -> int:
    """Invitations to matches that wait no more; how many. Two callers never wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from invitations where (match_id, invited_id) in ("
            " select match_id, invited_id from invitations where not exists ("
            "  select from matches where id = match_id and status = 'open')"
            " limit %s for update skip locked)",
            (most,),
        )
        return cursor.rowcount


def forget_player(connection: Connection, player_id: int) -> None:
    """He asks nobody and nobody asks him any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from invitations where inviter_id = %(player)s or invited_id = %(player)s",
            {"player": player_id},
        )


def kept_of(connection: Connection, player_id: int) -> list[Kept]:
    """All that is kept of a player's invitations, from him and to him, the last first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select match_id, inviters.name, invited.name, at from invitations"
            " join players inviters on inviters.id = inviter_id"
            " join players invited on invited.id = invited_id"
            " where %(player)s in (inviter_id, invited_id) order by at desc, match_id",
            {"player": player_id},
        )
        return [Kept(*row) for row in cursor]


def companions(
    connection: Connection, player_id: int, *, of_matches: int, most: int
) -> list[Companion]:
    """With whom the player sat in the last so many matches he played to the end, the last first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select players.id, name from ("
            "  select match_id, at from results where player_id = %(player)s"
            "  order by at desc limit %(matches)s) latest"
            " join seats on seats.match_id = latest.match_id"
            " join players on players.id = seats.player_id and players.id <> %(player)s"
            " group by players.id, name order by max(latest.at) desc, name limit %(most)s",
            {"player": player_id, "matches": of_matches, "most": most},
        )
        return [Companion(*row) for row in cursor]
