"""Ends tables that wait for players though nobody sits there, or nobody of them is there."""

from club.club import Club

EVERY_SECONDS = 30.0


def step(club: Club) -> int:
    """How many were ended. Two workers may do it at once: each table ends once."""
    return club.seating.close_abandoned() if club.time.is_measured else 0
