"""The frame of a match: start, deals, results, seats changing hands, the end (§9.5, §12)."""

from dataclasses import replace
from hashlib import sha256
from random import Random

import pytest

from games.errors import Refusal
from games.preferans import (
    Match,
    apply,
    asked,
    asked_at,
    legal_actions,
    new_match,
    parse_action,
    preset,
    told,
    view_for,
)
from games.preferans.actions import deck_text
from games.preferans.rules import SOCHI
from games.preferans.sheet import Sheet
from tests.games.preferans.driving import CLOCK, shuffled, started
from tests.games.preferans.tables import do, refused, system, table

MADE = "6S pass pass H7+H8+6S pass pass"


def people(match: Match, *texts: str) -> Match:
    """Acts written as `seat:text`."""
    for text in texts:
        seat, _, words = text.partition(":")
        match = apply(match, int(seat), parse_action(words), 0)
    return match


def test_a_match_waits_until_it_is_started_once() -> None:
    waiting = new_match(SOCHI, CLOCK)
    assert (waiting.version, waiting.phase, asked(waiting)) == (0, "waiting", ())
    assert refused(waiting, 0, "pass") == "not_running"
    assert refused(waiting, None, "timeout") == "not_running"
    assert refused(waiting, None, "bot 0") == "not_running"
    assert refused(waiting, None, "start 3 000") == "no_such_seat"
    assert refused(waiting, None, "start 0 0000") == "no_such_seat"
    match = system(waiting, "start 1 010")
    assert (match.version, match.dealer, match.bots) == (1, 1, (False, True, False))
    assert refused(match, None, "start 1 010") == "already_started"


def test_only_the_system_deals_and_only_when_a_deal_is_due() -> None:
    match = started(SOCHI)
    deck = f"deal {deck_text(shuffled(Random(1)).deck)} 00112233445566778899"
    assert refused(match, 0, deck) == "not_your_turn"
    assert refused(match, None, "timeout", 10**6) == "wrong_phase"
    dealt = system(match, deck)
    assert refused(dealt, None, deck) == "wrong_phase"


def test_the_deal_follows_the_canonical_order() -> None:
    new = shuffled(Random(4))
    match = apply(started(SOCHI, 0), None, new, 0)
    assert match.deal is not None
    names = deck_text(new.deck)
    first = {names[at : at + 2] for at in (0, 2, 16, 18, 28, 30, 40, 42, 52, 54)}
    assert set(view_for(match, 1).hands[1] or ()) == first
    assert match.deal.cards.talon == new.deck[6:8]
    assert match.deal.active == (1, 2, 0)


def test_everyone_sees_the_commitment_and_can_check_it_afterwards() -> None:
    match = table(MADE)
    view = view_for(match, None)
    assert view.deck is not None and view.salt is not None
    text = f"{''.join(view.deck)} {view.salt}"
    assert view.commitment == sha256(text.encode()).hexdigest()
    before = view_for(table(), None)
    assert (before.deck, before.salt) == (None, None) and before.commitment == view.commitment


def test_the_result_stays_until_all_have_pressed_next() -> None:
    match = table(MADE)
    assert (match.phase, match.turn, match.deadline) == ("result", (0, 1, 2), 12_000)
    assert legal_actions(match, 1) == ("next", "wait")
    two = people(match, "1:next", "0:next")
    assert two.phase == "result" and two.turn == (2,) and two.ready == (True, True, False)
    assert refused(two, 0, "next") == "not_your_turn"
    assert asked_at(two, 2) == match.version
    assert people(two, "2:next").phase == "to_deal"


def test_the_result_goes_on_by_itself_when_nobody_presses() -> None:
    match = system(table(MADE), "timeout", 12_500)
    assert (match.phase, match.number, match.dealer) == ("to_deal", 2, 0)
    assert match.deadline == 14_500 and match.bots == (False, False, False)


def test_wait_adds_a_minute_once_a_match() -> None:
    match = people(table(MADE), "1:wait")
    assert match.deadline == 72_000
    assert legal_actions(match, 1) == ("next",)
    assert refused(match, 1, "wait") == "already_waited"
    assert refused(match, 1, "pass") == "wrong_phase"


def test_the_deal_moves_after_every_deal() -> None:
    rules = replace(SOCHI, dealer_after_raspasy="stays_up_to_3")
    for some in (SOCHI, rules):
        assert do(table(MADE, rules=some), "next", "next", "next").dealer == 0


def test_bots_have_seen_every_result() -> None:
    match = people(table(MADE), "0:next", "1:next")
    given = system(match, "bot 2")
    assert given.phase == "to_deal"


