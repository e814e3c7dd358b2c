"""What a table puts at stake for its reader."""

from club.ratings import Stakes
from club.seating import Look
from views.people import current_club, current_member


def stakes_of(look: Look) -> Stakes | None:
    """His rating and what 100 whists change; None for guests and where nothing counts."""
    member = current_member()
    return member and current_club().ratings.stakes_at(look, member.player_id)
