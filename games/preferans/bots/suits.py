"""What one suit is worth, by its eight-bit mask (7 is the lowest bit, the ace the highest)."""

from typing import Final

ALL: Final = 0xFF
ACE: Final = 0x80
KING: Final = 0x40
QUEEN: Final = 0x20
JACK: Final = 0x10


def _subsets(mask: int) -> list[int]:
    """Every subset of the mask, the empty one among them."""
    found, subset = [0], mask
    while subset:
        found.append(subset)
        subset = (subset - 1) & mask
    return found


def above(card: int) -> int:
    """The eight-bit mask of the ranks above this single bit."""
    return ALL & ~((card << 1) - 1)


def highest(mask: int) -> int:
    """The highest bit of a mask that is not empty."""
    return 1 << (mask.bit_length() - 1)


def lowest(mask: int) -> int:
    """The lowest bit of a mask that is not empty."""
    return mask & -mask


def _runs(ours: int, left: int, right: int) -> int:
    """Tricks from leading this suit again and again against two known holdings."""
    tricks = 0
    while ours:
        top = highest(ours)
        beats = (left | right) & above(top)
        lead = top if not beats or _is_touching(ours, top, left | right) else lowest(ours)
        ours ^= lead
        tricks += not (left | right) & above(lead)
        left, right = _answer(left, lead), _answer(right, lead)
    return tricks


def _is_touching(ours: int, top: int, theirs: int) -> bool:
    """Whether the second card forces as well as the first one."""
    second = ours ^ top
    return second != 0 and not theirs & above(highest(second)) & (top - 1)


def _answer(hand: int, lead: int) -> int:
    """The hand after it took the lead as cheaply as it can, or followed with its lowest."""
    if not hand:
        return 0
    over = hand & above(lead)
    return hand ^ lowest(over or hand)


def _run_spread(ours: int) -> tuple[float, float]:
    """Mean and variance of the tricks over all splits of the other cards."""
    theirs = ALL & ~ours
    tricks = [_runs(ours, left, theirs ^ left) for left in _subsets(theirs)]
    mean = sum(tricks) / len(tricks)
    return mean, sum((count - mean) ** 2 for count in tricks) / len(tricks)


def _with_finesse(ours: int) -> int:
    """Tricks if one higher card of each honour sits well, behind enough guards."""
    tricks, guards, missing = 0, ours.bit_count(), 0
    for rank in range(7, -1, -1):
        if not ours >> rank & 1:
            missing += 1
            continue
        guards -= 1
        needed = max(0, missing - 1 - tricks) if missing else 0
        if needed <= guards and (not missing or guards or ours & ACE):
            tricks += 1
            guards -= needed
    return tricks


def _misere_danger(mask: int) -> float:
    """How far the suit is from never being caught: the i-th card from below may be 7, 9, J, K."""
    danger, place = 0.0, 0
    for rank in range(8):
        if mask >> rank & 1:
            danger += max(0, rank - 2 * place)
            place += 1
    return danger


def _finesse_gain(mask: int) -> float:
    return max(0.0, _with_finesse(mask) - RUN[mask])


_SPREADS: Final = tuple(_run_spread(mask) for mask in range(256))
# Mean tricks when the suit is led from this hand, over all splits of the other cards.
RUN: Final = tuple(mean for mean, _ in _SPREADS)
# The same with honours that often win when the others lead the suit, and its variance.
_OFTEN: Final = 0.4
TRICKS: Final = tuple(RUN[mask] + _OFTEN * _finesse_gain(mask) for mask in range(256))
VARIANCE: Final = tuple(
    _SPREADS[mask][1] + _OFTEN * (1 - _OFTEN) * _finesse_gain(mask) ** 2 for mask in range(256)
)
MISERE_DANGER: Final = tuple(_misere_danger(mask) for mask in range(256))
