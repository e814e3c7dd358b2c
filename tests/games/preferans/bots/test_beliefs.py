"""What a seat believes of the hidden cards: certain things always, calls mostly."""

from random import Random
from statistics import fmean

from games.cards import SUIT_MASKS, hand_of
from games.preferans import Match, apply, parse_action
from games.preferans.bots.beliefs import Worlds
from games.preferans.bots.plain import choose, view_of
from games.preferans.bots.strength import misere_danger, tricks_of
from games.preferans.rules import SOCHI
from games.preferans.solver.layouts import ASIDE, Layout
from tests.games.preferans.bots.test_plain import dealt, shuffled, started, step


def act(match: Match, *texts: str) -> Match:
    for text in texts:
        match = apply(match, match.turn[0], parse_action(text), 0, "bot")
    return match


def layouts(match: Match, wanted: int = 60) -> list[Layout]:
    """As the seat asked believes them."""
    seat = match.turn[0]
    worlds = Worlds(view_of(match, seat), seat)
    return [layout for layout, _ in worlds.looked_at(Random(7), wanted)]


def a_game(level: str) -> Match:
    """A game of this level, just named by the plain bot."""
    for seed in range(500):
        match = apply(started(SOCHI), None, shuffled(Random(seed)), 0)
        while match.phase in ("auction", "discard"):
            match = step(match)
        if match.phase == "declare" and (view_of(match, 0).contract or "").startswith(level):
            return match
    raise AssertionError("nobody plays that")


def test_the_declarer_is_believed_to_hold_what_he_named() -> None:
    for level in ("6", "7", "8"):
        match = a_game(level)
        deal, contract = match.deal, view_of(match, 0).contract
        assert deal is not None and deal.declarer is not None and contract is not None
        place, strain = deal.active.index(deal.declarer), "SCDHN".index(contract[1])
        found = [
            tricks_of(layout.cards[place], strain, leads=place == 0) for layout in layouts(match)
        ]
        assert fmean(found) > int(level) - 0.2


def test_a_defender_never_holds_a_card_of_the_talon() -> None:
    match = a_game("6")
    deal = match.deal
    assert deal is not None and deal.declarer is not None
    place = deal.active.index(deal.declarer)
    talon = hand_of(deal.cards.talon)
    for layout in layouts(match):
        assert layout.cards[place] | layout.cards[ASIDE] | talon == (
            layout.cards[place] | layout.cards[ASIDE]
        )


def test_the_discard_is_what_serves_the_declarer_least() -> None:
    match = a_game("7")
    trump = "SCDHN".index((view_of(match, 0).contract or "")[1])
    if trump < 4:
        assert not any(layout.cards[ASIDE] & SUIT_MASKS[trump] for layout in layouts(match))


def test_a_bidder_of_misere_is_believed_to_have_one() -> None:
    match = act(dealt(SOCHI, "S:789 C:789 D:789 H:7"), "misere")
    found = [misere_danger(layout.cards[0]) for layout in layouts(match)]
    assert fmean(found) < 2


def test_who_shows_out_of_a_suit_has_none_of_it() -> None:
    match = act(
        dealt(SOCHI, "S:AKQJT98 C:AKQ", "C:JT987 D:JT987", "S:7 D:AKQ H:AKQJT9"),
        *("pass", "pass", "pass"),
    )
    while match.deal is not None and len(match.deal.history) < 3:
        match = act(match, choose(view_of(match, match.turn[0]), match.turn[0]))
    assert match.deal is not None
    shown = {
        (seat, card >> 3, trick.talon if trick.talon is not None else trick.cards[0][1])
        for trick in match.deal.history
        for seat, card in trick.cards
    }
    voids = [(seat, led >> 3) for seat, suit, led in shown if suit != led >> 3]
    assert voids
    for layout in layouts(match):
        for seat, suit in voids:
            assert not layout.cards[match.deal.active.index(seat)] & SUIT_MASKS[suit]


def test_few_layouts_are_all_looked_at() -> None:
    match = act(dealt(SOCHI, "S:789 C:789 D:789 H:7"), "misere", "pass", "pass")
    deal = match.deal
    assert deal is not None
    names = view_of(match, 0).hands[0] or ()
    match = act(match, f"{names[-1]} {names[-2]} misere", names[0])
    assert len(layouts(match, 5)) == 55  # two of the eleven cards not seen
