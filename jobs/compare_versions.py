"""Asks the store where all live tables stand: the bus may lose hints."""

from club.club import Club

EVERY_SECONDS = 2.0


def step(club: Club) -> int:
    """How many tables had missed something."""
    return club.tables.compare()
