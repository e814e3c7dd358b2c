"""The score sheet: pool, mountain and the whists each player wrote on each other."""

from collections.abc import Sequence
from typing import NamedTuple, Self


class Sheet(NamedTuple):
    """What is written, or what one deal adds. Tuples run over the seats of the table."""

    pool: tuple[int, ...]
    mountain: tuple[int, ...]
    whists: tuple[tuple[int, ...], ...]  # whists[i][j] = written by seat i on seat j

    @classmethod
    def empty(cls, players: int) -> Self:
        """A sheet nobody has written on."""
        zeros = (0,) * players
        return cls(zeros, zeros, (zeros,) * players)


class Pencil:
    """A sheet being written: the same three columns as lists, for one deal at a time."""

    __slots__ = ("pool", "mountain", "whists")

    def __init__(self, sheet: Sheet) -> None:
        self.pool = list(sheet.pool)
        self.mountain = list(sheet.mountain)
        self.whists = [list(row) for row in sheet.whists]

    def write_whists(self, by: int, on: int, amount: int) -> None:
        """`by` writes `amount` whists on `on`."""
        self.whists[by][on] += amount

    def sheet(self) -> Sheet:
        """What was written, unchangeable."""
        return Sheet(tuple(self.pool), tuple(self.mountain), tuple(map(tuple, self.whists)))


def clockwise_after(seat: int, players: int) -> Sequence[int]:
    """The other seats of the table, clockwise from the next one."""
    return [(seat + step) % players for step in range(1, players)]
