"""Pairs those who look for company once more: their ranges of ratings widen with waiting."""

from club.club import Club

EVERY_SECONDS = 2.0


def step(club: Club) -> int:
    """How many tables were found. Ten workers may look at once: each player is paired once."""
    return club.seeking.pair_all() if club.time.is_measured else 0
