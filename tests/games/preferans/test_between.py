"""From one deal to the next: dealer, series, minimum level, the end (§1.5, §7.8, §9.5)."""

from dataclasses import replace
from random import Random

import pytest

from games.preferans import Match, Rules, apply, view_for
from games.preferans.rules import LENINGRAD, SOCHI
from games.preferans.sheet import Sheet
from tests.games.preferans.checking import permutation, permuted_deck
from tests.games.preferans.driving import shuffled, started
from tests.games.preferans.tables import EVEN, do, system, table

PASSED_OUT = "6S pass pass H7+H8+6S pass pass"
MADE = "6S pass pass H7+H8+6S whist whist 0:ask+6+2+2 1:agree 2:agree"
FAILED = "6S pass pass H7+H8+6S whist whist 0:ask+5+3+2 1:agree 2:agree"
MISERE = "misere pass pass H7+H8+misere 0:ask+0+5+5 1:agree 2:agree"


def all_pass(rules: Rules, series: int = 0) -> Match:
    match = table("pass pass pass", rules=rules, cards=EVEN, series=series)
    while match.phase == "play":
        legal = view_for(match, match.turn[0]).legal
        assert legal is not None
        match = do(match, legal[0])
    return match


def go_on(match: Match) -> Match:
    while match.phase == "result":
        match = do(match, "next")
    return match


def test_the_dealer_moves_after_all_pass_too() -> None:
    assert go_on(all_pass(SOCHI)).dealer == 0


def test_the_dealer_stays_up_to_three_all_pass_deals_by_agreement() -> None:
    rules = replace(SOCHI, dealer_after_raspasy="stays_up_to_3")
    assert [go_on(all_pass(rules, series)).dealer for series in (0, 1, 2)] == [2, 2, 0]
    assert go_on(table(PASSED_OUT, rules=rules)).dealer == 0


@pytest.mark.parametrize(
    ("exit_by", "left"),
    [
        ("any_game", [0, 0, 0, 0]),
        ("made", [0, 0, 2, 0]),
        ("made_and_whisted", [2, 0, 2, 2]),
    ],
)
def test_what_leaves_a_series(exit_by: str, left: list[int]) -> None:
    rules = replace(SOCHI, raspasy_exit_by=exit_by)  # type: ignore[arg-type]
    deals = (PASSED_OUT, MADE, FAILED, MISERE)
    assert [table(acts, rules=rules, series=2).series for acts in deals] == left


def test_the_minimum_stays_while_the_series_is_not_left() -> None:
    match = go_on(table("7S pass pass H7+H8+7S pass pass", rules=LENINGRAD, series=1))
    assert view_for(match, None).min_level == 7
    dealt = apply(match, None, shuffled(Random(1)), 0)
    assert "6N" not in (view_for(dealt, dealt.turn[0]).legal or ())


def test_a_running_series_is_finished_first_where_agreed() -> None:
    sheet = Sheet((10, 10, 10), (0, 0, 0), ((0, 0, 0),) * 3)
    for finish, phase in ((False, "finished"), (True, "result")):
        rules = replace(SOCHI, finish_raspasy_series=finish)
        match = table("pass pass pass", rules=rules, cards=EVEN, sheet=sheet)
        while match.phase == "play":
            legal = view_for(match, match.turn[0]).legal
            assert legal is not None
            match = do(match, legal[0])
        assert match.phase == phase


def test_the_match_ends_after_so_many_deals() -> None:
    rules = replace(SOCHI, end="deals", max_deals=2)
    first = table(PASSED_OUT, rules=rules)
    assert first.phase == "result"
    second = apply(go_on(first), None, shuffled(Random(1)), 0)
    while second.phase == "auction":
        second = do(second, "pass" if second.turn != (0,) else "6S")
    assert second.number == 2
    second = do(second, *[_discard(second), "pass", "pass"])
    assert second.phase == "finished" and second.deadline is None


def _discard(match: Match) -> str:
    hand = view_for(match, match.turn[0]).hands[match.turn[0]]
    assert hand is not None
    return f"{hand[0]} {hand[1]} 6S"


def test_the_deal_under_way_is_finished_when_the_time_is_over() -> None:
    rules = replace(SOCHI, end="time", max_minutes=1)
    assert (
        do(table("6S pass pass H7+H8+6S pass", rules=rules), "pass", now=59_999).phase == "result"
    )
    over = do(table("6S pass pass H7+H8+6S pass", rules=rules), "pass", now=60_000)
    assert over.phase == "finished"


def test_a_deal_tells_an_audience_nothing_but_its_own_hand_and_the_commitment() -> None:
    match, new = started(SOCHI), shuffled(Random(9))
    dealt = apply(match, None, new, 0)
    assert dealt.deal is not None
    for audience in (0, 1, 2, None):
        own = 0 if audience is None else dealt.deal.cards.hands[audience]
        other = permuted_deck(new, permutation(~own & (1 << 32) - 1, Random(3)))
        seen = view_for(apply(match, None, other, 0), audience)
        assert seen._replace(commitment=None) == view_for(dealt, audience)._replace(commitment=None)
        assert seen.commitment != view_for(dealt, audience).commitment


def test_a_new_deal_forgets_the_old_one() -> None:
    match = apply(go_on(table(FAILED)), None, shuffled(Random(2)), 0)
    view = view_for(match, None)
    assert view.number == 2 and view.dealer == 0 and view.turn == (1,)
    assert (view.calls, view.declarer, view.contract, view.talon) == ((), None, None, None)
    assert view.tricks == (0, 0, 0) and view.last_trick is None
    assert view.result is not None and view.result["number"] == 1
    assert view.offered == (False, False, False)


def test_the_result_tells_the_changes_and_the_totals() -> None:
    sheet = Sheet((2, 4, 6), (1, 0, 0), ((0, 8, 0), (0, 0, 0), (0, 0, 0)))
    match = table(FAILED, sheet=sheet)
    entry = view_for(match, 1).result
    assert entry is not None
    assert (entry["kind"], entry["declarer"], entry["contract"]) == ("game", 0, "6S")
    assert entry["mountain"] == (2, 0, 0) and entry["mountain_after"] == (3, 0, 0)
    assert entry["whists"] == ((0, 0, 0), (8, 0, 0), (6, 0, 0))
    assert entry["whists_after"] == ((0, 8, 0), (8, 0, 0), (6, 0, 0))
    assert entry["pool_after"] == (2, 4, 6)


def test_a_timeout_at_the_result_hands_no_seat_to_a_bot() -> None:
    match = system(table(FAILED), "timeout", 12_500)
    assert match.phase == "to_deal" and match.missed == (0, 0, 0)
