"""Ends the sanctions whose time is over, and says so in the audit trail."""

from club.club import Club

EVERY_SECONDS = 13.0


def step(club: Club) -> int:
    """How many were ended. They hold no longer than their time anyway; each is ended once."""
    return club.moderation.end_those_over()
