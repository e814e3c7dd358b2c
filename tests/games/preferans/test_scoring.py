"""What one deal writes by each setting of §8."""

from dataclasses import replace
from typing import Any

import pytest

from games.preferans.outcome import Outcome
from games.preferans.rules import LENINGRAD, ROSTOV, SOCHI, Rules
from games.preferans.scoring import duty, is_made, score
from games.preferans.sheet import Sheet
from tests.games.preferans.outcomes import (
    BOTH,
    GENTLEMEN,
    LENINGRAD_4,
    SOCHI_4,
    game,
    misere,
    on_declarer,
    unplayed,
)

# Prices of every level (§8.1)

PRICES = [
    # rules, level, pool, undertrick, whist per trick, consolation, missing trick
    *[(SOCHI, 5 + n, 2 * n, 2 * n, 2 * n, 2 * n, 2 * n) for n in range(1, 5)],
    *[(LENINGRAD, 5 + n, 2 * n, 4 * n, 4 * n, 4 * n, 2 * n) for n in range(1, 5)],
    *[(ROSTOV, 5 + n, 2 * n, 2 * n, 2 * n, 10, n) for n in range(1, 5)],
]


@pytest.mark.parametrize(
    ("rules", "level", "pool", "undertrick", "whist", "consolation", "missing"),
    PRICES,
    ids=[f"{row[0].convention}-{row[1]}" for row in PRICES],
)
def test_prices_of_each_level(
    rules: Rules, level: int, pool: int, undertrick: int, whist: int, consolation: int, missing: int
) -> None:
    made = score(rules, game(level, (10, 0, 0), (1,)))
    owed = {6: 4, 7: 2, 8: 1, 9: 1}[level]
    assert made.pool == (pool, 0, 0)
    assert made.mountain == (0, owed * missing, 0)
    failed = score(rules, game(level, (level - 1, 11 - level, 0), BOTH))
    assert failed.mountain == (undertrick, 0, 0)
    assert on_declarer(failed) == ((11 - level) * whist + consolation, consolation)


@pytest.mark.parametrize("level", [6, 7, 8, 9, 10])
def test_a_game_everyone_passed_writes_only_the_pool(level: int) -> None:
    expected = Sheet((2 * (level - 5), 0, 0), (0, 0, 0), ((0, 0, 0),) * 3)
    assert score(LENINGRAD, unplayed(level)) == expected


@pytest.mark.parametrize(("rules", "price"), [(SOCHI, 10), (LENINGRAD, 20), (ROSTOV, 10)])
def test_misere_writes_pool_or_mountain_and_no_whists(rules: Rules, price: int) -> None:
    nothing = ((0, 0, 0),) * 3
    assert score(rules, misere(0, 4, 6)) == Sheet((10, 0, 0), (0, 0, 0), nothing)
    assert score(rules, misere(1, 4, 5)) == Sheet((0, 0, 0), (price, 0, 0), nothing)
    assert score(rules, misere(10, 0, 0)) == Sheet((0, 0, 0), (10 * price, 0, 0), nothing)


def test_misere_shared_with_the_dealer_is_halved() -> None:
    shared = replace(SOCHI_4, misere_half_with_dealer=True)
    assert score(shared, misere(0, 4, 6, 0)).pool == (5, 0, 0, 5)
    assert score(shared, misere(3, 4, 3, 0)).mountain == (15, 0, 0, 15)
    assert score(SOCHI_4, misere(3, 4, 3, 0)).mountain == (30, 0, 0, 0)


# Who writes the whists (§8.2, §8.3)


def test_one_whister_writes_the_tricks_of_both_on_a_made_game() -> None:
    for rules in (SOCHI, LENINGRAD):
        written = score(rules, game(6, (6, 1, 3), (2,)))
        assert on_declarer(written) == (0, 4 * (4 if rules.doubled else 2))


def test_gentlemen_do_not_differ_when_two_whisted() -> None:
    for tricks in [(5, 3, 2), (4, 0, 6)]:
        outcome = game(6, tricks, BOTH)
        assert score(GENTLEMEN, outcome) == score(SOCHI, outcome)


def test_gentlemen_halve_whoever_whisted() -> None:
    assert on_declarer(score(GENTLEMEN, game(6, (5, 3, 2), (2,)))) == (7, 7)
    assert on_declarer(score(SOCHI, game(6, (5, 3, 2), (2,)))) == (2, 12)


