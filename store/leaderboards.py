"""The best of each family and speed, as they were at the last look."""

from typing import Final, NamedTuple

from store.opening import Connection
from store.sanctions import KEEPS_OUT


class Place(NamedTuple):
    """One line of a leaderboard."""

    player_id: int
    name: str
    mu: float
    rated: int


# Only what has moved is written: most looks find next to nothing. In the order of the places, so
# that two workers who look at once wait for each other and nothing worse.
REFRESH: Final = f"""
with found as materialized (
    select player_id, mu, rated from ratings
    where family = %(family)s and speed = %(speed)s and sigma < 4
        and exists (select from accounts where accounts.player_id = ratings.player_id)
        and not exists (
            select from sanctions where sanctions.player_id = ratings.player_id and {KEEPS_OUT})
    order by mu desc limit %(most)s
), best as (
    select row_number() over (order by mu desc, player_id) as place, * from found
), written as (
    insert into leaderboards as kept (family, speed, place, player_id, mu, rated)
    select %(family)s, %(speed)s, place, player_id, mu, rated from best order by place
    on conflict (family, speed, place) do update
    set player_id = excluded.player_id, mu = excluded.mu, rated = excluded.rated
    where (kept.player_id, kept.mu, kept.rated)
        is distinct from (excluded.player_id, excluded.mu, excluded.rated)
    returning 1
), removed as (
    delete from leaderboards where family = %(family)s and speed = %(speed)s
        and place > (select count(*) from best)
    returning 1
)
select (select count(*) from written) + (select count(*) from removed)
"""


def refresh(connection: Connection, family: str, speed: str, most: int) -> int:
    """Look who is best now, but for those kept out of the club; how many places have changed."""
    with connection.cursor() as cursor:
        cursor.execute(REFRESH, {"family": family, "speed": speed, "most": most})
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def read(connection: Connection, family: str, speed: str) -> list[Place]:
    """The places in order; who deleted his account meanwhile is left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select kept.player_id, players.name, mu, rated from leaderboards kept"
            " join accounts using (player_id) join players on players.id = kept.player_id"
            " where family = %s and speed = %s order by place",
            (family, speed),
        )
        return [Place(*row) for row in cursor]
