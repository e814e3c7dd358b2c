"""How often a number fell between which bounds; cheap enough for every act."""

from bisect import bisect_left


class Histogram:
    """Counts by upper bound, the last without one; all only grow."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, *bounds: float) -> None:
        """Ascending upper bounds, each belonging to its own part."""
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0  # of all numbers

    def observe(self, number: float) -> None:
        """Count one."""
        self.counts[bisect_left(self.bounds, number)] += 1
        self.total += number

    def buckets(self) -> list[tuple[str, float]]:
        """The bounds as text and how many numbers were not above them, as Prometheus wants it."""
        told: list[tuple[str, float]] = []
        below = 0
        for bound, count in zip((*map(str, self.bounds), "+Inf"), self.counts, strict=True):
            below += count
            told.append((bound, below))
        return told
