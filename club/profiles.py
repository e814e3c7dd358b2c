"""What the club shows of a member: since when he is here, his record, his ratings, his matches."""

from datetime import datetime
from typing import Final, NamedTuple

from club.errors import ClubRefusal
from club.leagues import LEAGUES, League
from club.look_alikes import key_of
from club.names import tidied
from club.ratings import Change, Ratings, change_of
from club.skill import Skill
from store import accounts, results
from store.connections import Connections
from store.ratings import Rating
from store.results import Line

LAST_MATCHES: Final = 20


class Standing(NamedTuple):
    """Where somebody stands in one league; `points` is None while he played no rated match."""

    league: League
    points: int | None
    is_provisional: bool
    record: Rating


class Played(NamedTuple):
    """One of his last matches, and what it did to his rating if it did anything."""

    line: Line
    change: Change | None


class Profile(NamedTuple):
    """A member as everybody sees him."""

    player_id: int
    name: str
    since: datetime
    standings: tuple[Standing, ...]
    last: tuple[Played, ...]

    @property
    def total(self) -> tuple[int, int, int]:
        """Matches played, won, and the whists of all."""
        records = [each.record for each in self.standings]
        return (
            sum(each.played for each in records),
            sum(each.won for each in records),
            sum(each.whists for each in records),
        )


class Profiles:
    """Of one worker; ratings come from its cache."""

    def __init__(self, connections: Connections, ratings: Ratings) -> None:
        self._connections = connections
        self._ratings = ratings

    def named(self, name: str) -> Profile:
        """The member whose name looks like that. Raises ClubRefusal("no_such_player") and Busy."""
        with self._connections.connection() as connection:
            account = accounts.named(connection, key_of(tidied(name)))
            if account is None:
                raise ClubRefusal("no_such_player")
            last = results.of_player(connection, account.player_id, LAST_MATCHES)
        held = {League(*each[1:3]): each for each in self._ratings.of_player(account.player_id)}
        return Profile(
            account.player_id,
            account.name,
            account.created_at,
            tuple(_standing(held[league]) for league in LEAGUES if league in held),
            tuple(map(_played, last)),
        )


def _standing(rating: Rating) -> Standing:
    skill = Skill(rating.mu, rating.sigma)
    points = skill.points if rating.rated else None
    return Standing(League(*rating[1:3]), points, skill.is_provisional, rating)


def _played(line: Line) -> Played:
    return Played(line, None if line.result.mu_after is None else change_of(line.result))
