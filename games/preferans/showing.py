"""`view_for`: the only door through which a match reaches an audience (§12.6)."""

from functools import lru_cache
from typing import Any

from games.cards import CARD_NAMES, SUITS
from games.preferans.actions import Action, Discard, NewDeal, Word, print_action
from games.preferans.asking import DEAL_PHASES, legal_actions
from games.preferans.bids import LADDER, NAMES
from games.preferans.deal import active_seats, contract_name
from games.preferans.scoring import duty
from games.preferans.series import min_level, price
from games.preferans.sight import deck_seen, discard_seen, hands_seen, talon_seen
from games.preferans.state import Deal, Match, Trick
from games.preferans.timeouts import cheapest_act
from games.preferans.tricks import led_suit
from games.preferans.view import OfferView, TrickView, View

TIMEOUT = Word("timeout")


def view_for(match: Match, audience: int | None) -> View:
    """All this seat may know, or a spectator when None; equal parts are the same objects."""
    return _personal(match, _common(match), audience)


def views_for(match: Match, *, spectators: bool = True) -> tuple[View, ...]:
    """The views of all seats, then the spectators' if wanted; cheaper than one by one."""
    common, seats = _common(match), range(match.rules.players)
    audiences: tuple[int | None, ...] = (*seats, None) if spectators else tuple(seats)
    return tuple([_personal(match, common, audience) for audience in audiences])


def _personal(match: Match, common: tuple[Any, ...], audience: int | None) -> View:
    decides = audience in match.turn and not match.bots[audience]  # not while a bot has the seat
    legal = legal_actions(match, audience) if decides else None
    own = hands_seen(match, audience), discard_seen(match, audience), legal
    return tuple.__new__(View, common + own)


def _common(match: Match) -> tuple[Any, ...]:
    """The fields every audience shares, in the order of View."""
    rules, book = match.rules, match.book
    started = match.number > 0
    active = active_seats(rules.players, match.dealer)
    deck, salt = deck_seen(match)
    deal = match.deal
    return (
        match.phase,
        rules.players,
        match.number,
        match.dealer if started else None,
        active[0] if started else None,
        active if started else (),
        match.turn,
        deal.hand if deal is not None and match.phase == "play" else None,
        match.deadline,
        match.clock_from,
        match.bank,
        match.bots,
        match.joining,
        *(_no_deal(match) if deal is None else _deal_fields(match, deal)),
        book.shown,
        book.entries[-1] if book.entries else None,
        book.entries,
        book.if_ended,
        book.settlement,
        match.ready,
        match.waited,
        None if match.offer is None else _offer_view(match),
        match.offered,
        None if match.ending is None else match.ending._asdict(),
        None if match.halting is None else match.halting._asdict(),
        None if match.halt is None else match.halt._asdict(),
        None if deal is None else deal.commitment,
        salt,
        deck,
    )


def _no_deal(match: Match) -> tuple[Any, ...]:
    players = match.rules.players
    zeros, nobody = (0,) * players, (None,) * players
    level = min_level(match.rules, match.series)
    history = () if match.rules.trick_history == "all" else None
    seats = tuple(range(players))
    auction = ((), None, level, None, None, None, zeros, (), nobody, None, seats, None)
    return (*auction, (), 0, None, None, zeros, history, 0, None)


def _deal_fields(match: Match, deal: Deal) -> tuple[Any, ...]:
    """From `calls` to `price`."""
    rules, history = match.rules, deal.history
    all_pass = deal.kind == "all_pass"
    bidding = deal.owner is not None and deal.phase in ("auction", "discard")
    led = led_suit(deal)
    return (
        deal.calls,
        (deal.owner, NAMES[deal.rung]) if bidding else None,
        deal.min_level,
        deal.declarer,
        contract_name(deal),
        talon_seen(match),
        tuple(map(int.bit_count, deal.cards.hands)),
        deal.declarations,
        deal.roles,
        deal.light,
        deal.players_of,
        _duty(match, deal),
        tuple([(seat, CARD_NAMES[card]) for seat, card in deal.trick]),
        len(history) + 1 if match.phase in ("choose", "play", "offer") else 0,
        None if led is None else SUITS[led],
        _trick_view(history[-1]) if history else None,
        deal.tricks,
        tuple(map(_trick_view, history)) if rules.trick_history == "all" else None,
        deal.all_pass_number if all_pass else 0,
        price(rules, deal.all_pass_number) if all_pass else None,
    )


def _duty(match: Match, deal: Deal) -> int | None:
    if deal.kind != "game" or deal.phase in ("auction", "discard"):
        return None
    return duty(LADDER[deal.rung].level, match.rules)


@lru_cache(maxsize=1024)
def _trick_view(trick: Trick) -> TrickView:
    return {
        "cards": tuple((seat, CARD_NAMES[card]) for seat, card in trick.cards),
        "winner": trick.winner,
        "talon": None if trick.talon is None else CARD_NAMES[trick.talon],
    }


def _offer_view(match: Match) -> OfferView:
    offer = match.offer
    assert offer is not None
    return {"by": offer.by, "tricks": offer.tricks, "agreed": offer.agreed}


def told(before: Match, seat: int | None, action: Action, audience: int | None) -> str | None:
    """The text of an act as this audience may hear it: no cards of a deal, no discard.

    A time-out is told as the act it stands for; `doer` says whose.
    """
    done = done_by_clock(before, action)
    if isinstance(done, NewDeal):
        return "deal"
    if isinstance(done, Discard) and (audience is None or audience != doer(before, seat, action)):
        return NAMES[done.rung]
    return print_action(done)


def doer(before: Match, seat: int | None, action: Action) -> int | None:
    """The seat an act belongs to: a time-out is the act of the seat that was asked."""
    if seat is None and action == TIMEOUT and before.phase in DEAL_PHASES:
        return before.turn[0]
    return seat


def done_by_clock(before: Match, action: Action) -> Action:
    """What a time-out does at the table; any other act is itself."""
    if action != TIMEOUT or before.deal is None or before.phase not in DEAL_PHASES:
        return action
    return cheapest_act(before.deal)
