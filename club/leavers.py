"""What comes of leaving: grades that fade in a week; a broken line weighs half."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Final, NamedTuple

from club.errors import ClubRefusal
from club.table import Why
from store import leavings
from store.connections import Connections
from store.leavings import Leaving

COUNTS_DAYS: Final = 7
WEIGHTS: Final = {"lost": 1, "left": 2}
# From so many points on: a word, then a while without tables of people after each leaving.
GRADES: Final = (
    (2, timedelta(0)),
    (4, timedelta(minutes=10)),
    (6, timedelta(hours=2)),
    (10, timedelta(days=1)),
)


class Standing(NamedTuple):
    """0 is nothing, 1 a word; for so many minutes more he sits down with bots only."""

    grade: int
    minutes: int


class Leavers:
    """Nothing is noted when many vanished at once or when the club itself was the reason."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def note(self, player_id: int, match_id: int, why: Why) -> None:
        """A bot has his seat at a table where others play on. Raises Busy."""
        if why in WEIGHTS:
            with self._connections.connection() as connection:
                leavings.add(connection, player_id, match_id, why)

    def standing(self, player_id: int) -> Standing:
        """What he has to bear now. Raises Busy."""
        with self._connections.connection() as connection:
            lately = leavings.lately(connection, player_id, COUNTS_DAYS)
        return standing_after(lately, datetime.now(UTC))

    def check(self, player_id: int) -> None:
        """Whether he may sit down with people. Raises ClubRefusal("left_too_often") and Busy."""
        if self.standing(player_id).minutes:
            raise ClubRefusal("left_too_often")

    def forget(self) -> int:
        """Take out what counts no more; how many. Raises Busy."""
        with self._connections.connection() as connection:
            return leavings.forget(connection, COUNTS_DAYS)


def standing_after(lately: Sequence[Leaving], now: datetime) -> Standing:
    """The grade these leavings come to, the newest first, and how long it keeps him away."""
    points = sum(WEIGHTS[leaving.why] for leaving in lately)
    waits = [wait for least, wait in GRADES if points >= least]
    if not waits:
        return Standing(0, 0)
    left = lately[0].at + waits[-1] - now
    return Standing(len(waits), max(0, ceil(left / timedelta(minutes=1))))
