"""Puts matches of companies that are over into their accounts."""

from club.club import Club

EVERY_SECONDS = 11.0


def step(club: Club) -> int:
    """How many were counted. Each is counted once, by one of the workers that try."""
    return club.running_accounts.count()
