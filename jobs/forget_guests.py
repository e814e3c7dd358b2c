"""Forgets guests who came long ago and left nothing behind."""

from club.club import Club

EVERY_SECONDS = 60.0


def step(club: Club) -> int:
    """How many were forgotten. Each worker goes through all players, a few at a step."""
    return club.people.forget_guests()
