"""What remains of matches that are over."""

import time
from typing import Final

from store import archive
from store.club_time import ClubTime
from store.connections import Connections

OVER_MS: Final = 3_600_000  # far more than any write may take, and most have left the table by then
MATCHES_AT_ONCE: Final = 20
PAUSE_SECONDS: Final = 0.02  # between two matches: their bytes go to the same disk as the journal's


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
