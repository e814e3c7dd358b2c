"""Makes ratings less sure with every week that somebody does not play."""

from club.club import Club

EVERY_SECONDS = 61.0


def step(club: Club) -> int:
    """How many rows caught up with the present week, each by one of the workers that try."""
    return club.ratings.grow_old() if club.time.is_measured else 0
