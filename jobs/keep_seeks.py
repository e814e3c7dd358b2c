"""Lets the wishes of players live on while they have a socket here."""

from club.club import Club

EVERY_SECONDS = 15.0


def step(club: Club) -> int:
    """How many players with a wish are here."""
    here = club.hall.seekers_here()
    if here:
        club.seeking.keep(here)
    return len(here)
