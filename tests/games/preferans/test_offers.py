"""Offers and their answers (§12.2)."""

from dataclasses import replace

import pytest

from games.errors import Refusal
from games.preferans import (
    Match,
    apply,
    asked_at,
    due,
    parse_action,
    preset,
    recorded_action,
    view_for,
)
from games.preferans.clock import charged_bank
from games.preferans.rules import SOCHI
from tests.games.preferans.proving import act_of
from tests.games.preferans.tables import EVEN, do, refused, system, table

CLOSED = "pass pass 6D H7+H8+6D whist whist"
OPEN = "pass pass 6D H7+H8+6D whist pass open"


def even(acts: str) -> Match:
    return table(acts, cards=EVEN)


def act(match: Match, seat: int, text: str, now: int = 0) -> Match:
    return apply(match, seat, act_of(match, seat, text), now)


def test_everyone_who_plays_a_hand_is_asked_and_all_must_agree() -> None:
    match = act(even(CLOSED), 2, "ask 3 1 6")
    view = view_for(match, 0)
    assert (view.phase, view.turn, view.legal) == ("offer", (0, 1), ("agree", "play_on"))
    assert view.offer == {"by": 2, "tricks": (3, 1, 6), "agreed": (False, False, True)}
    assert asked_at(match, 0) == asked_at(match, 1) == match.version
    one = act(match, 1, "agree")
    assert one.phase == "offer" and one.turn == (0,)
    assert refused(one, 1, "agree") == "not_your_turn"
    over = act(one, 0, "agree")
    assert over.phase == "result" and over.book.entries[0]["tricks"] == (3, 1, 6)


def test_on_open_whist_only_the_whister_answers() -> None:
    match = act(even(OPEN), 2, "ask 2 2 6")
    assert match.turn == (0,)
    assert act(match, 0, "agree").phase == "result"
    assert refused(even(OPEN), 1, "ask 2 2 6") == "offer_not_allowed"


def test_a_defender_may_offer_and_his_partner_is_asked_too() -> None:
    match = act(even(CLOSED), 0, "ask 3 1 6")
    assert match.turn == (1, 2)


def test_a_refused_offer_goes_on_with_that_hand_face_up() -> None:
    match = act(even(CLOSED), 2, "ask 3 1 6")
    assert view_for(match, 0).hands[2] is None
    on = act(match, 1, "play_on")
    assert (on.phase, on.turn, on.offer) == ("play", (0,), None)
    assert view_for(on, 0).hands[2] is not None and view_for(on, 2).hands[1] is None
    assert asked_at(on, 0) == on.version


def test_one_offer_a_player_a_deal() -> None:
    match = act(act(even(CLOSED), 2, "ask 3 1 6"), 1, "play_on")
    assert refused(match, 2, "ask 3 1 6") == "already_offered"
    assert act(match, 0, "ask 3 1 6").phase == "offer"
    assert view_for(match, None).offered == (False, False, True)


def test_silence_for_twenty_seconds_means_play_on() -> None:
    match = act(even(CLOSED), 2, "ask 3 1 6", now=5_000)
    assert match.deadline == 25_000 and due(match) == "timeout"
    assert apply(match, None, parse_action("timeout"), 25_500).phase == "play"
    assert match.missed == apply(match, None, parse_action("timeout"), 25_500).missed


def test_the_clock_of_the_seat_on_turn_stands_while_others_answer() -> None:
    match = even(CLOSED)
    assert match.deadline == 30_000
    offered = act(match, 0, "ask 3 1 6", now=10_000)
    on = act(offered, 1, "play_on", now=18_000)
    assert on.deadline == 38_000 and on.clock_from == 8_000


def test_an_offer_needs_the_turn_or_the_edge_of_a_trick() -> None:
    middle = do(even(CLOSED), "SA")
    assert refused(middle, 2, "ask 3 1 6") == "not_your_turn"
    assert act(middle, 1, "ask 3 1 6").phase == "offer"


def test_the_tricks_offered_are_those_left() -> None:
    match = do(even(CLOSED), "SA", "S8", "S9")
    assert refused(match, 2, "ask 3 1 6") == "offer_does_not_add_up"
    assert refused(match, 2, "ask 3 0 6 0") == "offer_does_not_add_up"
    over = act(act(act(match, 2, "ask 2 1 6"), 0, "agree"), 1, "agree")
    assert over.book.entries[0]["tricks"] == (3, 1, 6)


