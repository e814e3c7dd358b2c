"""What ratings are separate for: the family of conventions a match belongs to, and its speed."""

from typing import Final, NamedTuple

from club.agreed import CLOCKS
from games.preferans import Rules
from games.preferans.agreements import nearest
from games.preferans.rules import PRESETS
from store.matches import Match

WHISTS_PER_POINT: Final = 10


class League(NamedTuple):
    """A family and a speed."""

    family: str
    speed: str


LEAGUES: Final = tuple(League(family, speed) for family in PRESETS for speed in CLOCKS)


def league_of(rules: Rules, match: Match) -> League:
    """House rules belong to the nearest convention, clocks of long ago to the nearest speed."""
    act_ms = int(match.clock["act_ms"])
    speed = min(CLOCKS, key=lambda name: abs(CLOCKS[name].act_ms - act_ms))
    return League(nearest(rules), speed)


def usual_whists(rules: Rules) -> int:
    """About what lies between two players at the end: by how far the pool goes and its price."""
    return WHISTS_PER_POINT * rules.pool_target * rules.pool_to_mountain