RETURNED = game(6, (4, 3, 3), (1,), half_whister=2, returned=True)


def test_a_returned_whist_takes_all_in_leningrad() -> None:
    # 6 tricks and twice the consolation of two undertricks, at 4 each.
    assert on_declarer(score(LENINGRAD, RETURNED)) == (6 * 4 + 2 * 8, 0)


def test_a_returned_whist_is_like_any_other_elsewhere() -> None:
    assert on_declarer(score(GENTLEMEN, RETURNED)) == (6 + 4, 6 + 4)
    assert on_declarer(score(SOCHI, RETURNED)) == (12 + 4, 4)


def test_a_returned_whist_leaves_the_sitting_dealer_his_consolation() -> None:
    outcome = game(6, (4, 3, 3, 0), (1,), half_whister=2, returned=True)
    assert on_declarer(score(LENINGRAD_4, outcome)) == (40, 0, 8)


def test_a_returned_whist_pays_the_duty_alone() -> None:
    outcome = game(6, (7, 3, 0), (1,), half_whister=2, returned=True)
    written = score(LENINGRAD, outcome)
    assert (written.mountain, on_declarer(written)) == ((0, 2, 0), (12, 0))


def test_a_whist_without_return_is_shared_even_where_return_takes_all() -> None:
    assert on_declarer(score(LENINGRAD, game(6, (4, 3, 3), (1,)))) == (12 + 8, 12 + 8)


# The sitting dealer (§8.3, §11, §4.5)


def test_the_sitting_dealer_is_consoled() -> None:
    outcome = game(7, (5, 3, 2, 0), BOTH)
    assert on_declarer(score(SOCHI_4, outcome)) == (20, 16, 8)
    without = replace(SOCHI_4, consolation_to_dealer=False)
    assert on_declarer(score(without, outcome)) == (20, 16, 0)


def test_with_three_the_dealer_is_a_defender_and_consoled_once() -> None:
    without = replace(SOCHI, consolation_to_dealer=False)
    assert on_declarer(score(without, game(7, (5, 3, 2), BOTH))) == (20, 16)


def test_the_dealer_who_whisted_writes_all_whists_and_pays_no_shortfall() -> None:
    rules = replace(LENINGRAD_4, dealer_may_whist=True)
    made = score(rules, game(6, (7, 1, 2, 0), (3,), half_whister=2))
    assert (made.mountain, on_declarer(made)) == ((0, 0, 0, 0), (0, 0, 12))
    failed = score(rules, game(6, (5, 2, 3, 0), (3,), half_whister=2))
    assert on_declarer(failed) == (4, 4, 24)


def test_the_dealer_who_whisted_is_consoled_in_any_case() -> None:
    rules = replace(LENINGRAD_4, dealer_may_whist=True, consolation_to_dealer=False)
    assert on_declarer(score(rules, game(6, (5, 2, 3, 0), (3,), half_whister=2))) == (4, 4, 24)


def test_seats_are_found_around_any_dealer() -> None:
    outcome = Outcome(
        kind="game",
        dealer=1,
        tricks=(2, 0, 5, 3),
        declarer=2,
        level=6,
        whisters=(3, 0),
    )
    written = score(SOCHI_4, outcome)
    assert written.mountain == (0, 0, 2, 0)
    assert [row[2] for row in written.whists] == [4 + 2, 2, 0, 6 + 2]


# Missing tricks (§8.4)

SPLITS = [
    # level, tricks of D1 and D2, what each is short
    (6, (0, 1), (2, 1)),
    (6, (1, 1), (1, 1)),
    (6, (0, 2), (2, 0)),
    (6, (0, 3), (1, 0)),
    (6, (1, 2), (1, 0)),
    (6, (0, 0), (2, 2)),
    (6, (3, 0), (0, 1)),
    (6, (2, 2), (0, 0)),
    (6, (4, 0), (0, 0)),
    (7, (0, 0), (1, 1)),
    (7, (1, 0), (0, 1)),
    (7, (0, 1), (1, 0)),
    (7, (2, 0), (0, 0)),
    (7, (0, 2), (0, 0)),
    (8, (0, 0), (0, 1)),
    (9, (0, 0), (0, 1)),
    (8, (1, 0), (0, 0)),
    (9, (0, 1), (0, 0)),
]


