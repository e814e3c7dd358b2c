"""Deals played on in the mind: from a layout and an act to the position where the play begins."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from games.cards import Card, Hand, cards_in, names_of
from games.preferans.actions import NewDeal, parse_action
from games.preferans.asking import legal_actions
from games.preferans.bids import LADDER, RUNGS
from games.preferans.bots.plain import choose
from games.preferans.bots.seen import mask
from games.preferans.bots.thinking import Situation
from games.preferans.deal import deal_cards, step
from games.preferans.match import new_match
from games.preferans.outcome import Outcome
from games.preferans.rules import Rules
from games.preferans.series import series_after
from games.preferans.showing import view_for
from games.preferans.solver import Problem
from games.preferans.solver.layouts import ASIDE, Layout
from games.preferans.state import Clock, Deal
from games.preferans.tricks import trump_of
from games.preferans.view import EntryView, View

_CLOCK: Final = Clock(act_ms=1, bank_ms=0, refill_ms=0)
_BEFORE_PLAY: Final = ("auction", "discard", "declare", "choose")


class Table:
    """The table of one decision before the play, to be laid out and played on many times."""

    def __init__(self, situation: Situation) -> None:
        view, _, rules = situation
        assert view.dealer is not None
        self._view, self._rules = view, rules
        self._series = series_of(rules, view.entries)
        blank = new_match(replace(rules, trick_history="all"), _CLOCK)
        self._match = blank._replace(
            number=1, dealer=view.dealer, bots=(True,) * rules.players, phase="auction"
        )

    def lay_out(self, layout: Layout) -> Deal:
        """The deal as it stands now, if the hidden cards lie so."""
        view, rules = self._view, self._rules
        assert view.dealer is not None
        new = NewDeal(_deck(view, layout), "")
        deal = deal_cards(
            rules,
            view.dealer,
            new,
            min_level=view.min_level,
            all_pass_number=self._series + 1,
        )
        for _, text in view.calls:
            deal = step(rules, deal, parse_action(text))
        if view.phase in ("declare", "choose") and deal.phase == "discard":
            deal = step(rules, deal, parse_action(_contract(view, layout)))
        for _, text in view.declarations:
            deal = step(rules, deal, parse_action(text))
        for _, card in view.trick if view.phase == "choose" else ():  # the declarer led blind
            deal = step(rules, deal, parse_action(card))
        return deal

    def play_on(self, deal: Deal, act: str) -> Deal:
        """After this act everybody decides as the plain bot, until cards are to be played."""
        deal = step(self._rules, deal, parse_action(act))
        while deal.phase in _BEFORE_PLAY:
            deal = self._plainly(deal)
        return deal

    def tricks_of(self, deal: Deal, act: str) -> Iterator[Deal]:
        """After this act everybody plays as the plain bot: the deal after each trick, and over."""
        deal = step(self._rules, deal, parse_action(act))
        while deal.phase != "over":
            before = len(deal.history)
            deal = self._plainly(deal)
            if deal.phase != "over" and len(deal.history) > before:
                yield deal
        yield deal

    def _plainly(self, deal: Deal) -> Deal:
        assert deal.phase != "over"
        asked = self._match._replace(deal=deal, phase=deal.phase, turn=(deal.turn,))
        view = view_for(asked, deal.turn)._replace(legal=legal_actions(asked, deal.turn))
        return step(self._rules, deal, parse_action(choose(view, deal.turn)))


def series_of(rules: Rules, entries: Sequence[EntryView]) -> int:
    """All-pass deals in the series that runs after these deals (§7.8)."""
    series = 0
    for entry in entries:
        contract = entry["contract"]
        outcome = Outcome(
            kind=entry["kind"],
            dealer=entry["dealer"],
            tricks=entry["tricks"],
            played=entry["played"],
            declarer=entry["declarer"],
            level=0 if contract is None else LADDER[RUNGS[contract]].level,
        )
        series = series_after(rules, series, outcome)
    return series


def problem_of(rules: Rules, deal: Deal) -> Problem:
    """The position in the first trick, everything open; an all-pass deal goes by rules of thumb."""
    assert deal.kind is not None and deal.kind != "concede"
    first, second, third = (deal.cards.hands[seat] for seat in deal.active)
    leads_suit = deal.kind == "all_pass" and rules.raspasy_talon == "leads_suit"
    return Problem(
        hands=(first, second, third),
        trump=trump_of(deal),
        declarer=0 if deal.declarer is None else deal.active.index(deal.declarer),
        mode=deal.kind,
        leader=0,
        trick=tuple(card for seat, card in deal.trick if seat in deal.active),
        talon=deal.cards.talon if leads_suit else (),
        talon_wins=leads_suit and rules.players == 4,
        winner_leads=rules.raspasy_trick3_leader == "winner",
        against_thumb=1 if deal.kind == "all_pass" else 0,
    )


def _contract(view: View, layout: Layout) -> str:
    """The act of the declarer that led to the contract the view names."""
    assert view.contract is not None
    if LADDER[RUNGS[view.contract]].no_talon:
        return view.contract
    first, second = names_of(mask(view.discard or ()) | layout.cards[ASIDE])
    return f"{first} {second} {view.contract}"


def _led_by(view: View, seat: int) -> Hand:
    return mask(name for at, name in view.trick if at == seat)


def _deck(view: View, layout: Layout) -> tuple[Card, ...]:
    """The deck that was dealt, in the order of §1.4, as far as it matters."""
    hands = [
        mask(view.hands[seat] or ()) | layout.cards[place] | _led_by(view, seat)
        for place, seat in enumerate(view.active)
    ]
    seen = mask(view.talon or ())
    aside = mask(view.discard or ()) | layout.cards[ASIDE]
    if seen and view.declarer is not None:
        at = view.active.index(view.declarer)
        hands[at] = (hands[at] | aside) & ~seen
    talon = list(cards_in(seen or aside))
    piles = [list(cards_in(hand)) for hand in hands]
    deck: list[Card] = []
    for turn in range(5):
        for pile in piles:
            deck += pile[2 * turn : 2 * turn + 2]
        if turn == 0:
            deck += talon
    return tuple(deck)
