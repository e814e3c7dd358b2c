"""An etude as a value and as a line of the file of etudes."""

import hashlib
import json
from typing import Final, Literal, NamedTuple

from games.errors import BadRecord

Side = Literal["declarer", "defence"]
SIDES: Final[tuple[Side, ...]] = ("declarer", "defence")
LEVELS: Final = (4.0, 6.0, 8.0, 10.0)  # bits of difficulty from which an etude has one star more


class Etude(NamedTuple):
    """A position all of whose cards lie open: `side` is to reach its goal against best play.

    `deal` is a line of docs/notation.md that ends where the etude begins; its contract is the
    goal: the declarer makes it, the defence does not let him. `bits` say how hard it is: so many
    doublings of the odds against finding every card by chance.
    """

    side: Side
    deal: str
    bits: float

    @property
    def name(self) -> str:
        """What it is called in addresses: the same as long as the position is the same."""
        return hashlib.sha256(f"{self.side} {self.deal}".encode()).hexdigest()[:8]

    @property
    def stars(self) -> int:
        """How hard it is, 1 to 5."""
        return 1 + sum(self.bits >= least for least in LEVELS)


def line_of_etude(etude: Etude) -> str:
    """One JSON object, without the line's end."""
    return json.dumps(etude._asdict())


def etude_of_line(line: str) -> Etude:
    """The etude of such a line. Raises BadRecord."""
    try:
        etude = Etude(**json.loads(line))
    except (ValueError, TypeError) as error:
        raise BadRecord(f"etude: {error}") from error
    if etude.side not in SIDES:
        raise BadRecord(f"etude: {etude.side!r} is no side")
    return etude
