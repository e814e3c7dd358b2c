"""Forgets what was said long ago, at tables, in the lobby and in reports decided long since."""

from club.club import Club

EVERY_SECONDS = 61.0


def step(club: Club) -> int:
    """How many lines were forgotten. Two workers pass over each other's."""
    return club.talk.forget_old()
