"""Forgets guests who came long ago and left nothing behind."""

from club.club import Club

EVERY_SECONDS = 60.0


def step(club: Club) -> int:
    """How many were forgotten. The workers take turns; each goes through all players at its own."""
    return club.people.forget_guests()
