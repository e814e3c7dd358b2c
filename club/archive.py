"""What remains of matches that are over."""

import time
from typing import Final

from club.errors import ClubRefusal
from club.walking import walk
from games.preferans import Match, rules_from_json
from games.preferans.notation import DealRecord, MatchRecord, print_match, record_of
from store import archive, matches
from store.club_time import ClubTime
from store.connections import Connections

OVER_MS: Final = 3_600_000  # far more than any write may take, and most have left the table by then
MATCHES_AT_ONCE: Final = 20
PAUSE_SECONDS: Final = 0.02  # between two matches: their bytes go to the same disk as the journal's

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

    def notation(self, match_id: int) -> str:
        """The whole match as a text (docs/notation.md).

        Raises ClubRefusal("no_such_table"), ReplayFailed, UnknownKind and Busy.
        """
        with self._connections.connection() as connection:
            stored = matches.read(connection, match_id)
        if stored is None or stored.status != "finished":  # before that it tells too much
            raise ClubRefusal("no_such_table")
        notes = Notes()
        for before, _, after in walk(self._connections, stored):
            notes.take(before, after)
        rules = rules_from_json(stored.rules)
        return print_match(MatchRecord(rules, tuple(notes.deals), notes.ended))


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
