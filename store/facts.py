"""Facts of deals that are over, one row a seat: written once a match, searched and counted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

import msgspec

from store.opening import Connection


class DealRow(NamedTuple):
    """One seat in one deal; the columns of `deal_facts` that the match itself does not tell."""

    number: int
    seat: int
    role: str
    contract: str
    result: str
    place: int
    tricks: int
    fulfilled: bool | None
    gain: int  # twelfths of a whist
    stands: bool


class MatchRow(NamedTuple):
    """How the match ended for one seat, in whole whists."""

    seat: int
    whists: int


class Facet(NamedTuple):
    """One value of each part of a search; the role counts only where a player is asked for.

    Contract and result are both None, in all facets of a search or in none: any will do.
    """

    role: str
    convention: str
    contract: str | None = None
    result: str | None = None


class Key(NamedTuple):
    """Where a page of deals ends: the next one goes on below it."""

    ended_at: int
    match_id: int
    number: int


class FoundDeal(NamedTuple):
    """A deal as a search shows it; `declarer` is None on all pass, `tricks` are his."""

    key: Key
    created_at: datetime  # of the match, UTC
    convention: str
    contract: str
    result: str
    declarer: int | None
    tricks: int
    names: list[str]


class FoundMatch(NamedTuple):
    """A match as a search shows it; `whists` as settled, by seat."""

    key: Key  # its number is 0
    created_at: datetime
    convention: str
    deals: int
    names: list[str]
    whists: list[int]


class Count(NamedTuple):
    """Deals of one kind of one player; `gain` in twelfths of a whist."""

    role: str
    contract: str
    place: int
    deals: int
    fulfilled: int
    gain: int


NEWEST: Final = Key(2**63 - 1, 2**63 - 1, 32_767)

# Whoever marks the match writes: the mark and all rows are one statement. Counts are locked in one
# order, so that two matches of the same players do not wait for each other in a circle.
NOTE: Final = """
with marked as (
    update matches set noted = true
    where id = %(match_id)s and status = 'finished' and not noted returning id
), sitting as (
    select seat, player_id from seats join marked on match_id = id where player_id is not null
), known as materialized (
    select given.*, player_id
    from marked cross join json_to_recordset(%(deals)s) as given (
        number smallint, seat smallint, role text, contract text, result text, place smallint,
        tricks smallint, fulfilled boolean, gain integer, stands boolean)
    left join sitting using (seat)
), deal_rows as (
    insert into deal_facts (match_id, number, seat, player_id, ended_at, convention, role,
        contract, result, place, tricks, fulfilled, gain, stands)
    select %(match_id)s, number, seat, player_id, %(ended_at)s, %(convention)s, role,
        contract, result, place, tricks, fulfilled, gain, stands
    from known
), match_rows as (
    insert into match_facts (match_id, seat, player_id, ended_at, convention, deals, whists)
    select id, seat, player_id, %(ended_at)s, %(convention)s, %(played)s, whists
    from marked cross join json_to_recordset(%(seats)s) as given (seat smallint, whists integer)
    left join sitting using (seat)
), counted as (
    insert into deal_counts as kept
        (player_id, convention, role, contract, place, deals, fulfilled, gain)
    select player_id, %(convention)s, role, contract, place,
        count(*), count(*) filter (where known.fulfilled), sum(gain)
    from known where player_id is not null
    group by player_id, role, contract, place
    order by player_id, role, contract, place
    on conflict (player_id, convention, role, contract, place) do update set
        deals = kept.deals + excluded.deals,
        fulfilled = kept.fulfilled + excluded.fulfilled,
        gain = kept.gain + excluded.gain
)
select count(*) from marked
"""

_encoder = msgspec.json.Encoder()


def to_note(connection: Connection, limit: int) -> list[int]:
    """Matches that are over and whose facts are not written, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from matches where status = 'finished' and not noted"
            " order by created_at limit %s",
            (limit,),
        )
        return [match_id for (match_id,) in cursor]


def note(
    connection: Connection,
    match_id: int,
    *,
    ended_at: int,
    convention: str,
    played: int,
    deals: Sequence[DealRow],
    seats: Sequence[MatchRow],
) -> bool:
    """Write all facts of the match and add them up; False when that was done before.

    `ended_at` in ms of club time; `played` deals were finished.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            NOTE,
            {
                "match_id": match_id,
                "ended_at": ended_at,
                "convention": convention,
                "played": played,
                "deals": _json(deals),
                "seats": _json(seats),
            },
        )
        row = cursor.fetchone()
    return row is not None and row[0] == 1


def _json(rows: Sequence[DealRow] | Sequence[MatchRow]) -> str:
    return _encoder.encode([row._asdict() for row in rows]).decode()


NAMES: Final = """
    select coalesce(array_agg(coalesce(players.name, bot) order by seat), '{}')
    from seats left join players on players.id = player_id
