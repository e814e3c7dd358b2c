"""What an end of the deal is worth to a seat, in whists, on this table's sheet (§8-§10)."""

from collections.abc import Sequence

from games.preferans.outcome import Outcome
from games.preferans.rules import Rules
from games.preferans.scoring import write
from games.preferans.settlement import results
from games.preferans.sheet import Sheet
from games.preferans.view import SheetView


class Stakes:
    """Whists one seat wins by each outcome; every outcome is written and settled once."""

    def __init__(self, rules: Rules, sheet: SheetView, seat: int) -> None:
        self._rules = rules
        self._sheet = Sheet(sheet["pool"], sheet["mountain"], sheet["whists"])
        self._seat = seat
        self._before = float(results(rules, self._sheet)[seat])
        self._known: dict[Outcome, float] = {}

    def of(self, outcome: Outcome) -> float:
        """What the seat wins if the deal ends so."""
        worth = self._known.get(outcome)
        if worth is None:
            after = write(self._rules, self._sheet, outcome)
            worth = float(results(self._rules, after)[self._seat]) - self._before
            self._known[outcome] = worth
        return worth

    def between(self, low: Outcome, high: Outcome, part: float) -> float:
        """Somewhere from `low` (part 0) to `high` (part 1)."""
        return self.of(low) if part == 0 else self.of(low) * (1 - part) + self.of(high) * part


def shared(left: int, strengths: Sequence[float]) -> tuple[tuple[int, int], tuple[int, int], float]:
    """Two ways two defenders may share so many tricks, and how near the second one is.

    The share goes by their strength; whole tricks are on either side of it.
    """
    both = sum(strengths)
    firsts = left / 2 if both <= 0 else left * strengths[0] / both
    low = min(int(firsts), left)
    high = min(low + 1, left)
    return (low, left - low), (high, left - high), firsts - low if high > low else 0.0
