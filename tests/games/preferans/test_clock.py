"""Clocks, time-outs and the bot that takes a sleeper's seat (§12.3)."""

from dataclasses import replace
from random import Random

import pytest

from games.errors import Refusal
from games.preferans import Clock, Match, apply, asked_at, bot_to_act, due, parse_action, view_for
from games.preferans.actions import Start
from games.preferans.match import new_match
from games.preferans.rules import SOCHI
from tests.games.preferans.driving import shuffled
from tests.games.preferans.tables import EVEN, do, refused, system, table

CLOCK = Clock(act_ms=10_000, bank_ms=60_000, refill_ms=5_000, pace_ms=900, budget_ms=100)


def dealt(bots: str = "000") -> Match:
    act = Start(2, tuple(flag == "1" for flag in bots))
    match = apply(new_match(SOCHI, CLOCK), None, act, 1_000)
    return apply(match, None, shuffled(Random(1)), 3_000)


def act(match: Match, seat: int | None, text: str, now: int) -> Match:
    return apply(match, seat, parse_action(text), now)


def test_a_match_that_waits_has_no_deadline_and_a_running_one_always_has() -> None:
    waiting = new_match(SOCHI, CLOCK)
    assert waiting.deadline is None and due(waiting) is None
    started = act(waiting, None, "start 2 000", 1_000)
    assert (started.phase, started.deadline, due(started)) == ("to_deal", 3_000, "deal")
    assert dealt().deadline == 3_000 + 10_000 + 60_000
    assert due(dealt()) == "timeout"


def test_time_beyond_the_act_is_paid_from_the_bank() -> None:
    match = act(dealt(), 0, "pass", 3_000 + 10_000)
    assert match.bank == (60_000, 60_000, 60_000)
    match = act(dealt(), 0, "pass", 3_000 + 17_000)
    assert match.bank == (53_000, 60_000, 60_000)
    assert match.deadline == 20_000 + 10_000 + 60_000
    assert act(dealt(), 0, "pass", 3_000 + 70_400).bank[0] == 0


def test_the_bank_refills_a_little_at_each_deal_and_never_overflows() -> None:
    match = dealt()._replace(bank=(1_000, 58_000, 60_000), phase="to_deal")
    assert apply(match, None, shuffled(Random(2)), 9_000).bank == (6_000, 60_000, 60_000)


def test_a_timeout_is_legal_only_half_a_second_after_the_deadline() -> None:
    match = dealt()
    assert refused(match, None, "timeout", 73_499) == "too_early"
    assert act(match, None, "timeout", 73_500).turn == (1,)


def test_a_late_act_still_counts_before_the_timeout_is_written() -> None:
    assert act(dealt(), 0, "6S", 73_400).turn == (1,)


def test_a_timeout_passes_in_the_auction_and_keeps_the_contract_won() -> None:
    match = system(table(cards=EVEN), "timeout", 10**6)
    assert match.deal is not None and match.deal.calls == ((0, "pass"),)
    won = system(table("pass 7D pass", cards=EVEN), "timeout", 10**6)
    assert view_for(won, None).contract == "7D"
    assert view_for(won, 1).discard == ("S8", "C9")  # low cards of the shortest side suits


def test_a_timeout_discards_what_is_dangerous_on_a_misere() -> None:
    cards = "J987.87.987.A/AKQT.AQT.AK.J/.KJ9.QJT.KQT9/H8H7"
    match = system(table("misere pass pass", cards=cards), "timeout", 10**6)
    assert view_for(match, 0).discard == ("SJ", "HA")


def test_a_timeout_without_talon_names_what_was_bid() -> None:
    rules = replace(SOCHI, misere_no_talon=True)
    match = table("misere 9D pass misere! 9D! pass", rules=rules)
    assert view_for(system(match, "timeout", 10**6), None).contract == "9D!"


def test_a_timeout_declares_pass_confirms_and_plays_closed() -> None:
    match = table("pass 6S pass H7+H8+6S")
    passed = system(match, "timeout", 10**6)
    assert passed.deal is not None and passed.deal.declarations == ((2, "pass"),)
    confirmed = system(do(match, "pass", "half"), "timeout", 10**6)
    assert confirmed.phase == "result"
    closed = system(do(match, "whist", "pass"), "timeout", 10**6)
    assert view_for(closed, None).light == "closed"


def test_a_timeout_plays_the_lowest_legal_card() -> None:
    match = table("pass pass 6D H7+H8+6D whist whist", cards=EVEN)
    played = system(match, "timeout", 10**6)
    assert view_for(played, None).trick == ((0, "S7"),)


def test_two_timeouts_in_a_row_hand_the_seat_to_the_bot_at_once() -> None:
    match = table("pass pass pass", cards=EVEN)
    once = system(match, "timeout", 10**6)
    assert once.bots == (False, False, False) and once.missed == (1, 0, 0)
    others = do(once, "HQ", "HJ", now=10**6)
    twice = system(others, "timeout", 2 * 10**6)
    assert twice.bots == (True, False, False)
    again = do(twice, "HK", "HT", now=2 * 10**6)
    assert bot_to_act(again) == 0 and due(again) == "bot"
    assert again.deadline == 2 * 10**6 + again.clock.pace_ms + again.clock.budget_ms + 2_000


def test_an_act_of_his_own_sets_the_count_of_timeouts_back() -> None:
    match = table("pass pass pass", cards=EVEN)
    once = system(match, "timeout", 10**6)
    own = do(once, "HQ", "HJ", "S7", now=10**6)
    assert own.missed == (0, 0, 0)


def test_back_returns_the_seat_and_puts_the_decision_anew() -> None:
    match = dealt("100")
    assert refused(match, 0, "pass", 3_100) == "seat_with_bot"
    back = act(match, 0, "back", 3_500)
    assert back.bots == (False, False, False)
    assert asked_at(back, 0) == back.version
    assert back.deadline == 3_500 + 10_000 + 60_000
    assert refused(back, 0, "back") == "seat_not_with_bot"


def test_a_bots_act_after_the_player_came_back_is_refused() -> None:
    match = act(dealt("100"), 0, "back", 3_500)
    with pytest.raises(Refusal, match="seat_not_with_bot"):
        apply(match, 0, parse_action("pass"), 4_000, "bot")


def test_a_bot_has_its_pace_its_budget_and_pays_no_bank() -> None:
    match = dealt("100")
    assert match.deadline == 3_000 + 900 + 100 + 2_000
    assert due(match) == "bot" and bot_to_act(match) == 0
    moved = apply(match, 0, parse_action("pass"), 60_000, "bot")
    assert moved.bank == (60_000, 60_000, 60_000)


def test_a_bot_that_does_not_answer_is_played_by_the_clock() -> None:
    match = act(dealt("100"), None, "timeout", 6_500)
    assert match.turn == (1,) and match.missed == (0, 0, 0)


def test_a_credit_moves_the_deadline_and_costs_no_bank() -> None:
    match = act(dealt(), None, "credit 0 10000", 4_000)
    assert match.deadline == 3_000 + 10_000 + 60_000 + 10_000
    assert act(match, 0, "pass", 3_000 + 20_000).bank[0] == 60_000
    assert asked_at(match, 0) == 2
    assert refused(match, None, "credit 1 10000") == "not_your_turn"
    assert refused(match, None, "credit 0 9000000") == "bad_act"
    assert refused(match, None, "credit 3 1000") == "no_such_seat"