"""

# A few rows of the index for each facet, then the newest of them: bounded whatever is asked for.
DEALS: Final = """
with facets as (
    select * from unnest(%(roles)s::text[], %(conventions)s::text[], %(contracts)s::text[],
        %(results)s::text[]) as facet (role, convention, contract, result)
), found as (
    select each.* from facets cross join lateral (
        select ended_at, match_id, number from deal_facts
        where {whose} and convention = facets.convention {exactly}
            and (ended_at, match_id, number) < (%(ended_at)s, %(match_id)s, %(number)s)
        order by ended_at desc, match_id desc, number desc limit %(limit)s
    ) each
    order by ended_at desc, match_id desc, number desc limit %(limit)s
)
select found.ended_at, found.match_id, found.number, created_at, convention, contract, result,
    case when role = 'declarer' then seat end, tricks,
    ({names} where seats.match_id = found.match_id)
from found
join deal_facts deal on deal.match_id = found.match_id and deal.number = found.number and stands
join matches on matches.id = found.match_id
order by found.ended_at desc, found.match_id desc, found.number desc
"""
WHOSE: Final = {False: "stands", True: "player_id = %(player_id)s and role = facets.role"}
EXACTLY: Final = {False: "", True: "and contract = facets.contract and result = facets.result"}


def deals(
    connection: Connection, player_id: int | None, facets: Sequence[Facet], below: Key, limit: int
) -> list[FoundDeal]:
    """Deals of any of these kinds, the newest first; of this player unless it is None."""
    roles, conventions, contracts, results = (list(part) for part in zip(*facets, strict=True))
    given: dict[str, object] = {"roles": roles, "conventions": conventions}
    given |= {"contracts": contracts, "results": results, **below._asdict()}
    given |= {"player_id": player_id, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(
            DEALS.format(
                whose=WHOSE[player_id is not None],
                exactly=EXACTLY[facets[0].contract is not None],
                names=NAMES,
            ),
            given,
        )
        return [FoundDeal(Key(*row[:3]), *row[3:]) for row in cursor]


LATEST: Final = """
with found as (
    select each.* from unnest(%(conventions)s::text[]) as facet (name) cross join lateral (
        select ended_at, match_id from match_facts
        where {whose} and convention = facet.name
            and (ended_at, match_id) < (%(ended_at)s, %(match_id)s)
        order by ended_at desc, match_id desc limit %(limit)s
    ) each
    order by ended_at desc, match_id desc limit %(limit)s
)
"""
LATEST_OF_ALL: Final = LATEST.format(whose="seat = 0")
LATEST_OF_PLAYER: Final = LATEST.format(whose="player_id = %(player_id)s")
MATCHES: Final = f"""
select found.ended_at, found.match_id, 0, created_at, convention, deals,
    ({NAMES} where seats.match_id = found.match_id),
    (select array_agg(whists order by seat) from match_facts each
     where each.match_id = found.match_id)
from found
join match_facts facts on facts.match_id = found.match_id and facts.seat = 0
join matches on matches.id = found.match_id
order by found.ended_at desc, found.match_id desc
"""


def matches(
    connection: Connection,
    player_id: int | None,
    conventions: Sequence[str],
    below: Key,
    limit: int,
) -> list[FoundMatch]:
    """Matches of these conventions, the newest first; of this player unless it is None."""
    latest = LATEST_OF_ALL if player_id is None else LATEST_OF_PLAYER
    given = {"conventions": list(conventions), "player_id": player_id, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(latest + MATCHES, given | below._asdict())
        return [FoundMatch(Key(*row[:3]), *row[3:]) for row in cursor]


def played_by(
    connection: Connection, player_id: int, conventions: Sequence[str], limit: int
) -> list[int]:
    """The matches this player has played to their end, the newest first."""
    given = {"conventions": list(conventions), "player_id": player_id, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(
            LATEST_OF_PLAYER + "select match_id from found order by ended_at desc, match_id desc",
            given | NEWEST._asdict(),
        )
        return [match_id for (match_id,) in cursor]


def counts(connection: Connection, player_id: int, conventions: Sequence[str]) -> list[Count]:
    """What this player has played under these conventions, added up; at most some hundred rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select role, contract, place, sum(deals)::bigint, sum(fulfilled)::bigint,"
            " sum(gain)::bigint from deal_counts"
            " where player_id = %s and convention = any(%s)"
            " group by role, contract, place",
            (player_id, list(conventions)),
        )
        return [Count(*row) for row in cursor]
