"""What a row shows: its lines, with the mark each must hold and the peer beside it."""

from typing import NamedTuple

Figures = dict[str, float | None]


class Mark(NamedTuple):
    """Where a figure must lie."""

    least: float | None = None
    most: float | None = None

    def holds(self, figure: float) -> bool:
        """Whether it lies there."""
        above = self.least is None or figure >= self.least
        return above and (self.most is None or figure <= self.most)

    def __str__(self) -> str:
        if self.least is not None:
            return f"≥ {self.least:,g}"
        return f"≤ {self.most:,g}"


def at_least(figure: float) -> Mark:
    return Mark(least=figure)


def at_most(figure: float) -> Mark:
    return Mark(most=figure)


class Line(NamedTuple):
    """One line of the table. Keys name figures; the mark is of the ratio where there is one."""

    what: str
    ours: str
    mark: Mark | None = None
    peer: str = ""
    peers: str | None = None
    ratio: str | None = None

    @property
    def judged(self) -> str:
        """The figure the mark is about."""
        return self.ratio or self.ours

    @property
    def keys(self) -> tuple[str, ...]:
        """All figures of this line."""
        return tuple(key for key in (self.ours, self.peers, self.ratio) if key)
