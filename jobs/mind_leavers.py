"""Gives bots the seats of those who have been away too long."""

from club.club import Club

EVERY_SECONDS = 1.3


def step(club: Club) -> int:
    """How many seats were due. Several workers may mind one seat: it is given away once."""
    return club.tables.leaving.step()
