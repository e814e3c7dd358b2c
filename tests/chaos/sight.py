"""Who may know which cards at a version: the table of rules §12.6, made here a second time.

It shares nothing with what the club shows by: it reads the facts of a match (who was dealt what,
what was played, what was said) and decides by the book.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from games.cards import FULL_DECK, hand_of
from games.preferans import Match
from games.preferans.bids import LADDER
from games.preferans.state import Deal

TEN: Final = 10


@dataclass(frozen=True, slots=True)
class Sight:
    """Masks of cards; `own` has one for each seat."""

    public: int
    own: tuple[int, ...]
    open_hands: frozenset[int]  # seats
    declarer: int | None
    is_over: bool
    turn: tuple[int, ...]

    def of(self, audience: int | None) -> int:
        """All cards this audience may have seen in the present deal."""
        return self.public if audience is None else self.public | self.own[audience]


def sight_of(match: Match) -> Sight:
    """What each audience may know at this version."""
    deal, seats = match.deal, match.rules.players
    nothing = (0,) * seats
    if deal is None:  # between deals: the last one lies open, if there was one
        public = FULL_DECK if match.number > 1 else 0
        return Sight(public, nothing, frozenset(), None, match.number > 1, match.turn)
    if match.phase in ("result", "finished"):  # §12.6: everything after the deal
        everyone = frozenset(range(seats))
        return Sight(FULL_DECK, nothing, everyone, deal.declarer, True, match.turn)
    open_hands = _open_hands(match, deal)
    faces = [deal.cards.dealt[seat] for seat in open_hands]
    public = reduce(or_, faces, _played(deal) | _talon(deal))
    return Sight(public, deal.cards.dealt, open_hands, deal.declarer, False, match.turn)


def _played(deal: Deal) -> int:
    """Every card that lies or lay on the table."""
    tricks = [card for trick in deal.history for _, card in trick.cards]
    return hand_of([*tricks, *(card for _, card in deal.trick)])


def _talon(deal: Deal) -> int:
    """§3.1: both cards once there is a declarer; §7.2: one with each of the first two tricks."""
    if deal.kind == "all_pass":
        return hand_of(deal.cards.talon[: len(deal.history) + 1])
    return hand_of(deal.cards.talon) if deal.declarer is not None else 0


def _open_hands(match: Match, deal: Deal) -> frozenset[int]:
    """§5.5, §5.6, §5.7, §6.2, and §12.2: whoever made an offer shows his hand."""
    seats = {seat for seat, text, _ in match.acts if text.split()[0] in ("offer", "ask")}
    if _defence_lies_open(match, deal):
        seats |= {seat for seat in deal.active if seat != deal.declarer}
    return frozenset(seats)


def _defence_lies_open(match: Match, deal: Deal) -> bool:
    if deal.declarer is None or deal.kind == "all_pass" or deal.phase in ("auction", "discard"):
        return False
    if deal.declarer == deal.active[0] and not _played(deal):
        return False  # his first card is led blind
    is_checked_ten = LADDER[deal.rung].level == TEN and match.rules.ten == "checked"
    if deal.kind == "misere" or is_checked_ten:
        return True
    return deal.light == "open"
