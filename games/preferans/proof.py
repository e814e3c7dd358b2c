"""What has to be sure before an offer is booked without asking (§12.2).

Proved means: one way of playing, chosen by what the offerer has seen and will see played, makes
the offer come true in every layout his view allows, whatever the others do, even if they saw all
cards. To win each layout by another line is not enough: he would have to know which one it is.
"""

from typing import Final

from games.cards import CARDS_BY_NAME, NO_TRUMP
from games.preferans.actions import Offer
from games.preferans.bids import LADDER, RUNGS, Bid
from games.preferans.layouts import ASIDE, Place, known_to
from games.preferans.offers import may_offer, remembered
from games.preferans.solver import Claim
from games.preferans.state import Match
from games.preferans.view import View

_NOWHERE: Final = Place(ASIDE, 0, 0)


def claim_of(match: Match, seat: int, offer: Offer) -> Claim | None:
    """What to prove before this offer is an act; None where nothing could make it sure.

    It is made of the offerer's view with the tricks he saw and of nothing else, so neither the
    answer nor the time it takes tells where a card lies. Raises Refusal as the act would.
    """
    may_offer(match, seat, offer)
    view = remembered(match, seat)
    if view.declarer is None:
        return _of_all_pass(view, seat, offer.tricks)
    if _bid(view).level == 0:
        return _of_misere(view, seat, offer.tricks)
    return _of_game(view, seat, offer.tricks)


def _of_all_pass(view: View, seat: int, tricks: tuple[int, ...]) -> Claim | None:
    """Talon cards still to come decide who leads what (§7.2): not looked into."""
    if view.talon is not None and view.trick_number < 3:
        return None
    return _claim(view, counted=seat, alone=True, at_least=True, tricks=tricks[seat])


def _of_misere(view: View, seat: int, tricks: tuple[int, ...]) -> Claim | None:
    """Clean or caught; the catchers write nothing, so only the declarer's tricks matter (§6.4).

    One of two catchers speaks for both where both hands lie open (§6.2). The other loses nothing
    by it, since the claim must ask for all that best play could catch.
    """
    declarer = view.declarer
    assert declarer is not None
    if seat == declarer:
        return _claim(view, counted=declarer, alone=True, at_least=False, tricks=tricks[declarer])
    if any(view.hands[other] is None for other in view.active if other != declarer):
        return None
    return _claim(
        view,
        counted=declarer,
        alone=False,
        at_least=True,
        tricks=tricks[declarer],
        exactly=view.players_of.count(seat) == 1,
    )


def _of_game(view: View, seat: int, tricks: tuple[int, ...]) -> Claim | None:
    """What others write by (their split, a partner's tricks) needs their consent."""
    declarer, left = view.declarer, sum(tricks)
    assert declarer is not None
    if seat == declarer:
        shared = tricks[seat] < left and view.roles.count("whist") != 1
        if shared:
            return None
        return _claim(view, counted=seat, alone=True, at_least=True, tricks=tricks[seat])
    if view.players_of.count(seat) == 2:
        return _claim(view, counted=declarer, alone=False, at_least=False, tricks=tricks[declarer])
    if tricks[seat] < left:
        return None
    return _claim(view, counted=seat, alone=True, at_least=True, tricks=left)


def _claim(
    view: View, *, counted: int, alone: bool, at_least: bool, tricks: int, exactly: bool = False
) -> Claim:
    known, place = known_to(view), view.active.index
    first, second, third = (known.hands.get(seat, 0) for seat in view.active)
    hidden = {where.seat: where for where in known.places}
    leader = view.trick[0][0] if view.trick else view.hand_to_play
    assert leader is not None, "an offer is made in the play only"
    return Claim(
        hands=(first, second, third),
        hidden=known.unseen,
        places=tuple(
            (where.possible, where.size)
            for where in (hidden.get(seat, _NOWHERE) for seat in (*view.active, ASIDE))
        ),
        trump=NO_TRUMP if view.declarer is None else _bid(view).strain,
        leader=place(leader),
        trick=tuple(CARDS_BY_NAME[name] for _, name in view.trick),
        counted=place(counted),
        alone=alone,
        at_least=at_least,
        tricks=tricks,
        exactly=exactly,
    )


def _bid(view: View) -> Bid:
    assert view.contract is not None, "cards are played after the contract is named"
    return LADDER[RUNGS[view.contract]]