def test_the_sitting_dealer_takes_no_part() -> None:
    match = table(CLOSED, cards=EVEN, rules=preset("leningrad", 4))
    assert refused(match, 3, "ask 3 1 6 0") == "offer_not_allowed"
    assert refused(match, 2, "ask 3 1 5 1") == "offer_does_not_add_up"
    assert act(match, 2, "ask 3 1 6 0").turn == (0, 1)


def test_an_offer_is_made_in_the_play_only() -> None:
    assert refused(table("6S"), 1, "ask 3 1 6") == "offer_not_allowed"
    offered = act(even(CLOSED), 2, "ask 3 1 6")
    assert refused(offered, 0, "ask 3 1 6") == "offer_not_allowed"
    assert refused(offered, 0, "SA") == "wrong_phase"
    assert refused(offered, 0, "next") == "wrong_phase"


def test_a_trick_under_way_counts_among_those_left() -> None:
    match = do(even(CLOSED), "SA")
    over = act(act(act(match, 1, "ask 4 0 6"), 0, "agree"), 2, "agree")
    assert over.book.entries[0]["tricks"] == (4, 0, 6)


def test_a_bot_answers_for_a_seat_given_away_meanwhile() -> None:
    match = system(act(even(CLOSED), 2, "ask 3 1 6"), "bot 1")
    assert match.phase == "offer" and match.turn == (0, 1)
    assert apply(match, 1, parse_action("agree"), 0, "bot").turn == (0,)
    back = act(match, 1, "back")
    assert back.phase == "offer" and act(back, 1, "agree").turn == (0,)


def test_after_a_refusal_a_bot_on_turn_has_its_own_time() -> None:
    match = system(act(even(CLOSED), 2, "ask 3 1 6"), "bot 0", now=1_000)
    on = act(match, 1, "play_on", now=2_000)
    clock = on.clock
    assert on.deadline == 2_000 + clock.pace_ms + clock.budget_ms + 2_000


def test_a_proved_offer_shows_the_hand_even_where_nothing_else_opens() -> None:
    rules = replace(SOCHI, reveal="played")
    match = table("6S pass pass H7+H8+6S whist whist", rules=rules)
    assert view_for(act(match, 0, "offer 10 0 0"), 1).hands[0] is not None


def test_an_offer_nobody_proved_is_no_act() -> None:
    match = table("6S pass pass H7+H8+6S whist whist")
    with pytest.raises(Refusal, match="not_proved"):
        apply(match, 0, parse_action("offer 10 0 0"), 0)
    assert apply(match, 0, recorded_action("offer 10 0 0"), 0).phase == "result"


def test_who_agreed_is_told_while_the_others_think() -> None:
    one = act(act(even(CLOSED), 2, "ask 3 1 6", now=7_000), 1, "agree", now=8_000)
    view = view_for(one, 0)
    assert view.offer == {"by": 2, "tricks": (3, 1, 6), "agreed": (False, True, True)}
    assert view.clock_from == 7_000


def test_offers_and_silence_stand_in_the_record() -> None:
    silent = apply(act(even(CLOSED), 2, "ask 3 1 6"), None, parse_action("timeout"), 25_500)
    assert silent.acts[-2:] == ((2, "ask 3 1 6", "player"), (0, "play_on", "clock"))
    proved = act(table("6S pass pass H7+H8+6S whist whist"), 0, "offer 10 0 0", now=31_000)
    assert len(proved.acts) == 7 and proved.acts[-1] == (0, "offer 10 0 0", "player")
    assert proved.bank == charged_bank(table("6S pass pass H7+H8+6S whist whist"), 31_000)


def test_what_was_agreed_shows_the_hand_of_the_offerer_alone() -> None:
    over = act(act(act(even(CLOSED), 2, "ask 3 1 6"), 0, "agree"), 1, "agree")
    hidden = view_for(over._replace(rules=replace(SOCHI, reveal="end")), None)
    assert hidden.hands[2] is not None and hidden.hands[:2] == (None, None)
