"""Looks who is best in each family and speed now."""

from club.club import Club

EVERY_SECONDS = 31.0


def step(club: Club) -> int:
    """How many places have changed. One worker looks at a time."""
    return club.leaderboards.refresh()
