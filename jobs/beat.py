"""The heartbeat: tells all workers that the club is open, and finds out when it was not."""

from club.club import Club

EVERY_SECONDS = 1.0


def step(club: Club) -> None:
    """Write the heartbeat; an outage that just ended is counted before any timer may fire."""
    club.time.beat()
