"""Points into the pool: American help, mountain first, zero bonuses (§9.2-9.4)."""

from dataclasses import replace
from typing import Any

from games.preferans.outcome import Outcome
from games.preferans.rules import LENINGRAD, ROSTOV, SOCHI, Rules, preset
from games.preferans.scoring import write
from games.preferans.sheet import Sheet

NOTHING = ((0, 0, 0),) * 3


def made(level: int, declarer: int = 0, **more: Any) -> Outcome:
    """A game both opponents passed."""
    deal: dict[str, Any] = {"dealer": 2, "tricks": (0, 0, 0)} | more
    return Outcome(kind="game", declarer=declarer, level=level, played=False, **deal)


def after(
    rules: Rules, pool: tuple[int, ...], outcome: Outcome, mountain: tuple[int, ...] = (0, 0, 0)
) -> Sheet:
    zeros = (0,) * len(pool)
    return write(rules, Sheet(pool, mountain, (zeros,) * len(pool)), outcome)


def test_points_fit_into_the_own_pool() -> None:
    assert after(SOCHI, (4, 0, 0), made(8)) == Sheet((10, 0, 0), (0, 0, 0), NOTHING)


def test_what_overflows_helps_the_highest_open_pool() -> None:
    written = after(SOCHI, (8, 4, 7), made(8))
    assert written == Sheet((10, 5, 10), (0, 0, 0), ((0, 10, 30), (0, 0, 0), (0, 0, 0)))


def test_a_tie_is_helped_clockwise() -> None:
    assert after(SOCHI, (5, 10, 5), made(7, declarer=1)).whists[1] == (0, 0, 40)
    assert after(SOCHI, (5, 5, 10), made(7, declarer=2)).whists[2] == (40, 0, 0)


def test_help_may_go_clockwise_only() -> None:
    clockwise = replace(SOCHI, help_order="clockwise")
    written = after(clockwise, (10, 4, 7), made(7))
    assert (written.pool, written.whists[0]) == ((10, 8, 7), (0, 40, 0))
    skips = after(clockwise, (10, 10, 7), made(6))
    assert (skips.pool, skips.whists[0]) == ((10, 10, 9), (0, 0, 20))


def test_when_all_are_closed_the_rest_is_off_the_mountain() -> None:
    written = after(SOCHI, (10, 9, 10), made(8), mountain=(3, 0, 0))
    assert written == Sheet((10, 10, 10), (-2, 0, 0), ((0, 10, 0), (0, 0, 0), (0, 0, 0)))


def test_a_pool_above_the_target_is_not_filled_and_not_emptied() -> None:
    written = after(SOCHI, (12, 4, 10), made(6))
    assert written == Sheet((12, 6, 10), (0, 0, 0), ((0, 20, 0), (0, 0, 0), (0, 0, 0)))


def test_leningrad_pools_pass_the_target() -> None:
    assert after(LENINGRAD, (10, 4, 7), made(8)) == Sheet((16, 4, 7), (0, 0, 0), NOTHING)


def test_the_sitting_dealer_is_helped() -> None:
    outcome = made(6, dealer=3, tricks=(0, 0, 0, 0))
    zeros = (0, 0, 0, 0)
    written = after(preset("sochi", 4), (10, 2, 3, 4), outcome, mountain=zeros)
    assert written == Sheet((10, 2, 3, 6), zeros, ((0, 0, 0, 20), zeros, zeros, zeros))


def test_mountain_first_cuts_the_own_mountain() -> None:
    assert after(ROSTOV, (0, 0, 0), made(8), mountain=(4, 9, 9)) == Sheet(
        (2, 0, 0), (0, 9, 9), NOTHING
    )
    assert after(ROSTOV, (0, 0, 0), made(8), mountain=(40, 9, 9)).mountain == (34, 9, 9)
    assert after(SOCHI, (0, 0, 0), made(8), mountain=(4, 9, 9)).mountain == (4, 9, 9)


def test_mountain_first_leaves_a_mountain_below_zero_alone() -> None:
    assert after(ROSTOV, (0, 0, 0), made(6), mountain=(-5, 0, 0)).mountain == (-5, 0, 0)


def test_mountain_first_counts_a_misere_but_not_a_bonus() -> None:
    misere = Outcome(kind="misere", dealer=2, tricks=(0, 5, 5), declarer=0)
    assert after(ROSTOV, (0, 0, 0), misere, mountain=(8, 0, 0)).mountain == (0, 0, 0)
    all_pass = Outcome(kind="all_pass", dealer=2, tricks=(0, 4, 6), all_pass_number=1)
    written = after(ROSTOV, (0, 0, 0), all_pass, mountain=(8, 0, 0))
    assert (written.pool, written.mountain) == ((1, 0, 0), (8, 0, 0))


def test_mountain_first_then_help() -> None:
    written = after(ROSTOV, (9, 2, 3), made(8), mountain=(2, 0, 0))
    assert written == Sheet((10, 2, 6), (0, 0, 0), ((0, 0, 30), (0, 0, 0), (0, 0, 0)))


def test_zero_bonuses_close_pools_eldest_first() -> None:
    all_pass = Outcome(kind="all_pass", dealer=0, tricks=(0, 0, 10), all_pass_number=2)
    written = after(SOCHI, (9, 9, 0), all_pass)
    # Seat 1 is eldest: he closes his pool and helps the dealer, who then helps seat 2.
    assert written.pool == (10, 10, 2)
    assert written.whists == ((0, 0, 20), (10, 0, 0), (0, 0, 0))
    assert written.mountain == (0, 0, 20)


def test_whists_and_mountain_are_added_to_the_sheet() -> None:
    before = Sheet((1, 2, 3), (4, 5, 6), ((0, 7, 8), (9, 0, 10), (11, 12, 0)))
    failed = Outcome(kind="game", dealer=2, tricks=(3, 5, 2), declarer=1, level=6, whisters=(2, 0))
    assert write(SOCHI, before, failed) == Sheet(
        (1, 2, 3), (4, 7, 6), ((0, 15, 8), (9, 0, 10), (11, 18, 0))
    )
