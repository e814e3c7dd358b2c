"""The log of acts: a batch is written in one statement, the rest is read from it."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from store.opening import Connection

# 31 bytes at most for a pair, under the 7,999 that NOTIFY takes.
PAIRS_PER_NOTIFY: Final = 250

Key = tuple[int, int]


class EventRow(msgspec.Struct, frozen=True, gc=False):
    """One act to be written, with what it makes of the match; times in ms of club time.

    As a tuple with names it takes 3 us an act more to make and to encode.
    """

    match_id: int
    version: int
    seat: int | None
    kind: str
    body: str
    ref: str | None
    event_id: str
    at: int
    deadline: int | None
    status: str
    snapshot: str | None = None
    result: str | None = None
    # Who sits where is no part of the log: the act that starts a match names the `seating` it was
    # made from, and is not written when somebody came or went meanwhile.
    seating: int | None = None


class Event(NamedTuple):
    """One act as it is stored; `at` in ms of club time."""

    match_id: int
    version: int
    seat: int | None
    kind: str
    body: str
    ref: str | None
    event_id: str
    at: int


COLUMNS: Final = "match_id, version, seat, kind, body, ref, event_id::text, at"

# Rows go in sorted by match: two workers' batches in opposite order would deadlock. Matches and
# deals follow only for the rows that went in, and the hint is sent by the same commit. A match that
# is over takes no more: its acts may be in the archive, which the key of events does not look into.
WRITE: Final = f"""
prepare write_batch (json, text) as
with rows as materialized (
    select * from json_to_recordset($1) as given (
        match_id bigint, version integer, seat smallint, kind text, body text, ref text,
        event_id uuid, at bigint, deadline bigint, status text, snapshot text, result text,
        seating integer)
), seated as materialized (
    select id from matches join rows on rows.match_id = id and rows.seating = matches.seating
    order by id for update of matches
), inserted as (
    insert into events (match_id, version, seat, kind, body, ref, event_id, at)
    select match_id, version, seat, kind, body, ref, event_id, at
    from rows where (seating is null or match_id in (select id from seated))
        and not exists (select from matches where id = match_id and status = 'finished')
    order by match_id, version
    on conflict do nothing
    returning match_id, version
), moved as (
    update matches set version = rows.version, deadline = rows.deadline, status = rows.status
    from rows join (select match_id, max(version) as version from inserted group by match_id) last
        using (match_id, version)
    where matches.id = rows.match_id and matches.version < rows.version
), dealt as (
    insert into deals (match_id, version, state)
    select match_id, version, snapshot from rows join inserted using (match_id, version)
    where snapshot is not null
    on conflict do nothing
), ended as (
    update only deals set result = rows.result
    from rows join inserted using (match_id, version)
    where rows.result is not null and deals.match_id = rows.match_id and deals.version = (
        select max(version) from only deals earlier
        where earlier.match_id = rows.match_id and earlier.version < rows.version)
), told as (
    select pg_notify($2, string_agg(match_id || ':' || version, ' '))
    from (select match_id, version, (row_number() over () - 1) / {PAIRS_PER_NOTIFY} as part
          from inserted) pairs
    where $2 is not null
    group by part
)
select match_id, version from inserted where (select count(*) from told) >= 0
"""

_encoder = msgspec.json.Encoder()


def write_batch(
    connection: Connection, rows: Sequence[EventRow], topic: str | None = None
) -> set[Key]:
    """Write the acts in one transaction; the (match, version) pairs that are now stored as ours.

    What is missing from the answer lost its race, repeats a ref, was made from another seating or
    came after the end of its match.
    A row stored earlier with our `event_id` counts as ours, so a batch may be sent again after its
    connection was lost. With a `topic` the pairs just written are announced on it as
    `match:version match:version …`.
    Raises whatever a faulty row makes the database raise; then nothing of the batch is stored.
    """
    if not rows:
        return set()
    if "write_batch" not in connection.prepared:
        with connection.cursor() as cursor:
            cursor.execute(WRITE)
        connection.prepared.add("write_batch")
    given = _encoder.encode(rows).decode()
    with connection.cursor() as cursor:
        cursor.execute("execute write_batch (%s, %s)", (given, topic))
        written: set[Key] = set(cursor.fetchall())
    missing = [row for row in rows if (row.match_id, row.version) not in written]
    return written | already_ours(connection, missing) if missing else written


def already_ours(connection: Connection, rows: Sequence[EventRow]) -> set[Key]:
    """Which of these rows are stored as we wrote them, and not as somebody else did."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select match_id, version from events"
            " join unnest(%s::bigint[], %s::integer[], %s::uuid[])"
            " as given (match_id, version, event_id) using (match_id, version, event_id)",
            (
                [row.match_id for row in rows],
                [row.version for row in rows],
                [row.event_id for row in rows],
            ),
        )
        return set(cursor.fetchall())


def since(connection: Connection, match_id: int, version: int) -> list[Event]:
    """The acts of a match after that version, in order."""
    return since_each(connection, {match_id: version})


def between(connection: Connection, match_id: int, after: int, before: int | None) -> list[Event]:
    """The acts of a match after one version and before another, or to the end, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from events where match_id = %s and version > %s"
            " and version < coalesce(%s, 2147483647) order by version",
            (match_id, after, before),
        )
        return [Event(*row) for row in cursor]


def since_each(connection: Connection, versions: Mapping[int, int]) -> list[Event]:
    """The acts of several matches after the version given for each, by match and version."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from unnest(%s::bigint[], %s::integer[]) as held (match_id, held)"
            " join events using (match_id) where version > held order by match_id, version",
            (list(versions.keys()), list(versions.values())),
        )
        return [Event(*row) for row in cursor]


def next_after(connection: Connection, match_id: int, version: int, limit: int) -> list[Event]:
    """At most `limit` acts of a match after that version, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from events where match_id = %s and version > %s"
            " order by version limit %s",
            (match_id, version, limit),
        )
        return [Event(*row) for row in cursor]


def by_ref(connection: Connection, match_id: int, seat: int, ref: str) -> Event | None:
    """The act this seat sent with this ref, if it is stored."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from events where match_id = %s and seat = %s and ref = %s",
            (match_id, seat, ref),
        )
        row = cursor.fetchone()
    return Event(*row) if row else None
