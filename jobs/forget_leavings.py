"""Forgets who left a table once it counts no more."""

from club.club import Club

EVERY_SECONDS = 3_600.0


def step(club: Club) -> int:
    """How many leavings were forgotten. Two workers may do it at once."""
    return club.leavers.forget()
