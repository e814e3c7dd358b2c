"""The plain bot: always legal, and not foolish."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from games.cards import CARDS_BY_NAME, FULL_DECK, Card, cards_in, hand_of
from games.preferans import (
    Clock,
    Match,
    apply,
    legal_actions,
    new_match,
    parse_action,
    preset,
    view_for,
)
from games.preferans.actions import NewDeal, Start
from games.preferans.bots import plain
from games.preferans.rules import Rules

CLOCK = Clock(act_ms=30_000, bank_ms=180_000, refill_ms=20_000)


def started(rules: Rules, dealer: int = 2) -> Match:
    everyone = (True,) * rules.players
    return apply(new_match(rules, CLOCK), None, Start(dealer, everyone), 0)


def shuffled(chance: Random) -> NewDeal:
    deck = [Card(card) for card in range(32)]
    chance.shuffle(deck)
    return NewDeal(tuple(deck), "00" * 8)


def step(match: Match) -> Match:
    """The bot asked acts; `apply` refuses whatever is not legal."""
    seat = match.turn[0]
    text = plain.choose(plain.view_of(match, seat), seat)
    return apply(match, seat, parse_action(text), 0, "bot")


def played_out(match: Match) -> Match:
    while match.turn:
        match = step(match)
    return match


def next_deal(match: Match) -> Match:
    assert match.deadline is not None
    return apply(match, None, parse_action("timeout"), match.deadline + CLOCK.grace_ms)


def cards(text: str) -> list[Card]:
    """`S:AKQ D:7` as cards."""
    return [
        CARDS_BY_NAME[suit + rank]
        for part in text.split()
        for suit, _, ranks in [part.partition(":")]
        for rank in ranks
    ]


def dealt(rules: Rules, *hands: str, talon: str = "", dealer: int = 2) -> Match:
    """A deal in which eldest, second and third hold at least these cards."""
    given = [cards(hand) for hand in hands] + [[] for _ in range(3 - len(hands))]
    lying = cards(talon)
    rest = list(cards_in(FULL_DECK & ~hand_of([*sum(given, []), *lying])))
    for pile in (*given, lying):
        full = 2 if pile is lying else 10
        while len(pile) < full:
            pile.append(rest.pop())
    first, second, third = given
    deck = [*first[:2], *second[:2], *third[:2], *lying]
    for at in range(2, 10, 2):
        deck += [*first[at : at + 2], *second[at : at + 2], *third[at : at + 2]]
    return apply(started(rules, dealer), None, NewDeal(tuple(deck), "00" * 8), 0)


def said(match: Match) -> str:
    seat = match.turn[0]
    return plain.choose(plain.view_of(match, seat), seat)


def act(match: Match, *texts: str) -> Match:
    for text in texts:
        match = apply(match, match.turn[0], parse_action(text), 0, "bot")
    return match


SOCHI = preset("sochi")


# Legal in every deal


ALL_ON: dict[str, Any] = {
    "misere_no_talon": True,
    "concede_without_three": 3,
    "whist_pass_half": True,
    "raspasy_exit": "6-7-8",
    "misere_control": "one_catcher",
    "ten": "whisted",
}
TABLES = [
    ("sochi", 3, {}),
    ("sochi", 4, {}),
    ("leningrad", 3, {}),
    ("leningrad", 4, {"dealer_may_whist": True}),
    ("rostov", 3, {"lone_whist_open": "forced_open"}),
    ("rostov", 4, {"stalingrad": True}),
    ("sochi", 3, ALL_ON),
    ("leningrad", 4, ALL_ON | {"trick_history": "all", "declarer_leads_blind": False}),
]


@pytest.mark.parametrize(("base", "players", "changes"), TABLES)
def test_deals_of_bots_are_legal(base: str, players: int, changes: dict[str, Any]) -> None:
    rules = replace(preset(base, players), pool_target=200, **changes)
    match = started(rules)
    for seed in range(25):
        match = played_out(apply(match, None, shuffled(Random(seed)), 0))
        if match.phase == "finished":
            return
        match = next_deal(match)


@pytest.mark.parametrize(("base", "players"), [("sochi", 3), ("leningrad", 4), ("rostov", 3)])
def test_a_match_of_bots_ends(base: str, players: int) -> None:
    chance = Random(7)
    match = started(replace(preset(base, players), pool_target=10))
    for _ in range(150):
        match = played_out(apply(match, None, shuffled(chance), 0))
        if match.phase == "finished":
            break
        match = next_deal(match)
    assert match.phase == "finished"


def test_the_plain_view_is_enough() -> None:
    """Without the memory of earlier tricks the bot is weaker, not wrong."""
    match = started(SOCHI)
    for seed in range(20):
        match = apply(match, None, shuffled(Random(seed)), 0)
        while match.turn:
            seat = match.turn[0]
            plain_view = view_for(match, seat)._replace(legal=legal_actions(match, seat))
            text = plain.choose(plain_view, seat)
            match = apply(match, seat, parse_action(text), 0, "bot")
        if match.phase == "finished":
            return
        match = next_deal(match)


def test_the_bot_is_given_what_its_seat_may_see() -> None:
    match = dealt(SOCHI, "S:AKQJ")
    assert plain.view_of(match, 1)._replace(history=None) == view_for(match, 1)._replace(
        history=None
    )


def test_the_same_view_gets_the_same_answer() -> None:
    match = dealt(SOCHI, "S:AKQJT D:AK")
    assert said(match) == said(match)


# Auction


def test_it_passes_with_nothing() -> None:
    assert said(dealt(SOCHI, "S:Q9 C:Q98 D:J97 H:QT")) == "pass"


def test_it_opens_with_the_cheapest_game() -> None:
    assert said(dealt(SOCHI, "S:AKQJT D:AK")) == "6S"


def test_it_bids_misere_on_a_hand_nobody_can_catch() -> None:
    assert said(dealt(SOCHI, "S:79J C:789 D:79 H:79")) == "misere"


def test_it_climbs_only_as_high_as_its_hand() -> None:
    seven = dealt(SOCHI, "S:AKQJT D:A7 C:87 H:8", "H:AKQJT9 C:AKQJ")
    assert said(act(seven, "6S", "8N", "pass")) == "pass"
    strong = dealt(SOCHI, "S:AKQJT D:AK C:A H:87", "H:AKQJT9")
    assert said(act(strong, "6S", "6C", "pass")) == "hold"


def test_it_holds_rather_than_raises() -> None:
    match = act(dealt(SOCHI, "S:AKQJT9 D:AK H:A"), "6S", "pass", "6C")
    assert said(match) == "hold"


def test_a_dear_series_makes_it_bolder() -> None:
    match = dealt(SOCHI, "S:AKQJ7 D:A7 C:87 H:8")
    view = plain.view_of(match, match.turn[0])
    assert view.legal is not None
    sevens = view._replace(legal=tuple(name for name in view.legal if name[0] != "6"))
    assert plain.choose(sevens, match.turn[0]) == "pass"
    assert plain.choose(sevens._replace(min_level=7), match.turn[0]) == "7S"


# Contract


def test_it_names_what_its_cards_take_and_keeps_them() -> None:
    match = dealt(SOCHI, "S:AKQJT9 D:AK H:A C:7", talon="C:8 H:7")
    match = act(match, "6S", "pass", "pass")
    first, second, contract = said(match).split()
    assert {first, second} <= {"C7", "C8", "H7"}
    assert contract == "9S"


def test_it_discards_the_dangerous_cards_on_misere() -> None:
    match = dealt(SOCHI, "S:79J C:789 D:79 H:79", talon="C:A H:K")
    match = act(match, "misere", "pass", "pass")
    assert set(said(match).split()) == {"CA", "HK", "misere"}


# Whist


def six_of_spades(*defenders: str) -> Match:
    match = dealt(SOCHI, "S:AKQJ98 H:98 C:98", *defenders, talon="D:78")
    return act(match, "6S", "pass", "pass", "D7 D8 6S")


def test_it_whists_on_tricks_and_not_without() -> None:
    assert said(six_of_spades("D:AK C:AK H:7")) == "whist"
    assert said(six_of_spades("D:T9 C:T7 H:T7J S:7")) == "pass"


def test_the_second_takes_half_rather_than_nothing() -> None:
    match = act(six_of_spades("D:AK C:AK", "D:T9 C:T7 H:T7J S:7"), "pass")
    assert said(match) == "half"


def test_a_strong_passer_takes_his_whist_back() -> None:
    match = act(six_of_spades("D:AK C:AK H:7"), "pass", "half")
    assert said(match) == "return"


def test_a_lone_whister_chooses_a_light() -> None:
    match = act(six_of_spades("D:AK C:AK H:7"), "whist", "pass")
    while match.phase == "play":
        match = step(match)
    assert said(match) in ("open", "closed")


# Play


def test_the_declarer_draws_trumps_from_the_top() -> None:
    match = dealt(SOCHI, "S:AKQJT9 D:AK H:A C:7", talon="C:8 H:7")
    match = act(match, "6S", "pass", "pass", "C7 C8 9S", "whist", "whist")
    assert said(match) == "SA"


def test_nine_sure_tricks_are_taken() -> None:
    match = dealt(SOCHI, "S:AKQJT9 D:AK H:A C:7", talon="C:8 H:7")
    match = act(match, "6S", "pass", "pass", "C7 C8 9S", "whist", "whist")
    match = played_out(match)
    assert match.deal is not None and match.deal.tricks[match.deal.active[0]] >= 9


def test_a_misere_nobody_can_catch_is_made() -> None:
    for seed in range(10):
        match = dealt(SOCHI, "S:79J C:789 D:79 H:79", talon="C:A H:K", dealer=seed % 3)
        eldest = match.turn[0]
        match = act(match, "misere", "pass", "pass", "CA HK misere")
        match = played_out(match)
        assert match.deal is not None and match.deal.tricks[eldest] == 0


def test_a_naked_ace_on_misere_is_caught() -> None:
    match = dealt(SOCHI, "S:A C:789 D:789 H:789", "S:K987", talon="S:T D:A")
    match = act(match, "misere", "pass", "pass", "ST DA misere")
    match = played_out(match)
    assert match.deal is not None and match.deal.tricks[match.deal.active[0]] > 0


def test_on_all_pass_it_ducks() -> None:
    match = dealt(SOCHI, "S:7 C:789 D:789 H:789", talon="H:A D:A")
    match = act(match, "pass", "pass", "pass")
    match = played_out(match)
    assert match.deal is not None and match.deal.tricks[match.deal.active[0]] == 0


# Offers


def offered(text: str) -> Match:
    """The declarer of nine has taken a trick and asks the two whisters."""
    match = dealt(SOCHI, "S:AKQJT9 D:AK H:A C:7", talon="C:8 H:7")
    match = act(match, "6S", "pass", "pass", "C7 C8 9S", "whist", "whist")
    while match.deal is None or len(match.deal.history) < 1:
        match = step(match)
    return apply(match, match.turn[0], parse_action(text), 0, "bot")


def test_it_agrees_to_an_offer_that_gives_it_everything() -> None:
    declarer = dealt(SOCHI, "").turn[0]
    generous = [0, 0, 0]
    generous[(declarer + 1) % 3] = 9
    assert said(offered("ask " + " ".join(map(str, generous)))) == "agree"


def test_it_plays_on_when_the_offer_takes_its_tricks() -> None:
    declarer = dealt(SOCHI, "").turn[0]
    greedy = [0, 0, 0]
    greedy[declarer] = 9
    assert said(offered("ask " + " ".join(map(str, greedy)))) == "play_on"


def test_an_act_that_is_the_only_one_is_taken() -> None:
    match = act(dealt(SOCHI, "S:79J C:789 D:79 H:79"), "misere", "9S", "pass")
    assert said(match) == "pass"
