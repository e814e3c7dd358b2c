"""Whether an offer holds in every layout the offerer's own view allows (§12.2)."""

from typing import Final, NamedTuple

from games.cards import CARDS_BY_NAME, NO_TRUMP, SUIT_MASKS, Hand
from games.preferans.bids import LADDER, RUNGS
from games.preferans.double_dummy import OutOfWork, Position, Search, Work
from games.preferans.layouts import Known, how_many, known_to, layouts
from games.preferans.view import View

MOST_POSITIONS: Final = 10_000  # about a twentieth of a second


class Claim(NamedTuple):
    """`wanting` seats want the `counted` ones to take at least `need` of the tricks left."""

    counted: tuple[int, ...]
    wanting: tuple[int, ...]
    need: int


def is_proved(view: View, seat: int, tricks: tuple[int, ...]) -> bool:
    """Whether `seat` can be sure of his offer, whatever lies where he cannot see.

    `view` is his view with the whole history. The answer depends on nothing else, so it tells
    nobody where a card lies. A limit of work makes it false where the search would be long.
    """
    claim = _claim(view, seat, tricks)
    if claim is None or _talon_leads(view):
        return False
    known = known_to(view)
    if _all_from_the_top(view, known, claim):
        return True
    if how_many(known) > MOST_POSITIONS:
        return False
    try:
        return _holds_everywhere(view, known, claim)
    except OutOfWork:
        return False


def _claim(view: View, seat: int, tricks: tuple[int, ...]) -> Claim | None:
    """What must be sure; None where the others' split or interest needs their consent."""
    left = sum(tricks)
    own = tuple(other for other in view.active if view.players_of[other] == seat)
    if view.declarer is None:
        return Claim(own, own, left) if tricks[seat] == left else None
    declarer = (view.declarer,)
    defenders = tuple(other for other in view.active if other != view.declarer)
    declarers = tricks[view.declarer]
    if LADDER[_rung(view)].level == 0:
        if seat == view.declarer:
            return Claim(defenders, declarer, left - declarers)
        return Claim(declarer, defenders, declarers) if own == defenders else None
    if seat == view.declarer:
        shared = declarers < left and view.roles.count("whist") != 1
        return None if shared else Claim(declarer, declarer, declarers)
    if len(own) == 2:
        return Claim(own, own, left - declarers)
    return Claim(own, own, left) if tricks[seat] == left else None


def _rung(view: View) -> int:
    assert view.contract is not None, "cards are played after the contract is named"
    return RUNGS[view.contract]


def _trump(view: View) -> int:
    return NO_TRUMP if view.declarer is None else LADDER[_rung(view)].strain


def _talon_leads(view: View) -> bool:
    """Talon cards still to come decide who leads what (§7.2): not looked into."""
    return view.declarer is None and view.talon is not None and view.trick_number < 3


def _all_from_the_top(view: View, known: Known, claim: Claim) -> bool:
    """The hand on lead draws the trumps and cashes masters: true in any layout at all."""
    leader = view.hand_to_play
    if view.trick or leader not in claim.wanting:
        return False
    if claim.counted != claim.wanting:
        return False
    against = known.unseen
    for seat, hand in known.hands.items():
        against |= 0 if seat in claim.wanting else hand
    return _cashes(known.hands[leader], against, _trump(view))


def _cashes(hand: Hand, against: Hand, trump: int) -> bool:
    for suit, mask in enumerate(SUIT_MASKS):
        own, outstanding = hand & mask, against & mask
        top = own.bit_count() if not outstanding else _above(own, outstanding)
        drawn = top >= outstanding.bit_count()
        if suit == trump and not drawn and hand & ~mask:
            return False
        if not drawn and top < own.bit_count():
            return False
    return True


def _above(own: Hand, outstanding: Hand) -> int:
    return (own >> outstanding.bit_length()).bit_count()


def _holds_everywhere(view: View, known: Known, claim: Claim) -> bool:
    place = view.active.index
    search = Search(
        counted=sum(1 << place(seat) for seat in claim.counted),
        wanting=sum(1 << place(seat) for seat in claim.wanting),
        trump=_trump(view),
        work=Work(MOST_POSITIONS),
    )
    assert view.hand_to_play is not None
    to_play = place(view.hand_to_play)
    trick = tuple((place(seat), CARDS_BY_NAME[name]) for seat, name in view.trick)
    for hands in layouts(known):
        first, second, third = (hands[seat] for seat in view.active)
        position = Position((first, second, third), to_play, trick)
        if not search.takes(position, claim.need):
            return False
    return True
