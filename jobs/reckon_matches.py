"""Moves ratings by matches that are over, where the worker that ended them did not come to it."""

from club.club import Club

EVERY_SECONDS = 3.0


def step(club: Club) -> int:
    """How many were reckoned. Each is reckoned once, by one of the workers that try."""
    return club.ratings.reckon() if club.time.is_measured else 0
