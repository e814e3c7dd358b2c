"""Ratings: what is believed of players, what a match would move and what one has moved."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from club.caches import Cache
from club.leagues import League, league_of, usual_whists
from club.seating import Look
from club.skill import Skill, after_match, aged
from games.preferans import rules_from_json
from green.bus import Bus
from store import ratings, results
from store.club_time import ClubTime
from store.connections import Connections
from store.ratings import Rating
from store.results import Result

WEEK_MS: Final = 7 * 24 * 3_600_000
KNOWN: Final = 20_000
KNOWN_SECONDS: Final = 60.0
AT_STAKE: Final = 100  # whists
STRANGER_SIGMA: Final = 2.5  # of whoever may sit down yet: somebody like me who has played a while


class Stakes(NamedTuple):
    """Where a player stands, and how many points he would win or lose with 100 whists."""

    points: int
    is_provisional: bool
    won: int
    lost: int


class Change(NamedTuple):
    """What a match did to a rating, in points."""

    before: int
    after: int
    is_provisional: bool

    @property
    def points(self) -> int:
        """Won or lost."""
        return self.after - self.before


class Changes(NamedTuple):
    """What a finished match did to ratings, by seat; `reckoned` is None until it is known."""

    rated: bool
    reckoned: str | None
    seats: dict[int, Change]


class Ratings:
    """Of one worker, which keeps what it was asked for. Everything raises Busy."""

    def __init__(self, connections: Connections, club_time: ClubTime, bus: Bus) -> None:
        self._connections = connections
        self._time = club_time
        self.cache: Cache[tuple[Rating, ...]] = Cache(
            "players", bus, most=KNOWN, seconds=KNOWN_SECONDS
        )

    def of_player(self, player_id: int) -> tuple[Rating, ...]:
        """All ratings of a player, each with its record."""
        return self.cache.get(str(player_id), lambda: self._read(player_id))

    def skill_of(self, player_id: int, league: League) -> Skill:
        """What is believed of this player there; of a newcomer nothing yet."""
        found = (each for each in self.of_player(player_id) if each[1:3] == league)
        return next((Skill(each.mu, each.sigma) for each in found), Skill())

    def rating_of(self, player_id: int, family: str, speed: str) -> int:
        """The same in points, for pairing."""
        return self.skill_of(player_id, League(family, speed)).points

    def stakes(
        self, player_id: int, league: League, usual: int, others: Sequence[int | None]
    ) -> Stakes:
        """What 100 whists would change for this player against these; None is a free seat.

        The others share what he wins or loses.
        """
        mine = self.skill_of(player_id, league)
        stranger = Skill(mine.mu, STRANGER_SIGMA)
        skills = [mine]
        skills += [stranger if o is None else self.skill_of(o, league) for o in others]
        won, lost = (_first_after(skills, whists, usual) for whists in (AT_STAKE, -AT_STAKE))
        return Stakes(
            mine.points, mine.is_provisional, won.points - mine.points, lost.points - mine.points
        )

    def stakes_at(self, look: Look, player_id: int) -> Stakes | None:
        """The same at this table, where he sits or may sit down; None when it is not rated."""
        if not look.match.rated:
            return None
        rules = rules_from_json(look.match.rules)
        sitting = [sitter.player_id for sitter in look.seats if sitter]
        others: list[int | None] = [each for each in sitting if each not in (None, player_id)]
        others = others[: look.match.seat_count - 1]
        others += [None] * (look.match.seat_count - 1 - len(others))
        return self.stakes(player_id, league_of(rules, look.match), usual_whists(rules), others)

    def changes(self, match_id: int) -> Changes | None:
        """What this match did to ratings; None while it is not over."""
        with self._connections.connection() as connection:
            found = results.reckoned(connection, match_id)
            lines = results.of_match(connection, match_id) if found and found[1] == "rated" else []
        return found and Changes(*found, {line.seat: change_of(line) for line in lines})

    def today(self, rating: Rating) -> Rating:
        """With the doubt that came by itself since it was written."""
        skill = aged(Skill(rating.mu, rating.sigma), self.week() - rating.week)
        return rating._replace(sigma=skill.sigma, week=max(rating.week, self.week()))

    def week(self) -> int:
        """Counted from the beginning of club time."""
        return self._time.now() // WEEK_MS

    def _read(self, player_id: int) -> tuple[Rating, ...]:
        with self._connections.connection() as connection:
            return tuple(map(self.today, ratings.of_player(connection, player_id)))


def change_of(line: Result) -> Change:
    """What a line of the history says in points; the match was rated."""
    assert line.mu_before is not None and line.sigma_before is not None
    assert line.mu_after is not None and line.sigma_after is not None
    after = Skill(line.mu_after, line.sigma_after)
    return Change(
        Skill(line.mu_before, line.sigma_before).points, after.points, after.is_provisional
    )


def _first_after(skills: Sequence[Skill], whists: int, usual: int) -> Skill:
    share = Fraction(-whists, len(skills) - 1)
    return after_match(skills, [whists, *[share] * (len(skills) - 1)], usual)[0]
