"""Says that this worker lives, and forgets who sat at workers that do not."""

from club.club import Club

EVERY_SECONDS = 2.3


def step(club: Club) -> int:
    """How many workers were forgotten."""
    return club.tables.attendance.step()
