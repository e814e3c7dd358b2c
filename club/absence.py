"""How long the seat of somebody who went is held, by how he went."""

from typing import Final, NamedTuple

from club.table import Table, Why

HELD_MS: Final[dict[Why, int]] = {"lost": 60_000, "left": 30_000, "ours": 90_000}


class Absence(NamedTuple):
    """Nobody of a seat is connected; times in ms of club time."""

    since: int
    why: Why
    bot_at: int | None  # when a bot takes the seat, if it is to


def absence_of(table: Table, seat: int) -> Absence | None:
    """Since when this seat is missed, if it is."""
    gone, match = table.gone[seat], table.shown
    if gone is None:
        return None
    if match.bots[seat] or match.halt is not None or match.phase in ("waiting", "finished"):
        return Absence(gone.since, gone.why, None)
    return Absence(gone.since, gone.why, max(gone.since, table.held_from) + HELD_MS[gone.why])