def test_a_seat_is_given_to_the_bot_in_the_middle_of_a_decision() -> None:
    match = table("6S")
    given = system(match, "bot 1")
    assert given.bots == (False, True, False) and asked_at(given, 1) == given.version
    assert refused(given, None, "bot 1") == "seat_with_bot"
    assert refused(given, None, "bot 3") == "no_such_seat"
    other = system(match, "bot 2")
    assert asked_at(other, 1) == match.version and other.deadline == match.deadline


def test_a_late_friend_takes_over_at_the_next_deal() -> None:
    match = system(system(table(), "bot 1"), "join 1")
    assert match.joining == (False, True, False) and match.bots == (False, True, False)
    assert refused(match, None, "join 0") == "seat_not_with_bot"
    waiting = match._replace(phase="to_deal")
    dealt = apply(waiting, None, shuffled(Random(3)), 0)
    assert dealt.bots == dealt.joining == (False, False, False)


def test_coming_back_to_a_result_asks_again() -> None:
    match = system(table(MADE), "bot 1")
    assert match.turn == (0, 2)
    back = people(match, "1:back")
    assert back.turn == (0, 1, 2) and back.ready == (False, False, False)


def test_everybody_must_agree_to_end_the_match_now() -> None:
    match = people(table("6S"), "2:end_now")
    view = view_for(match, 0)
    assert view.ending == {"by": 2, "agreed": (False, False, True)}
    assert view.turn == (1,)
    over = people(match, "0:agree_end", "1:agree_end")
    assert over.phase == "finished" and over.deadline is None
    assert view_for(over, 0).settlement is not None
    assert view_for(over, 0).entries == ()


def test_one_refusal_ends_the_proposal_and_nobody_asks_twice_a_deal() -> None:
    match = people(table("6S"), "2:end_now")
    assert refused(match, 0, "end_now") == "already_asked"
    refused_end = people(match, "0:refuse_end")
    assert refused_end.ending is None
    assert refused(refused_end, 2, "end_now") == "already_asked"
    assert refused(refused_end, 2, "agree_end") == "no_end_proposed"
    assert refused(refused_end, 2, "refuse_end") == "no_end_proposed"
    assert people(refused_end, "0:end_now").ending is not None


def test_bots_agree_to_the_end() -> None:
    match = system(system(table("6S"), "bot 0"), "bot 1")
    assert people(match, "2:end_now").phase == "finished"
    asked_first = people(system(table("6S"), "bot 0"), "2:end_now")
    assert system(asked_first, "bot 1").phase == "finished"


def test_the_match_ends_when_every_pool_is_closed() -> None:
    sheet = Sheet((10, 10, 8), (0, 0, 0), ((0, 0, 0),) * 3)
    over = table("pass pass 6N H7+H8+6N pass pass", sheet=sheet)
    assert over.phase == "finished" and over.turn == ()
    assert refused(over, 0, "next") == "not_running"
    assert refused(over, None, "timeout", 10**6) == "not_running"


def test_four_players_the_dealer_sits_out() -> None:
    match = table(rules=preset("leningrad", 4))
    view = view_for(match, 3)
    assert view.active == (0, 1, 2) and view.hands == (None,) * 4 and view.roles[3] == "dealer"
    assert view.counts == (10, 10, 10, 0)


def test_a_seat_that_does_not_exist_is_refused() -> None:
    assert refused(table(), 7, "pass") == "no_such_seat"
    assert refused(table(), -1, "pass") == "no_such_seat"
    assert refused(table(), None, "pass") == "bad_act"
    assert refused(table(), 0, "timeout") == "wrong_phase"
    assert refused(table(), 0, "bot 1") == "wrong_phase"


def test_a_bot_act_in_a_players_seat_is_refused() -> None:
    with pytest.raises(Refusal, match="seat_not_with_bot"):
        apply(table(), 0, parse_action("pass"), 0, "bot")


def test_what_is_told_of_an_act_hides_the_cards() -> None:
    match = table("6S pass pass")
    action = parse_action("H7 H8 7S")
    assert told(match, 0, action, 0) == "H7 H8 7S"
    assert {told(match, 0, action, audience) for audience in (1, 2, None)} == {"7S"}
    deal = parse_action(f"deal {deck_text(shuffled(Random(1)).deck)} 0011223344556677")
    assert told(match, None, deal, 0) == "deal"
    timeout = parse_action("timeout")
    assert told(table(), None, timeout, None) == "pass"
    assert told(match, None, timeout, None) == "6S"
    assert told(match, None, timeout, 0) == "H7 H8 6S"
    assert told(table(MADE), None, timeout, 0) == "timeout"
