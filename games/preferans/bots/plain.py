"""The plain bot: an act from the view of its seat, by counting and rules of thumb."""

from dataclasses import replace

from games.cards import CARD_NAMES
from games.preferans.asking import legal_actions
from games.preferans.bids import LADDER, RUNGS
from games.preferans.bots import bidding, declarer, defence, misere, whist
from games.preferans.bots.seen import Seen, seen_by
from games.preferans.showing import view_for
from games.preferans.state import Match
from games.preferans.view import View


def view_of(match: Match, seat: int) -> View:
    """What the bot is given: the seat's view, what it may do, and every trick it saw.

    `trick_history` is about looking tricks up; remembering them is allowed to everyone.
    """
    whole = match._replace(rules=replace(match.rules, trick_history="all"))
    return view_for(whole, seat)._replace(legal=legal_actions(match, seat) or None)


def choose(view: View, seat: int) -> str:
    """The text of a legal act for the decision put to `seat` in its own view."""
    assert view.legal, "the bot is asked only when its seat is"
    if len(view.legal) == 1 and view.phase != "discard":
        return view.legal[0]
    match view.phase:
        case "auction":
            return bidding.call(view, seat)
        case "discard":
            return bidding.contract(view, seat)
        case "declare":
            return whist.declare(view, seat)
        case "choose":
            return whist.choose_light(view, seat)
        case "offer":
            return _answer(view, seat)
        case "play":
            return CARD_NAMES[_card(seen_by(view, seat), view)]
    return "next"


def _card(seen: Seen, view: View) -> int:
    if seen.declarer is None:
        return misere.duck(seen)
    if view.contract is not None and not LADDER[RUNGS[view.contract]].level:
        return misere.duck(seen) if seen.seat == seen.declarer else misere.catch(seen)
    return declarer.choose_card(seen) if seen.seat == seen.declarer else defence.choose_card(seen)


def _answer(view: View, seat: int) -> str:
    """Agree when the offer leaves our side every trick it could still want."""
    assert view.offer is not None
    tricks, by = view.offer["tricks"], view.offer["by"]
    left = sum(tricks)
    if view.declarer is None:
        return "agree" if tricks[by] == left else "play_on"
    if view.contract is not None and not LADDER[RUNGS[view.contract]].level:
        declarers = left if seat != view.declarer else 0
        return "agree" if tricks[view.declarer] == declarers else "play_on"
    own = tricks[view.declarer] if seat == view.declarer else left - tricks[view.declarer]
    return "agree" if own == left else "play_on"
