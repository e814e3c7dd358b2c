"""A pause and an adjournment: agreed by all, kept to the card, gone on from the same decision."""

from dataclasses import replace
from random import Random

import pytest

from games.errors import BadRecord
from games.preferans import (
    Match,
    apply,
    decode_match,
    due,
    encode_match,
    legal_actions,
    parse_action,
    print_action,
    put_at,
    view_for,
)
from games.preferans.actions import Adjourn, Word
from games.preferans.halting import ADJOURNED_MS, PAUSE_MS
from games.preferans.rules import SOCHI
from tests.games.preferans.driving import play_on, started
from tests.games.preferans.tables import EVEN, do, refused, system, table

PASSED_OUT = "6S pass pass H7+H8+6S pass pass"
HOUR = 3_600_000


def say(match: Match, *acts: str, now: int = 0) -> Match:
    """Each act is a seat, a colon and a text."""
    for act in acts:
        seat, _, text = act.partition(":")
        match = apply(match, int(seat), parse_action(text), now)
    return match


def paused(match: Match, now: int = 0) -> Match:
    return say(match, "0:pause", "1:agree_halt", "2:agree_halt", now=now)


def adjourned(match: Match, until: str = "", now: int = 0) -> Match:
    return say(match, f"0:adjourn{until}", "1:agree_halt", "2:agree_halt", now=now)


@pytest.mark.parametrize("text", ["pause", "resume", "agree_halt", "refuse_halt", "expire"])
def test_the_words_read_back(text: str) -> None:
    assert parse_action(text) == Word(text)


def test_an_hour_is_part_of_the_act() -> None:
    for text, until in (("adjourn", None), ("adjourn 1764012345000", 1_764_012_345_000)):
        assert parse_action(text) == Adjourn(until)
        assert print_action(Adjourn(until)) == text


def test_it_stands_when_the_last_one_agrees_and_nobody_is_asked() -> None:
    before = table("6S", cards=EVEN)
    asked = say(before, "2:pause", "0:agree_halt")
    assert asked.halt is None and asked.turn == before.turn
    match = say(asked, "1:agree_halt", now=5_000)
    assert match.halt is not None and match.halting is None
    assert (match.turn, due(match)) == ((), "halt")
    assert match.deadline == 5_000 + PAUSE_MS
    assert [legal_actions(match, seat) for seat in range(3)] == [()] * 3
    assert view_for(match, 1).hands == view_for(before, 1).hands


def test_bots_agree_and_go_on_with_the_people() -> None:
    match = say(system(table("6S", cards=EVEN), "bot 1"), "0:pause", "2:agree_halt")
    assert match.halt is not None
    assert say(match, "0:resume", "2:resume").halt is None


def test_a_bot_that_takes_a_seat_agrees_to_what_was_proposed() -> None:
    match = say(table("6S", cards=EVEN), "0:adjourn", "2:agree_halt")
    match = system(match, "bot 1")
    assert match.halt is not None and match.turn == ()
    assert say(match, "0:resume", "2:resume").turn == (1,)


def test_one_refusal_is_enough_and_a_player_proposes_once_a_deal() -> None:
    match = say(table("6S", cards=EVEN), "0:pause", "1:refuse_halt")
    assert match.halting is None
    assert refused(match, 0, "adjourn") == "already_asked"
    again = say(match, "1:adjourn")
    assert refused(again, 2, "pause") == "already_asked"
    assert again.halting is not None and again.halting.kind == "adjourn"


def test_a_proposal_dies_with_its_deal() -> None:
    match = say(table(PASSED_OUT), "0:pause")
    match = do(match, "next", "next", "next")
    assert match.phase == "to_deal" and match.halting is None


def test_the_same_decision_is_put_again_with_the_banks_charged() -> None:
    before = table("6S", cards=EVEN)
    assert before.clock_from == 0
    late = before.clock.act_ms + 7_000
    match = paused(before, now=late)
    assert match.bank[1] == max(0, before.bank[1] - 7_000)
    on = say(match, "0:resume", "1:resume", "2:resume", now=late + HOUR)
    assert on.turn == before.turn and on.deal == before.deal and on.halt is None
    assert on.deadline == late + HOUR + on.clock.act_ms + on.bank[1]
    assert on.asked_from == on.version


def test_while_it_stands_only_its_end_is_spoken_of() -> None:
    match = paused(table("6S", cards=EVEN))
    assert refused(match, 1, "pass") == "halted"
    assert refused(match, 0, "pause") == "halted"
    assert refused(match, None, "timeout", PAUSE_MS * 2) == "halted"
    assert refused(match, None, "bot 1") == "halted"
    assert refused(match, None, "pause") == "bad_act"
    assert refused(match, None, "expire") == "not_halted"
    assert refused(match, 0, "agree_halt") == "no_halt_proposed"


def test_what_is_said_without_a_halt_is_refused() -> None:
    match = table("6S", cards=EVEN)
    assert refused(match, 0, "resume") == "not_halted"
    assert refused(match, 0, "agree_halt") == "no_halt_proposed"
    assert refused(match, 0, "refuse_halt") == "no_halt_proposed"
    assert refused(match, None, "resume") == "not_halted"
    assert refused(system(match, "bot 1"), 1, "pause") == "seat_with_bot"


