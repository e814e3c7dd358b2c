"""What remains of matches that are over."""

import time
from typing import Final

from club.catch_up import replayed
from club.errors import ClubRefusal
from club.registry import opening
from games.preferans import Match
from games.preferans.notation import DealRecord, MatchRecord, print_match, record_of
from store import archive, events, matches
from store.club_time import ClubTime
from store.connections import Connections
from store.events import Event

OVER_MS: Final = 3_600_000  # far more than any write may take, and most have left the table by then
MATCHES_AT_ONCE: Final = 20
PAUSE_SECONDS: Final = 0.02  # between two matches: their bytes go to the same disk as the journal's

MOST_MATCHES: Final = 500
ACTS_AT_ONCE: Final = 200  # read and replayed, some 5 ms; then the others go on

BETWEEN: Final = ("result", "to_deal")


class Archive:
    """Of one worker; the acts are the same in the archive and before."""

    def __init__(self, connections: Connections, club_time: ClubTime) -> None:
        self._connections = connections
        self._time = club_time

    def fill(self) -> int:
        """Move the acts of a few matches that are over; how many acts. Any workers may at once."""
        moved = 0
        for _ in range(MATCHES_AT_ONCE):
            with self._connections.connection() as connection:
                acts = archive.move_finished(connection, self._time.now() - OVER_MS)
            if acts is None:
                break
            moved += acts
            time.sleep(PAUSE_SECONDS)
        return moved

    def played_by(self, player_id: int, most: int = MOST_MATCHES) -> list[int]:
        """The matches this player has played to their end, the newest first."""
        with self._connections.connection() as connection:
            return matches.played_by(connection, player_id, most)

    def notation(self, match_id: int) -> str:
        """The whole match as a text (docs/notation.md).

        Raises ClubRefusal("no_such_table"), ReplayFailed, UnknownKind and Busy.
        """
        with self._connections.connection() as connection:
            stored = matches.read(connection, match_id)
        if stored is None or stored.status != "finished":  # before that it tells too much
            raise ClubRefusal("no_such_table")
        match, notes = opening(stored), Notes()
        while acts := self._next_acts(match_id, match.version):
            for event in acts:
                before, match = match, replayed(match, event)[1]
                notes.take(before, match)
        return print_match(MatchRecord(match.rules, tuple(notes.deals), notes.ended))

    def _next_acts(self, match_id: int, version: int) -> list[Event]:
        with self._connections.connection() as connection:
            return events.next_after(connection, match_id, version, ACTS_AT_ONCE)


class Notes:
    """The record of a match, from one state to the next."""

    def __init__(self) -> None:
        self.deals: list[DealRecord] = []
        self.ended = False  # by agreement, before its time

    def take(self, before: Match, after: Match) -> None:
        """One act further."""
        between = before.phase in BETWEEN
        if after.phase in ("result", "finished") and not between:
            self.deals.append(record_of(after))
        if after.phase == "finished":
            self.ended = between or not self.deals[-1].tricks
