"""Forgets tables that nobody has used for a while."""

from club.club import Club

EVERY_SECONDS = 10.0


def step(club: Club) -> int:
    """How many were forgotten."""
    return club.tables.registry.evict()
