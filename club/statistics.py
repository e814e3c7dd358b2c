"""What a player has played, added up the way players talk of it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from club.facets import LEVELS
from games.preferans.facts import ALL_PASS, GAIN_PARTS, MISERE
from store.facts import Count

BIDS: Final = (*LEVELS, MISERE)
KINDS: Final = (*BIDS, ALL_PASS)
PLACES: Final = ("1", "2", "3", "4")  # from the eldest hand; the last is a dealer who sits out


class Row(NamedTuple):
    """Deals of one kind; `gain` in twelfths of a whist."""

    kind: str
    deals: int = 0
    fulfilled: int = 0
    gain: int = 0

    @property
    def percent(self) -> float:
        """How many of a hundred were fulfilled."""
        return 100 * self.fulfilled / self.deals if self.deals else 0.0

    @property
    def whists(self) -> float:
        """What a deal was worth on the average."""
        return self.gain / GAIN_PARTS / self.deals if self.deals else 0.0


class Statistics(NamedTuple):
    """One row for each kind there is, also where nothing was played."""

    bids: tuple[Row, ...]  # what was declared, by level
    whists: tuple[Row, ...]  # whists on games, by level
    contracts: tuple[Row, ...]  # what one's own contracts and all pass brought
    places: tuple[Row, ...]  # what deals brought, by the place after the dealer

    @property
    def deals(self) -> int:
        """All that were played."""
        return sum(row.deals for row in self.places)


def added_up(counts: Sequence[Count]) -> Statistics:
    """The statistics of these counts of one player."""
    own = [count for count in counts if count.role == "declarer"]
    whisted = [count for count in counts if count.role == "whist"]
    brought = [count for count in counts if count.role in ("declarer", ALL_PASS)]
    places = PLACES if any(count.place == 4 for count in counts) else PLACES[:3]
    return Statistics(
        _rows(BIDS, own, _kind_of),
        _rows(LEVELS, whisted, _kind_of),
        _rows(KINDS, brought, _kind_of),
        _rows(places, counts, lambda count: str(count.place)),
    )


def _rows(
    kinds: Sequence[str], counts: Iterable[Count], kind_of: Callable[[Count], str]
) -> tuple[Row, ...]:
    rows = {kind: Row(kind) for kind in kinds}
    for count in counts:
        row = rows[kind_of(count)]
        rows[row.kind] = Row(
            row.kind,
            row.deals + count.deals,
            row.fulfilled + count.fulfilled,
            row.gain + count.gain,
        )
    return tuple(rows.values())


def _kind_of(count: Count) -> str:
    """A game by its level."""
    contract = count.contract
    return contract if contract in (MISERE, ALL_PASS) else contract[:-1]
