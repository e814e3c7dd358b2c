"""Offers about the tricks left (§12.2): who may offer what, who must agree, what is booked."""

from dataclasses import replace

from games.errors import Refusal
from games.preferans.actions import Offer, print_action
from games.preferans.between import close_deal
from games.preferans.clock import charged_bank, deadline_for
from games.preferans.showing import view_for
from games.preferans.state import By, Deal, Match, Offered, put
from games.preferans.view import View


def offer(match: Match, seat: int, action: Offer, now: int, by: By) -> Match:
    """`ask` puts the offer to the others, a proved one is booked. Raises Refusal.

    The proof is not made here: it may take long, and an act in the log has to stay what it was.
    """
    deal = may_offer(match, seat, action)
    if action.ask:
        return _ask_others(match, deal, seat, action, now, by)
    if not action.proved:
        raise Refusal("not_proved")
    noted = match._replace(
        bank=charged_bank(match, now), acts=(*match.acts, (seat, print_action(action), by))
    )
    return close_deal(noted, _booked(deal, seat, action.tricks), now)


def remembered(match: Match, seat: int) -> View:
    """His view with every trick he saw: `trick_history` is about looking them up."""
    return view_for(match._replace(rules=replace(match.rules, trick_history="all")), seat)


def _ask_others(match: Match, deal: Deal, seat: int, action: Offer, now: int, by: By) -> Match:
    """Everyone else who plays a hand is asked; the clock of the seat on turn stands."""
    others = tuple(other for other in controllers(deal) if other != seat)
    assert match.deadline is not None and match.clock_from is not None
    put_offer = Offered(
        by=seat,
        tricks=action.tricks,
        agreed=tuple(other not in others for other in range(match.rules.players)),
        used_ms=now - match.clock_from,
        left_ms=match.deadline - now,
    )
    return match._replace(
        phase="offer",
        acts=(*match.acts, (seat, print_action(action), by)),
        turn=others,
        asked_from=match.version,
        clock_from=now,
        deadline=now + match.clock.offer_ms,
        offer=put_offer,
        offered=put(match.offered, seat, True),
    )


def answer(match: Match, seat: int, word: str, by: By, now: int) -> Match:
    """`agree` or `play_on` from one of the seats asked."""
    assert match.offer is not None and match.deal is not None
    heard = match._replace(acts=(*match.acts, (seat, word, by)))
    if word == "play_on":
        return _play_on(heard, now)
    if word != "agree":
        raise Refusal("wrong_phase")
    left = tuple(other for other in match.turn if other != seat)
    if not left:
        return close_deal(heard, _booked(match.deal, match.offer.by, match.offer.tricks), now)
    offer = match.offer._replace(agreed=put(match.offer.agreed, seat, True))
    return heard._replace(turn=left, offer=offer)


def fall_silent(match: Match, now: int) -> Match:
    """Nobody agreed in time: that means play on."""
    return _play_on(match._replace(acts=(*match.acts, (match.turn[0], "play_on", "clock"))), now)


def _play_on(match: Match, now: int) -> Match:
    """The offerer's hand stays face up, and the clock that stood goes on."""
    assert match.offer is not None and match.deal is not None
    offer, deal = match.offer, _shown(match.deal, match.offer.by)
    if match.bots[deal.turn]:
        deadline = deadline_for(match, deal.turn, match.bank, now)
    else:
        deadline = now + max(0, offer.left_ms)
    return match._replace(
        phase="play",
        deal=deal,
        turn=(deal.turn,),
        asked_from=match.version,
        clock_from=now - offer.used_ms,
        deadline=deadline,
        offer=None,
    )


def controllers(deal: Deal) -> tuple[int, ...]:
    """Who plays the hands: two people on open whist, else all three (§12.2)."""
    return tuple(sorted({deal.players_of[seat] for seat in deal.active}))


def tricks_left(deal: Deal) -> int:
    """The tricks not yet taken, the one under way among them."""
    return 10 - len(deal.history)


def may_offer(match: Match, seat: int, action: Offer) -> Deal:
    """The deal the offer is about. Raises Refusal when it is not for him to make it now."""
    deal = match.deal
    if match.phase != "play" or deal is None or seat not in controllers(deal):
        raise Refusal("offer_not_allowed")
    if deal.trick and deal.turn != seat:
        raise Refusal("not_your_turn")
    if match.offered[seat]:
        raise Refusal("already_offered")
    if len(action.tricks) != match.rules.players or sum(action.tricks) != tricks_left(deal):
        raise Refusal("offer_does_not_add_up")
    if any(count for at, count in enumerate(action.tricks) if at not in deal.active):
        raise Refusal("offer_does_not_add_up")
    if deal.kind == "all_pass" and action.tricks[seat] != tricks_left(deal):
        raise Refusal("offer_not_allowed")
    return deal


def _shown(deal: Deal, seat: int) -> Deal:
    """Offering exposes the hand of the one who offers."""
    if seat in deal.exposed or seat not in deal.active:
        return deal
    return deal._replace(exposed=(*deal.exposed, seat))


def _booked(deal: Deal, by: int, tricks: tuple[int, ...]) -> Deal:
    """The tricks left go where the offer says, as if played."""
    counts = tuple(map(int.__add__, deal.tricks, tricks))
    return _shown(deal, by)._replace(phase="over", tricks=counts)
