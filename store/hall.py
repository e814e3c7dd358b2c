"""What the hall shows: tables anybody may look at, how many are here, and when it is busy."""

from collections.abc import Collection, Sequence
from heapq import nsmallest
from typing import Any, Final, NamedTuple

from store.matches import Seat
from store.opening import Connection

HOURS: Final = 24
NAMED: Final = 250  # of the players at one worker, so that its row stays small


class PublicTable(NamedTuple):
    """A table anybody may look at, and sit down at while it waits."""

    match_id: int
    rules: dict[str, Any]
    clock: dict[str, Any]
    seat_count: int
    status: str
    rated: bool
    seats: tuple[Seat, ...]


# A table that still asks the people it was found for, or keeps their seats, is nobody else's.
TABLES: Final = """
select id, rules, clock, seat_count, status, rated, (
    select json_agg(json_build_array(
        seat, player_id, coalesce(players.name, bot), bot is not null, ready, level)
        order by seat)
    from seats left join players on players.id = player_id where match_id = matches.id)
from matches
where is_public and status in ('open', 'running') and (
    status = 'running' or kept_until is null
    and not exists (select from seeks where match_id = matches.id))
"""


def tables(connection: Connection, limit: int) -> list[PublicTable]:
    """The newest public tables, those that wait for players before those at play."""
    with connection.cursor() as cursor:
        cursor.execute(f"{TABLES} order by status = 'running', created_at desc limit %s", (limit,))
        return [_table(row) for row in cursor]


def some(connection: Connection, match_ids: Sequence[int]) -> list[PublicTable]:
    """Those of these tables that are public and not over."""
    with connection.cursor() as cursor:
        cursor.execute(f"{TABLES} and id = any(%s)", (list(match_ids),))
        return [_table(row) for row in cursor]


def busy_hours(connection: Connection, matches: int) -> list[int]:
    """How many of the last so many matches began in each hour of the day (UTC)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select extract(hour from created_at at time zone 'utc')::integer, count(*) from ("
            " select created_at from matches where status in ('running', 'adjourned', 'finished')"
            " and version > 0 order by created_at desc limit %s) latest group by 1",
            (matches,),
        )
        counts = dict(cursor.fetchall())
    return [counts.get(hour, 0) for hour in range(HOURS)]


# Ids are random: of a worker with more players than it names, the lowest stand for all of them.
# Up to the highest id that all workers would have named, it is known who is at several.
ONLINE: Final = """
with known as (
    select id from presence cross join unnest(lowest) as id where id <= coalesce((
        select min(lowest[cardinality(lowest)]) from presence
        where players > cardinality(lowest)), 9223372036854775807)
)
select round(coalesce((select sum(players) from presence), 0)
    * coalesce(count(distinct id)::numeric / nullif(count(*), 0), 1))
from known
"""


def be_here(
    connection: Connection, worker: str, player_ids: Collection[int], *, now: int, until: int
) -> int:
    """This worker sees these players; how many all workers see together, each counted once.

    Exact while no worker has more than NAMED, else by what these show of who is at several.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into presence (worker, players, lowest, until) values (%s, %s, %s, %s)"
            " on conflict (worker) do update set players = excluded.players,"
            " lowest = excluded.lowest, until = excluded.until",
            (worker, len(player_ids), nsmallest(NAMED, player_ids), until),
        )
        cursor.execute("delete from presence where until <= %s", (now,))
        cursor.execute(ONLINE)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _table(row: tuple[Any, ...]) -> PublicTable:
    match_id, rules, clock, seat_count, status, rated, seats = row
    seated = tuple(Seat(*seat) for seat in seats or ())
    return PublicTable(match_id, rules, clock, seat_count, status, rated, seated)
