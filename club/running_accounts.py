"""The running account of a company: what its members have won from each other at its tables."""

from fractions import Fraction
from typing import Final, NamedTuple

from club.browsing import Page, page_of
from club.companies import Gathering
from club.errors import ClubRefusal
from club.replays import Played, Replays
from games.preferans import rules_from_json
from games.preferans.settlement import between
from store import companies, whists
from store.browsing import Seated
from store.connections import Connections
from store.whists import Balance

TWELFTHS: Final = 12
MATCHES_AT_ONCE: Final = 20


class RunningAccount(NamedTuple):
    """Whists by members, in the order of the company: `between[i][j]` is what i won from j."""

    totals: tuple[Fraction, ...]
    between: tuple[tuple[Fraction, ...], ...]


class RunningAccounts:
    """Everything raises Busy."""

    def __init__(self, connections: Connections, replays: Replays) -> None:
        self._connections = connections
        self._replays = replays

    def of(self, here: Gathering) -> RunningAccount:
        """Between those who belong to the company now."""
        with self._connections.connection() as connection:
            found = whists.balances(connection, here.company.company_id)
        return _account([member.player_id for member in here.members], found)

    def tables(self, here: Gathering) -> list[Seated]:
        """The company's tables that are not over."""
        with self._connections.connection() as connection:
            return companies.live_tables(connection, here.company.company_id)

    def archive(self, here: Gathering, before: int | None, limit: int) -> Page:
        """What the company has played before the match `before`, the newest first."""
        with self._connections.connection() as connection:
            found = companies.finished(connection, here.company.company_id, before, limit + 1)
            return page_of(connection, found, limit)

    def count(self) -> int:
        """Put matches that are over into their accounts; how many. Any workers may at once: each
        match is counted once."""
        with self._connections.connection() as connection:
            whists.adopt_rematches(connection)
            waiting = whists.to_count(connection, MATCHES_AT_ONCE)
        return sum(self._count(match_id) for match_id in waiting)

    def _count(self, match_id: int) -> bool:
        won = self._won(match_id)
        with self._connections.transaction() as connection:
            return whists.count(connection, match_id, won)

    def _won(self, match_id: int) -> dict[tuple[int, int], int]:
        """Each two people once; of a match that never began, or was taken out of play, nothing."""
        try:
            played = self._replays.match(match_id)
        except ClubRefusal:
            return {}
        return _between_people(played)


def _between_people(played: Played) -> dict[tuple[int, int], int]:
    rows = between(rules_from_json(played.match.rules), played.sheet)
    people = [seat for seat in played.seats if seat is not None and seat.player_id is not None]
    return {
        (one.player_id, other.player_id): int(rows[one.seat][other.seat] * TWELFTHS)
        for one in people
        for other in people
        if one.player_id is not None and other.player_id is not None and one.seat < other.seat
    }


def _account(members: list[int], found: list[Balance]) -> RunningAccount:
    won: dict[tuple[int, int], Fraction] = {}
    for winner, loser, twelfths in found:
        whists_won = Fraction(twelfths, TWELFTHS)
        won[winner, loser] = won.get((winner, loser), Fraction(0)) + whists_won
        won[loser, winner] = won.get((loser, winner), Fraction(0)) - whists_won
    rows = tuple(tuple(won.get((i, j), Fraction(0)) for j in members) for i in members)
    return RunningAccount(tuple(sum(row, Fraction(0)) for row in rows), rows)
