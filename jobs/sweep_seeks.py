"""Ends ready checks whose time is over, and the wishes of who went away."""

from club.club import Club

EVERY_SECONDS = 2.0


def step(club: Club) -> int:
    """How many ended. Two workers may sweep at once: each check ends once."""
    return club.seeking.sweep() if club.time.is_measured else 0
