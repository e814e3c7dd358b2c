"""What a finished deal was to each seat, in a few words that can be searched and counted."""

from typing import Final, Literal, NamedTuple

from games.preferans.bids import LADDER
from games.preferans.deal import outcome_of
from games.preferans.outcome import Outcome
from games.preferans.scoring import is_made
from games.preferans.settlement import results
from games.preferans.sheet import Sheet
from games.preferans.state import Deal, Match

SeatRole = Literal["declarer", "whist", "pass", "catch", "all_pass", "dealer"]
DealResult = Literal["made", "failed", "conceded", "all_pass"]

ALL_PASS: Final = "all_pass"
MISERE: Final = "misere"
GAMES: Final = tuple(bid.name for bid in LADDER if bid.level and not bid.no_talon)
GAIN_PARTS: Final = 12  # of a whist: the settlement divides by two, three or four (§10)
SITS_OUT: Final = 4  # the place of a dealer of four


class SeatFacts(NamedTuple):
    """One seat in one deal; `gain` in twelfths of a whist, `contract` without the `!`."""

    number: int
    seat: int
    role: SeatRole
    contract: str
    result: DealResult
    place: int  # 1 is the eldest hand
    tricks: int
    fulfilled: bool | None  # what it undertook: its contract, its whist (§8.4); None when nothing
    gain: int
    stands: bool  # for the deal: the declarer, or the eldest hand on all pass


def facts_of(match: Match) -> tuple[SeatFacts, ...]:
    """The deal that was just scored, for every seat of the table."""
    deal, entry = match.deal, match.book.entries[-1]
    assert deal is not None and deal.phase == "over"
    outcome = outcome_of(deal)
    written = Sheet(entry["pool"], entry["mountain"], entry["whists"])
    gains = results(match.rules, written)  # a settlement is linear: this is what the deal changed
    contract = (entry["contract"] or ALL_PASS).rstrip("!")
    return tuple(
        SeatFacts(
            match.number,
            seat,
            _role(deal, outcome, seat),
            contract,
            _result(outcome),
            deal.active.index(seat) + 1 if seat in deal.active else SITS_OUT,
            deal.tricks[seat],
            _fulfilled(deal, outcome, seat, entry["mountain"][seat]),
            int(gain * GAIN_PARTS),
            seat == (deal.active[0] if outcome.declarer is None else outcome.declarer),
        )
        for seat, gain in enumerate(gains)
    )


def _role(deal: Deal, outcome: Outcome, seat: int) -> SeatRole:
    if seat == outcome.declarer:
        return "declarer"
    if deal.roles[seat] in ("whist", "half") or seat in outcome.whisters:
        return "whist"
    if seat not in deal.active:
        return "dealer"
    if outcome.kind == "misere":
        return "catch"
    return "all_pass" if outcome.kind == "all_pass" else "pass"


def _result(outcome: Outcome) -> DealResult:
    if outcome.kind == "all_pass":
        return "all_pass"
    if outcome.kind == "concede":
        return "conceded"
    return "made" if is_made(outcome) else "failed"


def _fulfilled(deal: Deal, outcome: Outcome, seat: int, mountain: int) -> bool | None:
    role = _role(deal, outcome, seat)
    if role == "declarer":
        return is_made(outcome)
    return mountain == 0 if role == "whist" else None
