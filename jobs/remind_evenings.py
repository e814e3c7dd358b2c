"""Writes to the members of companies that meet soon."""

from club.club import Club

EVERY_SECONDS = 61.0


def step(club: Club) -> int:
    """How many letters were sent. Each evening is told of once, by one of the workers that try."""
    return club.evenings.remind()
