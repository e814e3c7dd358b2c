"""Matches: their rules, where they stand, when they are due, and how to load one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from psycopg2.extras import Json

from store.events import Event
from store.opening import Connection

ALIVE: Final = ("open", "running", "adjourned")
ALL: Final = (*ALIVE, "finished", "frozen")
COLUMNS: Final = (
    "matches.id, game, rules, clock, seat_count, status, matches.version, deadline, seating,"
    " host, rematch, matches.created_at, is_public, matches.rated,"
    " former, first_dealer"
)
SWEEP_AGAIN_MS: Final = 2_000


class Match(NamedTuple):
    """A match as it is stored; `deadline` in ms of club time, `created_at` in UTC."""

    match_id: int
    game: str
    rules: dict[str, Any]
    clock: dict[str, Any]
    seat_count: int
    status: str
    version: int
    deadline: int | None
    seating: int
    host: int | None
    rematch: int | None
    created_at: datetime
    is_public: bool = False  # anybody may look at it, and sit down while it waits
    rated: bool = False  # for ratings, if everybody has one
    former: int | None = None  # the match this is one more of
    first_dealer: int | None = None  # when it is no lot


class Seat(NamedTuple):
    """Who sits there: a player, or a bot by its name; `name` is what others see."""

    seat: int
    player_id: int | None
    name: str
    bot: bool
    ready: bool = True  # agrees to the rules as they stand
    level: str | None = None  # how well the bot plays; None for people


class LoadPoint(NamedTuple):
    """What a worker needs to bring a match into memory, all of one moment."""

    match: Match
    seats: tuple[Seat, ...]
    snapshot: str | None  # encoded after the event `snapshot_version`; None before the first deal
    snapshot_version: int
    events: list[Event]  # those after it, in order


class Known(NamedTuple):
    """A match as somebody knows it."""

    match_id: int
    version: int
    seating: int


class Versions(NamedTuple):
    version: int
    seating: int
    status: str


class Overdue(NamedTuple):
    match_id: int
    version: int
    deadline: int
    status: str


def create(
    connection: Connection,
    match_id: int,
    *,
    rules: Mapping[str, object],
    clock: Mapping[str, object],
    seat_count: int,
    host: int | None,
    deadline: int | None = None,
    game: str = "preferans",
    is_public: bool = False,
    rated: bool = False,
) -> None:
    """A match that nobody sits at yet, open until `deadline` (ms of club time)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into matches (id, game, rules, clock, seat_count, host, deadline, is_public,"
            " rated) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (
                *(match_id, game, Json(rules), Json(clock)),
                *(seat_count, host, deadline, is_public, rated),
            ),
        )


def read(connection: Connection, match_id: int) -> Match | None:
    with connection.cursor() as cursor:
        cursor.execute(f"select {COLUMNS} from matches where id = %s", (match_id,))
        row = cursor.fetchone()
    return Match(*row) if row else None


def of_player(
    connection: Connection, player_id: int, statuses: Sequence[str] = ALIVE, limit: int = 50
) -> list[Match]:
    """The matches where the player has a seat, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from matches join seats on seats.match_id = matches.id"
            " where player_id = %s and status = any(%s) order by created_at desc limit %s",
            (player_id, list(statuses), limit),
        )
        return [Match(*row) for row in cursor]


def moved(connection: Connection, known: Sequence[Known]) -> dict[int, Versions]:
    """Where those of these matches stand that are not where their holder knows them, or over."""
    if not known:
        return {}
    # As texts: to adapt three lists of 3,000 numbers one by one would hold a worker for 10 ms.
    given = [f"{{{','.join(map(str, column))}}}" for column in zip(*known, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, matches.version, matches.seating, status"
            " from unnest(%s::bigint[], %s::integer[], %s::integer[])"
            " as known (id, version, seating) join matches using (id)"
            " where (matches.version, matches.seating) <> (known.version, known.seating)"
            " or status in ('frozen', 'finished')",
            given,
        )
        return {match_id: Versions(*standing) for match_id, *standing in cursor}


def overdue(connection: Connection, before: int, limit: int = 100) -> list[Overdue]:
    """Live matches whose deadline lies at or before `before`, each handed to one caller in 2 s.

    Taking one harms nothing: firing is an act at a known version. One that stays overdue comes
    again, after those not tried lately.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "update matches set swept_at = %(before)s where id in ("
            " select id from matches where status in ('open', 'running', 'adjourned')"
            " and deadline <= %(before)s and swept_at <= %(before)s - %(again)s"
            " order by swept_at, deadline limit %(limit)s for update skip locked)"
            " returning id, version, deadline, status",
            {"before": before, "again": SWEEP_AGAIN_MS, "limit": limit},
        )
        return sorted((Overdue(*row) for row in cursor), key=lambda found: found.deadline)