@pytest.mark.parametrize("hour", [1_000, 1_000 + ADJOURNED_MS])
def test_an_hour_lies_ahead_and_within_two_weeks(hour: int) -> None:
    assert refused(table("6S", cards=EVEN), 0, f"adjourn {hour}", 1_000) == "bad_hour"


def test_a_pause_may_become_an_adjournment() -> None:
    match = paused(table("6S", cards=EVEN))
    match = say(match, "1:adjourn", "0:agree_halt", "2:agree_halt", now=60_000)
    assert match.halt is not None and match.halt.kind == "adjourn"
    assert match.deadline == 60_000 + ADJOURNED_MS
    assert say(match, "0:resume", "1:resume", "2:resume").turn == (1,)


def test_an_adjourned_match_wakes_at_its_hour_and_is_settled_after_two_weeks() -> None:
    match = adjourned(table(PASSED_OUT), f" {HOUR}")
    assert match.deadline == HOUR and match.halt is not None
    slept = system(match, "adjourn", HOUR)  # the hour came, the players did not
    assert slept.deadline == match.halt.expires_at == ADJOURNED_MS
    assert refused(slept, None, "expire", ADJOURNED_MS - 1) == "too_early"
    over = system(slept, "expire", ADJOURNED_MS)
    assert over.phase == "finished" and over.halt is None
    assert over.book.settlement is not None and over.book.sheet == match.book.sheet


def test_it_may_be_ended_by_agreement_meanwhile() -> None:
    match = adjourned(table(PASSED_OUT))
    assert say(match, "0:end_now", "1:agree_end", "2:agree_end").phase == "finished"


def test_one_word_is_enough_where_everybody_had_gone() -> None:
    match = system(table("6S", cards=EVEN), "pause")
    assert match.halt is not None and match.halt.by is None
    assert say(match, "2:resume").halt is None
    kept = system(match, "adjourn", PAUSE_MS)
    assert kept.halt is not None and kept.halt.kind == "adjourn"
    assert say(kept, "2:resume").halt is not None


def test_a_seat_is_taken_back_meanwhile() -> None:
    match = say(system(table("6S", cards=EVEN), "bot 1"), "0:pause", "2:agree_halt", "1:back")
    assert match.bots == (False,) * 3 and match.turn == ()
    assert say(match, "0:resume", "2:resume").halt is not None
    on = say(match, "0:resume", "2:resume", "1:resume")
    assert on.turn == (1,) and legal_actions(on, 1)


@pytest.mark.parametrize("acts", ["", "6S pass pass", PASSED_OUT, "6S pass pass H7+H8+6S whist"])
def test_any_phase_goes_on_as_it_stood(acts: str) -> None:
    before = table(acts)
    match = paused(before)
    on = say(match, "0:resume", "1:resume", "2:resume")
    assert (on.phase, on.turn, on.deal) == (before.phase, before.turn, before.deal)
    assert on.deadline is not None


def test_a_table_waiting_for_its_cards_gets_them_afterwards() -> None:
    match = paused(do(table(PASSED_OUT), "next", "next", "next"))
    assert match.phase == "to_deal"
    assert refused(match, None, "deal " + _deck()) == "halted"
    on = say(match, "0:resume", "1:resume", "2:resume")
    assert due(on) == "deal"


def test_an_offer_is_put_again() -> None:
    before = say(table("6S pass pass H7+H8+6S whist whist"), "0:ask 10 0 0")
    on = say(paused(before), "0:resume", "1:resume", "2:resume", now=HOUR)
    assert on.phase == "offer" and on.turn == before.turn
    assert on.deadline == HOUR + on.clock.offer_ms


def test_an_answer_belongs_to_the_proposal_it_was_given_to() -> None:
    match = say(table("6S", cards=EVEN), "0:pause")
    assert put_at(match, 2, Word("agree_halt")) == match.version
    assert put_at(match, 1, Word("pass")) == match.asked_from


def test_a_match_reads_back_with_and_without_a_halt() -> None:
    plain = table("6S", cards=EVEN)
    assert '"halt' not in encode_match(plain)  # an older release reads it
    for match in (plain, say(plain, "0:pause"), paused(plain), adjourned(plain, f" {HOUR}")):
        assert decode_match(encode_match(match)) == match
    with pytest.raises(BadRecord):
        decode_match(encode_match(paused(plain)).replace('"since"', '"sense"'))


def test_a_halt_at_any_moment_changes_nothing_of_the_deal() -> None:
    chance, halts = Random(4), 0
    for before, _, _ in play_on(started(replace(SOCHI, max_deals=6)), chance):
        if before.phase == "waiting" or not before.turn or chance.random() < 0.8:
            continue
        stands = system(before, "pause", 10**9)
        assert view_for(stands, None).counts == view_for(before, None).counts
        on = system(stands, "resume", 2 * 10**9)
        assert (on.phase, on.turn, on.deal) == (before.phase, before.turn, before.deal)
        halts += 1
    assert halts > 20


def _deck() -> str:
    suits, ranks = "SCDH", "789TJQKA"
    return "".join(suit + rank for suit in suits for rank in ranks) + " " + "00" * 8
