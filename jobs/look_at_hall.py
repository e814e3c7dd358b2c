"""Reads all the hall shows: the bus may lose hints, and what ends is not hinted at."""

from club.club import Club

EVERY_SECONDS = 3.0


def step(club: Club) -> None:
    """Tell the club how many are here, and everybody here what has changed."""
    if club.time.is_measured:
        club.hall.look()
