"""The series of all-pass deals, the next dealer and the end of a match."""

from dataclasses import replace
from typing import Any

import pytest

from games.preferans.outcome import Outcome
from games.preferans.rules import LENINGRAD, ROSTOV, SOCHI, Rules, preset
from games.preferans.series import is_over, min_level, next_dealer, price, series_after
from games.preferans.sheet import Sheet


def game(tricks: tuple[int, int, int], **more: Any) -> Outcome:
    return Outcome(kind="game", dealer=2, tricks=tricks, **({"declarer": 0, "level": 6} | more))


def all_pass(number: int) -> Outcome:
    return Outcome(kind="all_pass", dealer=2, tricks=(3, 3, 4), all_pass_number=number)


WHISTED_MADE = game((6, 2, 2), whisters=(1,))
WHISTED_FAILED = game((5, 2, 3), whisters=(1, 2))
PASSED = game((0, 0, 0), played=False)
HALF_WHISTED = game((0, 0, 0), played=False, half_whister=2)
CHECKED_TEN = game((10, 0, 0), level=10)
CHECKED_TEN_FAILED = game((9, 1, 0), level=10)
MISERE_MADE = Outcome(kind="misere", dealer=2, tricks=(0, 5, 5), declarer=0)
MISERE_CAUGHT = Outcome(kind="misere", dealer=2, tricks=(1, 5, 4), declarer=0)
CONCEDED = Outcome(kind="concede", dealer=2, tricks=(0, 0, 0), declarer=0, level=6, played=False)

EXITS = [
    # outcome, leaves by any_game, by made, by made_and_whisted
    (WHISTED_MADE, True, True, True),
    (WHISTED_FAILED, True, False, False),
    (PASSED, True, True, False),
    (HALF_WHISTED, True, True, False),
    (CHECKED_TEN, True, True, True),
    (CHECKED_TEN_FAILED, True, False, False),
    (MISERE_MADE, True, True, False),
    (MISERE_CAUGHT, True, False, False),
    (CONCEDED, True, False, False),
]


AGREEMENTS: tuple[Any, ...] = ("any_game", "made", "made_and_whisted")


@pytest.mark.parametrize(("outcome", "leaves"), [(row[0], row[1:]) for row in EXITS])
def test_what_leaves_a_series(outcome: Outcome, leaves: tuple[bool, ...]) -> None:
    for agreement, left in zip(AGREEMENTS, leaves, strict=True):
        rules = replace(SOCHI, raspasy_exit_by=agreement)
        assert series_after(rules, 2, outcome) == (0 if left else 2)


def test_each_all_pass_deal_counts() -> None:
    assert series_after(SOCHI, 0, all_pass(1)) == 1
    assert series_after(LENINGRAD, 4, all_pass(5)) == 5


def test_the_conventions_leave_a_series_their_way() -> None:
    assert series_after(LENINGRAD, 2, MISERE_MADE) == 2
    assert series_after(SOCHI, 2, MISERE_CAUGHT) == 0
    assert series_after(ROSTOV, 2, WHISTED_FAILED) == 0


@pytest.mark.parametrize(
    ("agreement", "levels"),
    [
        ("6-6-6", [6, 6, 6, 6, 6, 6, 6]),
        ("6-7-7", [6, 7, 7, 7, 7, 7, 7]),
        ("6-7-8", [6, 7, 8, 8, 8, 8, 8]),
        ("6-7-8-6-7-8", [6, 7, 8, 6, 7, 8, 6]),
    ],
)
def test_the_lowest_game_after_all_pass_deals(agreement: Any, levels: list[int]) -> None:
    rules = replace(SOCHI, raspasy_exit=agreement)
    assert [min_level(rules, k) for k in range(7)] == levels


def test_prices_of_the_conventions() -> None:
    assert [price(SOCHI, k) for k in range(1, 6)] == [1, 2, 3, 3, 3]
    assert [price(LENINGRAD, k) for k in range(1, 6)] == [2, 4, 6, 6, 6]
    assert [price(ROSTOV, k) for k in range(1, 6)] == [5, 5, 5, 5, 5]


def test_the_deal_moves_clockwise() -> None:
    assert [next_dealer(SOCHI, seat, all_pass(1)) for seat in range(3)] == [1, 2, 0]
    assert next_dealer(preset("sochi", 4), 3, WHISTED_MADE) == 0


def test_the_deal_may_stay_for_three_all_pass_deals() -> None:
    rules = replace(SOCHI, dealer_after_raspasy="stays_up_to_3")
    assert [next_dealer(rules, 1, all_pass(number)) for number in (1, 2, 3, 4)] == [1, 1, 2, 2]
    assert next_dealer(rules, 1, WHISTED_MADE) == 2


def sheet(*pool: int) -> Sheet:
    return Sheet(pool, (0,) * len(pool), ((0,) * len(pool),) * len(pool))


def over(
    rules: Rules, pool: tuple[int, ...], deals: int = 1, minutes: float = 1, k: int = 0
) -> bool:
    return is_over(rules, sheet(*pool), deals, int(minutes * 60_000), k)


def test_sochi_ends_when_every_pool_is_closed() -> None:
    assert over(SOCHI, (10, 10, 10))
    assert not over(SOCHI, (10, 9, 10))


def test_leningrad_ends_by_the_sum_of_pools() -> None:
    assert over(LENINGRAD, (26, 4, 0))
    assert not over(LENINGRAD, (25, 4, 0))
    assert not over(preset("leningrad", 4), (26, 4, 0, 0))
    assert over(preset("leningrad", 4), (26, 4, 0, 10))


def test_a_match_may_end_by_deals() -> None:
    rules = replace(SOCHI, end="deals", max_deals=18)
    assert not over(rules, (10, 10, 10), deals=17)
    assert over(rules, (0, 0, 0), deals=18)


def test_a_match_may_be_one_deal() -> None:
    assert over(replace(SOCHI, max_deals=1), (0, 0, 0), deals=1)


def test_a_match_may_end_by_time() -> None:
    rules = replace(SOCHI, end="time", max_minutes=40)
    assert not over(rules, (10, 10, 10), minutes=39.999)
    assert over(rules, (0, 0, 0), minutes=40)


def test_limits_come_on_top_of_the_pool() -> None:
    rules = replace(SOCHI, max_deals=5, max_minutes=30)
    assert over(rules, (10, 10, 10))
    assert over(rules, (0, 0, 0), deals=5)
    assert over(rules, (0, 0, 0), minutes=30)
    assert not over(rules, (0, 0, 0), deals=4, minutes=29)
    assert not over(SOCHI, (0, 0, 0), deals=1000, minutes=100_000)


def test_a_match_ends_inside_a_series_unless_agreed() -> None:
    agreed = replace(SOCHI, finish_raspasy_series=True)
    assert over(SOCHI, (10, 10, 10), k=1)
    assert not over(agreed, (10, 10, 10), k=1)
    assert over(agreed, (10, 10, 10), k=0)