def freeze(connection: Connection, match_id: int) -> bool:
    """Take a match whose replay fails out of play; False when it is not alive (any more)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update matches set status = 'frozen', deadline = null"
            " where id = %s and status in ('open', 'running', 'adjourned')",
            (match_id,),
        )
        return cursor.rowcount == 1


def close_unplayed(connection: Connection, match_id: int) -> bool:
    """End an open match that never started; False when somebody started or closed it first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update matches set status = 'finished', deadline = null"
            " where id = %s and status = 'open' and version = 0",
            (match_id,),
        )
        return cursor.rowcount == 1


def keep_open(connection: Connection, match_ids: Sequence[int], deadline: int) -> None:
    """Somebody is at these tables: those that are public and have not begun wait on until then."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update matches set deadline = %s where id in ("
            " select id from matches where id = any(%s) and is_public and status = 'open'"
            " and deadline < %s order by id for update skip locked)",
            (deadline, list(match_ids), deadline),
        )


def close_empty(connection: Connection, older_than_seconds: float, limit: int = 100) -> list[int]:
    """End the open matches as old as that where no player sits (any more); which they were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update matches set status = 'finished', deadline = null where id in ("
            " select id from matches where status = 'open' and version = 0"
            " and created_at < now() - make_interval(secs => %s) and not exists ("
            "  select from seats where match_id = id and player_id is not null)"
            " limit %s for update skip locked) returning id",
            (older_than_seconds, limit),
        )
        return [match_id for (match_id,) in cursor]


def point_to_rematch(connection: Connection, match_id: int, rematch: int) -> int | None:
    """Let the match point to its rematch; the one it points to now: the first asked for wins."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update matches set rematch = coalesce(rematch, %s) where id = %s returning rematch",
            (rematch, match_id),
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


LOAD: Final = f"""
select {COLUMNS},
    (select json_agg(json_build_array(
        seat, player_id, coalesce(players.name, bot), bot is not null, ready, level)
        order by seat)
     from seats left join players on players.id = player_id where match_id = matches.id),
    deal.state, coalesce(deal.version, 0),
    (select json_agg(json_build_array(
        match_id, version, seat, kind, body, ref, event_id, at) order by version)
     from events where match_id = matches.id and version > coalesce(deal.version, 0))
from matches left join lateral (
    select version, state from deals where match_id = matches.id order by version desc limit 1
) deal on true
where matches.id = %s
"""


def load_point(connection: Connection, match_id: int) -> LoadPoint | None:
    """The match, its seats, the state at the start of the current deal and the acts since.

    One statement, so all of it is of one moment; it costs the same in any deal.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOAD, (match_id,))
        row = cursor.fetchone()
    if row is None:
        return None
    *match, seats, snapshot, snapshot_version, events = row
    return LoadPoint(
        Match(*match),
        tuple(Seat(*seat) for seat in seats or ()),
        snapshot,
        snapshot_version,
        [Event(*event) for event in events or ()],
    )
