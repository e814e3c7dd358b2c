"""Layouts of hidden cards drawn in C, to agree with what a player has seen and heard."""

from collections.abc import Sequence
from typing import Any, Final, Literal, NamedTuple

from games.cards import Hand
from games.preferans.solver._solver import ffi, lib  # made by build.py

ASIDE: Final = 3  # the place after the three hands: cards put away, or the talon not seen
NO_CARDS: Final = (0, 0, 0)
MISERE_STRAIN: Final = 5

Says = Literal[
    "reaches", "nowhere", "safe", "unsafe", "defends", "yields", "best_discard", "best_strain"
]
_SAYS: Final[dict[Says, int]] = {
    "reaches": lib.SAYS_REACHES,
    "nowhere": lib.SAYS_NOWHERE,
    "safe": lib.SAYS_SAFE,
    "unsafe": lib.SAYS_UNSAFE,
    "defends": lib.SAYS_DEFENDS,
    "yields": lib.SAYS_YIELDS,
    "best_discard": lib.SAYS_BEST_DISCARD,
    "best_strain": lib.SAYS_BEST_STRAIN,
}


class Belief(NamedTuple):
    """What one call says about the ten cards its place was dealt, or `kept` after the discard.

    `reaches`: in some strain they are worth at least `limits` (by strain, hundredths of a trick);
    `nowhere`: in none. `safe`, `unsafe`: their danger on misère is at most, or above, `limits[0]`.
    `defends` and `yields`: they take, or do not take, `limits[0]` tricks against this `strain`.
    `best_discard`: nothing put away would serve the declarer of this `strain` better;
    `best_strain`: no other strain would be worth more.
    """

    place: int
    says: Says
    limits: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    strain: int = 0
    leads: bool = False
    kept: bool = False


class Worths(NamedTuple):
    """What one suit is worth by its eight-bit mask of cards, in hundredths; 256 numbers each."""

    trump: Sequence[int]
    side: Sequence[int]
    without_trumps: tuple[Sequence[int], Sequence[int]]  # another hand leads, this one does
    danger: Sequence[int]
    against_trump: Sequence[int]
    against_side: Sequence[int]
    against_no_trumps: Sequence[int]


class Knowledge(NamedTuple):
    """What is certain of the cards, and what is believed. Places are hands from the eldest on."""

    held: tuple[Hand, Hand, Hand]
    played: tuple[Hand, Hand, Hand]
    talon: Hand  # seen to go to the declarer, else none
    discard: Hand  # put away, where that is known
    hidden: Hand
    possible: tuple[Hand, Hand, Hand, Hand]
    size: tuple[int, int, int, int]
    declarer: int | None
    beliefs: tuple[Belief, ...]


class Layout(NamedTuple):
    """Where the hidden cards lie, by place; `against` counts the beliefs it contradicts."""

    cards: tuple[Hand, Hand, Hand, Hand]
    against: int


class Lottery:
    """Draws layouts by the worths given; holds nothing that changes."""

    def __init__(self, worths: Worths) -> None:
        self._worths = ffi.new("solver_worths *", worths._asdict())

    def draw(
        self, known: Knowledge, seed: int, wanted: int, *, doubt: int, most_tries: int
    ) -> list[Layout]:
        """Up to so many layouts; one that contradicts k beliefs is kept once in `doubt`^k times.

        If none is kept within `most_tries`, the least contradictory one is. `seed` has 64 bits.
        """
        found = ffi.new("solver_layout[]", wanted)
        knowledge = ffi.new("solver_knowledge *", _plain(known))
        kept = lib.solver_draw(knowledge, self._worths, seed, doubt, wanted, most_tries, found)
        return [_layout(found[number]) for number in range(kept)]

    def judge(self, known: Knowledge, layouts: Sequence[tuple[Hand, ...]]) -> list[Layout]:
        """The same layouts with what they contradict."""
        found = ffi.new("solver_layout[]", [{"cards": cards} for cards in layouts])
        knowledge = ffi.new("solver_knowledge *", _plain(known))
        lib.solver_judge(knowledge, self._worths, len(layouts), found)
        return [_layout(found[number]) for number in range(len(layouts))]


def _layout(found: Any) -> Layout:
    first, second, third, aside = found.cards
    return Layout((first, second, third, aside), found.against)


def _plain(known: Knowledge) -> dict[str, object]:
    beliefs = known.beliefs[: lib.MOST_BELIEFS]
    return {
        "held": known.held,
        "played": known.played,
        "talon": known.talon,
        "discard": known.discard,
        "hidden": known.hidden,
        "possible": known.possible,
        "size": known.size,
        "declarer": -1 if known.declarer is None else known.declarer,
        "belief_count": len(beliefs),
        "beliefs": [_plain_belief(belief) for belief in beliefs],
    }


def _plain_belief(belief: Belief) -> dict[str, object]:
    return {
        "place": belief.place,
        "says": _SAYS[belief.says],
        "kept": belief.kept,
        "leads": belief.leads,
        "strain": belief.strain,
        "limit": belief.limits,
    }
