"""Offers the seats of one more pulka to the hall or to bots, when they were kept long enough."""

from club.club import Club

EVERY_SECONDS = 5.0


def step(club: Club) -> int:
    """At how many tables. Two workers may do it at once: each table is offered once."""
    return club.one_more.offer() if club.time.is_measured else 0
