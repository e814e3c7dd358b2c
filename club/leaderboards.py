"""Leaderboards: looked up by a job, kept by each worker."""

from typing import Final, NamedTuple

from club.caches import Cache
from club.leagues import LEAGUES, League
from club.skill import Skill
from green.bus import Bus
from store import claims, leaderboards
from store.connections import Connections

MOST: Final = 100
KEPT_SECONDS: Final = 60.0
CLAIM_SECONDS: Final = 20.0  # shorter than the period of the job: the next look is anybody's


class Place(NamedTuple):
    """One line as pages show it."""

    player_id: int
    name: str
    points: int
    rated: int


class Leaderboards:
    """Of one worker. Everything raises Busy."""

    def __init__(self, connections: Connections, bus: Bus) -> None:
        self._connections = connections
        self.cache: Cache[tuple[Place, ...]] = Cache(
            "leaderboards", bus, most=len(LEAGUES), seconds=KEPT_SECONDS
        )

    def best(self, league: League) -> tuple[Place, ...]:
        """The hundred best whose rating is sure, as of the last look."""
        return self.cache.get(":".join(league), lambda: self._read(league))

    def refresh(self) -> int:
        """Look again in all leagues, unless another worker just did; how many places changed."""
        with self._connections.connection() as connection:
            if not claims.claim(connection, "refresh leaderboards", CLAIM_SECONDS):
                return 0
        return sum(map(self.refresh_one, LEAGUES))

    def refresh_one(self, league: League) -> int:
        """Look again; how many places have changed. Two workers may at once."""
        with self._connections.connection() as connection:
            changed = leaderboards.refresh(connection, *league, MOST)
        if changed:
            self.cache.drop(":".join(league))
        return changed

    def _read(self, league: League) -> tuple[Place, ...]:
        with self._connections.connection() as connection:
            found = leaderboards.read(connection, *league)
        return tuple(
            Place(each.player_id, each.name, Skill(each.mu).points, each.rated) for each in found
        )