@pytest.mark.parametrize(("level", "tricks", "short"), SPLITS)
def test_how_two_whisters_share_the_shortfall(
    level: int, tricks: tuple[int, int], short: tuple[int, int]
) -> None:
    value = 2 * (level - 5)
    written = score(SOCHI, game(level, (10 - sum(tricks), *tricks), BOTH))
    assert written.mountain == (0, short[0] * value, short[1] * value)


def test_the_second_whister_is_the_one_who_whisted_last() -> None:
    assert score(SOCHI, game(8, (10, 0, 0), (2, 1))).mountain == (0, 6, 0)


def test_both_may_answer_for_the_single_trick() -> None:
    both = replace(SOCHI, responsibility_single="both")
    assert score(both, game(8, (10, 0, 0), BOTH)).mountain == (0, 6, 6)
    assert score(both, game(9, (9, 0, 1), BOTH)).mountain == (0, 0, 0)
    assert score(both, game(9, (10, 0, 0), (2,))).mountain == (0, 0, 8)
    assert score(both, game(7, (10, 0, 0), BOTH)).mountain == (0, 4, 4)


def test_the_quota_may_be_personal() -> None:
    personal = replace(SOCHI, whist_quota="personal")
    assert score(personal, game(6, (6, 1, 3), BOTH)).mountain == (0, 2, 0)
    assert score(personal, game(6, (7, 0, 3), BOTH)).mountain == (0, 4, 0)
    assert score(personal, game(7, (8, 2, 0), BOTH)).mountain == (0, 0, 4)
    assert score(personal, game(6, (6, 1, 3), (1,))).mountain == (0, 0, 0)
    assert score(personal, game(6, (5, 1, 4), BOTH)).mountain == (2, 0, 0)


def test_a_failed_game_has_no_shortfall() -> None:
    assert score(SOCHI, game(7, (6, 4, 0), BOTH)).mountain == (4, 0, 0)


def test_duty_of_the_pair() -> None:
    assert [duty(level, SOCHI) for level in (6, 7, 8, 9, 10)] == [4, 2, 1, 1, 0]
    assert duty(10, replace(SOCHI, ten="whisted")) == 1


# Tens (§8.5)


def test_a_checked_ten_writes_no_whists_when_made() -> None:
    assert score(SOCHI, game(10, (10, 0, 0))) == score(SOCHI, unplayed(10))


def test_a_checked_ten_pays_own_tricks_when_failed() -> None:
    written = score(SOCHI, game(10, (8, 2, 0)))
    assert (written.mountain, on_declarer(written)) == ((20, 0, 0), (20 + 20, 20))
    without = replace(SOCHI, ten_checked_whists=False)
    assert on_declarer(score(without, game(10, (8, 2, 0)))) == (20, 20)


def test_a_whisted_ten_is_a_normal_level() -> None:
    whisted = replace(SOCHI, ten="whisted")
    assert score(whisted, game(10, (10, 0, 0), BOTH)).mountain == (0, 0, 10)
    assert score(whisted, game(10, (10, 0, 0), (1,))).mountain == (0, 10, 0)
    assert on_declarer(score(whisted, game(10, (8, 2, 0), (1,)))) == (40, 20)
    gentlemen = replace(whisted, whist_style="gentleman")
    assert on_declarer(score(gentlemen, game(10, (8, 2, 0), (1,)))) == (30, 30)


def test_consolation_by_each_agreement() -> None:
    outcome = game(7, (5, 3, 2), BOTH)
    prices: dict[Any, int] = {"V": 8, "2V": 16, "10": 20}
    for agreement, each in prices.items():
        rules = replace(SOCHI, consolation=agreement)
        assert on_declarer(score(rules, outcome)) == (12 + each, 8 + each)


# Concession (§3.4)


@pytest.mark.parametrize(("undertricks", "mountain"), [(2, 8), (3, 12)])
def test_conceding_writes_undertricks_of_the_won_level(undertricks: Any, mountain: int) -> None:
    rules = replace(SOCHI_4, concede_without_three=undertricks)
    outcome = Outcome(kind="concede", dealer=3, tricks=(0,) * 4, declarer=1, level=7, played=False)
    assert score(rules, outcome) == Sheet((0,) * 4, (0, mountain, 0, 0), ((0,) * 4,) * 4)
    assert not is_made(outcome)
