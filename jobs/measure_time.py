"""Sets the clock of this worker by the database's."""

import time
from contextlib import suppress

from club.club import Club
from store.errors import Busy

EVERY_SECONDS = 30.0
TRIES = 20


def step(club: Club) -> None:
    """Measure once; until the first time it worked, nothing works: try again at once."""
    for _ in range(TRIES):
        with suppress(Busy):
            club.time.measure()
            return
        time.sleep(1.0)
