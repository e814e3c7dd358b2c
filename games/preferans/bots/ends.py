"""From solved positions to the ends of a deal, and what they are worth."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from games.cards import Hand
from games.preferans.bids import LADDER, RUNGS
from games.preferans.bots.stakes import Stakes, shared
from games.preferans.bots.whist import defence_of
from games.preferans.outcome import Outcome
from games.preferans.view import View

TRICKS: Final = 10


def outcome_so_far(view: View) -> Outcome:
    """The deal under way as it would be written, its tricks those taken so far."""
    assert view.dealer is not None
    if view.declarer is None:
        return Outcome("all_pass", view.dealer, view.tricks, all_pass_number=view.raspasy)
    assert view.contract is not None
    bid = LADDER[RUNGS[view.contract]]
    words = [word for _, word in view.declarations]
    whisted = [seat for seat, word in view.declarations if word in ("whist", "return")]
    halved = [seat for seat, word in view.declarations if word == "half"]
    by_dealer = view.roles[view.dealer] == "whist"
    return Outcome(
        kind="game" if bid.level else "misere",
        dealer=view.dealer,
        tricks=view.tricks,
        declarer=view.declarer,
        level=bid.level,
        whisters=(view.dealer,) if by_dealer else tuple(dict.fromkeys(whisted)),
        half_whister=halved[0] if halved and not by_dealer else None,
        returned="return" in words,
        no_talon=bid.no_talon,
    )


class Ends:
    """Worth of the ends of one deal. `active` are the seats that play, eldest first."""

    def __init__(self, stakes: Stakes, active: Sequence[int]) -> None:
        self._stakes = stakes
        self._active = active

    def by_declarer(self, start: Outcome, tricks: int, strength: Callable[[int], float]) -> float:
        """The declarer takes so many further tricks; two whisters share the rest by strength."""
        assert start.declarer is not None
        left = TRICKS - sum(start.tricks) - tricks
        pair = [seat for seat in self._active if seat != start.declarer]
        if start.kind == "misere" or len(start.whisters) != 2:
            return self._stakes.of(_ended(start, {start.declarer: tricks, pair[0]: left}))
        low, high, part = shared(left, [strength(seat) for seat in pair])
        ends = [
            _ended(start, {start.declarer: tricks, pair[0]: first, pair[1]: second})
            for first, second in (low, high)
        ]
        return self._stakes.between(ends[0], ends[1], part)

    def by_seat(self, start: Outcome, tricks: Sequence[int]) -> float:
        """Every seat takes so many further tricks."""
        return self._stakes.of(_ended(start, dict(enumerate(tricks))))

    def by_split(self, start: Outcome, split: Sequence[int]) -> float:
        """An all-pass deal: further tricks by place; what is left over is the sitting dealer's."""
        taken = dict(zip(self._active, split, strict=True))
        over = TRICKS - sum(start.tricks) - sum(split)
        if over:
            taken[start.dealer] = taken.get(start.dealer, 0) + over
        return self._stakes.of(_ended(start, taken))


def _ended(start: Outcome, taken: dict[int, int]) -> Outcome:
    tricks = [count + taken.get(seat, 0) for seat, count in enumerate(start.tricks)]
    return replace(start, tricks=tuple(tricks), played=True)


def equal_strength(seat: int) -> float:
    """Two defenders of whom nothing is known."""
    return 1.0


def strength_against(trump: int, hands: dict[int, Hand]) -> Callable[[int], float]:
    """Tricks each of these hands takes in defence, never none at all."""
    known = {seat: 0.3 + defence_of(hand, trump) for seat, hand in hands.items()}
    return lambda seat: known.get(seat, 1.0)
