"""The heartbeat of the club: found too old, the gap is an outage that costs nobody time."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from store.opening import Connection

OUTAGE_MS: Final = 3_000
# Ten workers beat each second; one row a second is enough.
BEAT_MS: Final = 800


class Beat(NamedTuple):
    """Database time and all outages so far, in ms: club time is the one minus the other."""

    at: int
    lost_ms: int


# Locked before it is judged: whoever comes second finds it fresh, so an outage is counted once.
BEAT: Final = f"""
with last as materialized (
    select at, lost_ms from heartbeat for update
), found as materialized (
    select last.at as last_at, greatest(last.at, clock_ms()) as now from last
), beat as (
    update heartbeat set
        at = case when now - last_at < {BEAT_MS} then at else now end,
        lost_ms = lost_ms + case when now - last_at > {OUTAGE_MS} then now - last_at else 0 end
    from found
    returning lost_ms
), outage as (
    insert into outages (began, ended)
    select last_at, now from found where now - last_at > {OUTAGE_MS}
)
select now, lost_ms from found, beat
"""


def beat(connection: Connection) -> Beat:
    """Write the heartbeat; when the last one is older than 3 s, count the gap as an outage."""
    with connection.cursor() as cursor:
        cursor.execute(BEAT)
        row = cursor.fetchone()
    assert row is not None  # the heartbeat is made with the tables
    return Beat(*row)


def read(connection: Connection) -> Beat:
    """The same without writing: database time now and the outages counted so far."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_ms(), lost_ms from heartbeat")
        row = cursor.fetchone()
    assert row is not None
    return Beat(*row)


def count_between(connection: Connection, first: int, last: int) -> int:
    """How many outages of ours began between two moments of club time, in ms.

    Club time stands still in an outage, so each is one moment of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from ("
            " select began - (sum(ended - began) over (order by began) - (ended - began)) as at"
            " from outages) each where at between %s and %s",
            (first, last),
        )
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def lost_by(connection: Connection, times: Sequence[int]) -> dict[int, int]:
    """How long the club had been out by each of these times (ms of club time): UTC is later by it.

    An outage takes no club time: it lies where that stood when it began.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "with stood as (select ended - began as lost,"
            " began - coalesce(sum(ended - began) over (order by began"
            " rows between unbounded preceding and 1 preceding), 0) as at from outages)"
            " select given, coalesce(sum(lost), 0)::bigint"
            " from unnest(%s::bigint[]) given left join stood on stood.at < given group by given",
            (list(times),),
        )
        return dict(cursor.fetchall())
