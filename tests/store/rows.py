"""Players, matches and acts to write in the tests of the store."""

import secrets
import uuid

from store import matches, players
from store.connections import Connections
from store.events import Event, EventRow
from store.ids import new_id


def a_player(connections: Connections, name: str = "alice") -> int:
    player_id = new_id()
    with connections.connection() as connection:
        players.ensure(connection, player_id, name)
    return player_id


def a_match(connections: Connections, host: int | None = None, deadline: int | None = None) -> int:
    match_id = new_id()
    with connections.connection() as connection:
        matches.create(
            connection,
            match_id,
            rules={"pool": 10},
            clock={"act_ms": 30_000},
            seat_count=3,
            host=host,
            deadline=deadline,
        )
    return match_id


def an_act(
    match_id: int,
    version: int,
    *,
    seat: int | None = 0,
    kind: str = "play",
    body: str = '{"a":"SA","by":"player","s":1}',
    ref: str | None = None,
    deadline: int | None = 60_000,
    status: str = "running",
    snapshot: str | None = None,
    result: str | None = None,
    seating: int | None = None,
) -> EventRow:
    return EventRow(
        match_id,
        version,
        seat,
        kind,
        body,
        (ref or secrets.token_urlsafe(16)) if seat is not None else None,
        str(uuid.uuid4()),
        1000 * version,
        deadline,
        status,
        snapshot,
        result,
        seating,
    )


def as_stored(row: EventRow) -> Event:
    """The same act as it is read back."""
    return Event(*(getattr(row, name) for name in Event._fields))
