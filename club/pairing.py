"""Who may play with whom: a range of ratings that widens with waiting. Pure."""

from collections.abc import Collection, Sequence
from itertools import combinations
from typing import Final

from store.seeks import Kind, Seek

FIRST_WIDTH: Final = 150
WIDTH_A_SECOND: Final = 10
ANYBODY_AFTER_MS: Final = 120_000
NEAREST: Final = 12  # so many are tried beside each
PROVISIONAL: Final = 1_500
Pair = frozenset[int]


def rating_of(player_id: int, kind: Kind) -> int:
    """How well he plays this kind of match; everybody begins alike."""
    return PROVISIONAL


def width(waited_ms: int) -> float:
    """How far another's rating may be from one's own after waiting so long."""
    if waited_ms >= ANYBODY_AFTER_MS:
        return float("inf")
    return FIRST_WIDTH + WIDTH_A_SECOND * max(0, waited_ms) / 1000


def may_meet(one: Seek, other: Seek, now: int, apart: Collection[Pair] = ()) -> bool:
    """Whether each is in the range of the other; `apart` are pairs that do not play together."""
    if frozenset((one.player_id, other.player_id)) in apart:
        return False
    if not one.kind.rated:
        return True
    distance = abs(one.rating - other.rating)
    return distance <= min(width(now - one.since), width(now - other.since))


def company(
    waiting: Sequence[Seek], size: int, now: int, apart: Collection[Pair] = ()
) -> tuple[Seek, ...] | None:
    """So many who all may meet; who has waited longest comes first, with the nearest ratings."""
    for first in sorted(waiting, key=lambda seek: seek.since):
        near = [seek for seek in waiting if seek is not first and may_meet(first, seek, now, apart)]
        if first.kind.rated:
            near.sort(key=lambda seek: abs(seek.rating - first.rating))  # noqa: B023
        for rest in combinations(near[:NEAREST], size - 1):
            if all(may_meet(*pair, now, apart) for pair in combinations(rest, 2)):
                return (first, *rest)
    return None
