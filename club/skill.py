"""How good a player is held to be, and what a match teaches about it: pure numbers.

docs/ratings.md says why it is done so.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from openskill.models import BradleyTerryFull

_MODEL: Final = BradleyTerryFull(tau=0.0)  # uncertainty grows here, once a match, not in each duel
MU: Final = _MODEL.mu
SIGMA: Final = _MODEL.sigma
MATCH_SIGMA: Final = SIGMA / 100  # what nobody can know better, however much is played
WEEK_SIGMA: Final = 0.7  # half a year away makes a sure rating provisional again
SURE_SIGMA: Final = 4.0  # some ten matches; the index of the best names it too

AVERAGE: Final = 1500
SCALE: Final = 40  # points of a unit of mu


class Skill(NamedTuple):
    """A belief: `mu`, give or take `sigma`."""

    mu: float = MU
    sigma: float = SIGMA

    @property
    def points(self) -> int:
        """As players read it."""
        return round(AVERAGE + SCALE * (self.mu - MU))

    @property
    def is_provisional(self) -> bool:
        """Whether too little is known for the leaderboards."""
        return self.sigma >= SURE_SIGMA


def aged(skill: Skill, weeks: int) -> Skill:
    """The same player so many weeks later: where he stands is less sure, and no other."""
    grown = math.sqrt(skill.sigma**2 + WEEK_SIGMA**2 * max(weeks, 0))
    return skill._replace(sigma=max(skill.sigma, min(grown, SIGMA)))


def after_match(
    skills: Sequence[Skill], whists: Sequence[Fraction | int], usual: int
) -> tuple[Skill, ...]:
    """What is believed after a match, seat by seat.

    A match is a duel of each with each. One decided by `usual` whists counts once, a narrower one
    less, a wider one up to twice; one that ends even says nothing.
    """
    unsure = [_after_a_match(skill) for skill in skills]
    return tuple(
        _after_duels(
            mine,
            [
                (theirs, whists[seat] - whists[other])
                for other, theirs in enumerate(unsure)
                if other != seat
            ],
            usual,
        )
        for seat, mine in enumerate(unsure)
    )


def weight(difference: Fraction | int, usual: int) -> float:
    """How much a duel decided by so many whists counts: from 0 up to 2."""
    size = abs(Fraction(difference))
    return float(2 * size / (size + usual))


def _after_a_match(skill: Skill) -> Skill:
    grown = math.sqrt(skill.sigma**2 + MATCH_SIGMA**2)
    return skill._replace(sigma=min(grown, max(skill.sigma, SIGMA)))


def _after_duels(mine: Skill, duels: Sequence[tuple[Skill, Fraction | int]], usual: int) -> Skill:
    mu, sigma = mine
    for theirs, difference in duels:
        taught = _after_duel(mine, theirs, difference)
        mu += weight(difference, usual) * (taught.mu - mine.mu)
        sigma *= taught.sigma / mine.sigma
    return Skill(mu, sigma)


def _after_duel(mine: Skill, theirs: Skill, difference: Fraction | int) -> Skill:
    teams = [[_MODEL.rating(mu=each.mu, sigma=each.sigma)] for each in (mine, theirs)]
    (rated,), _ = _MODEL.rate(teams, scores=[float(difference), 0.0])
    return Skill(rated.mu, rated.sigma)
