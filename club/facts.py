"""Facts of deals that are over: written by a job, searched and counted by pages."""

import logging
import time
from typing import Final

from club.errors import ReplayFailed, UnknownKind
from club.facets import CONVENTIONS, Wanted, conventions_of, facets_of
from club.look_alikes import key_of
from club.names import tidied
from club.walking import walk
from games.preferans import Match
from games.preferans.facts import SeatFacts, facts_of
from store import accounts, claims, facts, matches
from store.connections import Connections
from store.facts import Count, DealRow, FoundDeal, FoundMatch, Key, MatchRow
from store.matches import Match as StoredMatch

log = logging.getLogger(__name__)

MATCHES_AT_ONCE: Final = 20
PAUSE_SECONDS: Final = 0.02  # between two matches: each is replayed, some 30 ms of this worker
CLAIM_SECONDS: Final = 2.5  # most steps are over by then, and the next worker may begin
PAGE: Final = 20
MOST_MATCHES: Final = 500


class Facts:
    """Of one worker; what it reads is the same everywhere."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def note(self) -> int:
        """Write the facts of a few matches that are over; how many.

        The claim only spares the same work done twice: whoever writes second finds it done.
        """
        with self._connections.connection() as connection:
            if not claims.claim(connection, "note facts", CLAIM_SECONDS):
                return 0
            waiting = facts.to_note(connection, MATCHES_AT_ONCE)
        noted = 0
        for match_id in waiting:
            noted += self.note_match(match_id)
            time.sleep(PAUSE_SECONDS)
        return noted

    def note_match(self, match_id: int) -> bool:
        """Write the facts of this match, which is over; False when that was done before."""
        with self._connections.connection() as connection:
            stored = matches.read(connection, match_id)
        assert stored is not None  # matches are never deleted
        try:
            known = self._known(stored)
        except UnknownKind:
            return False  # for a worker of that release
        except ReplayFailed as fault:
            log.error("match %s has no facts: its log cannot be replayed", match_id, exc_info=fault)
            known = Known()
        with self._connections.connection() as connection:
            return facts.note(
                connection,
                match_id,
                ended_at=known.ended_at,
                convention=str(stored.rules.get("convention", "sochi")),
                played=known.played,
                deals=known.deals,
                seats=known.seats,
            )

    def player_named(self, name: str) -> int | None:
        """The member whose name looks like that."""
        with self._connections.connection() as connection:
            account = accounts.named(connection, key_of(tidied(name)))
        return account.player_id if account else None

    def deals(self, wanted: Wanted, below: Key = facts.NEWEST) -> list[FoundDeal]:
        """A page of deals, the newest first, and one more if there are more."""
        with self._connections.connection() as connection:
            kinds = facets_of(wanted)
            if not kinds:
                return []
            return facts.deals(connection, wanted.player_id, kinds, below, PAGE + 1)

    def matches(self, wanted: Wanted, below: Key = facts.NEWEST) -> list[FoundMatch]:
        """A page of matches, the newest first, and one more if there are more."""
        conventions = conventions_of(wanted.convention)
        with self._connections.connection() as connection:
            return facts.matches(connection, wanted.player_id, conventions, below, PAGE + 1)

    def played_by(self, player_id: int, most: int = MOST_MATCHES) -> list[int]:
        """The matches this player has played to their end, the newest first."""
        with self._connections.connection() as connection:
            return facts.played_by(connection, player_id, CONVENTIONS, most)

    def counts(self, player_id: int, convention: str) -> list[Count]:
        """What this player has played, added up."""
        with self._connections.connection() as connection:
            return facts.counts(connection, player_id, conventions_of(convention))

    def _known(self, stored: StoredMatch) -> "Known":
        known = Known()
        for before, step, after in walk(self._connections, stored):
            known.take(before, step.at, after)
        return known


class Known:
    """The facts of a match, from one state to the next."""

    def __init__(self) -> None:
        self.deals: list[DealRow] = []
        self.seats: list[MatchRow] = []
        self.played = 0
        self.ended_at = 0

    def take(self, before: Match, at: int, after: Match) -> None:
        """One act further, done at `at`."""
        self.ended_at = at
        if len(after.book.entries) > len(before.book.entries):
            self.played += 1
            self.deals += map(_row_of, facts_of(after))
        if after.book.settlement is not None:
            shown = after.book.settlement["shown"]
            self.seats = [MatchRow(seat, whists) for seat, whists in enumerate(shown)]


def _row_of(seat: SeatFacts) -> DealRow:
    return DealRow(*seat)
