"""Closes the sockets of players who were signed out elsewhere: the bus may lose that."""

from club.club import Club

EVERY_SECONDS = 1.5


def step(club: Club) -> int:
    """How many sockets were closed."""
    return club.people.look()
