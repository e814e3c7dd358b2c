"""What the talon brings, and deals everybody passed (§7.4-7.7, §8.6)."""

from dataclasses import replace
from typing import Any

import pytest

from games.preferans.rules import LENINGRAD, ROSTOV, SOCHI
from games.preferans.scoring import score, talon_units
from games.preferans.sheet import Sheet
from tests.games.preferans.outcomes import (
    BOTH,
    LENINGRAD_4,
    ROSTOV_4,
    SOCHI_4,
    all_pass,
    cards,
    game,
    misere,
    on_declarer,
    unplayed,
)

# Talon bonus (§8.6)


@pytest.mark.parametrize(
    ("talon", "units"),
    [
        (("SA", "HA"), 3),
        (("SA", "SK"), 2),
        (("SK", "SA"), 2),
        (("SA", "CK"), 1),
        (("SA", "SQ"), 1),
        (("S7", "HA"), 1),
        (("DQ", "DK"), 1),
        (("DK", "DQ"), 1),
        (("DQ", "CK"), 0),
        (("DQ", "DJ"), 0),
        (("DK", "DJ"), 0),
        (("DK", "CK"), 0),
        (("D7", "D8"), 0),
    ],
)
def test_units_of_the_talon(talon: tuple[str, str], units: int) -> None:
    assert talon_units(unplayed(6, talon=cards(*talon))) == units


def test_the_talon_bonus_is_written_whether_made_or_not() -> None:
    talon = cards("SA", "SK")
    failed = score(LENINGRAD_4, game(6, (5, 3, 2, 0), BOTH, talon=talon))
    assert on_declarer(failed) == (16, 12, 4 + 8)
    made = score(LENINGRAD_4, game(6, (6, 2, 2, 0), BOTH, talon=talon))
    assert on_declarer(made) == (8, 8, 8)


def test_the_talon_bonus_by_table() -> None:
    talon = cards("SA", "SK")
    assert on_declarer(score(ROSTOV_4, unplayed(8, 4, talon=talon))) == (0, 0, 20)
    assert on_declarer(score(SOCHI_4, unplayed(8, 4, talon=talon))) == (0, 0, 0)
    assert on_declarer(score(LENINGRAD, unplayed(8, talon=talon))) == (0, 0)
    split = replace(SOCHI, talon_bonus="split")
    assert on_declarer(score(split, unplayed(8, talon=talon))) == (6, 6)
    rostov = replace(ROSTOV, talon_bonus="split")
    assert on_declarer(score(rostov, unplayed(8, talon=cards("SA", "HA")))) == (15, 15)


def test_no_talon_bonus_without_a_talon() -> None:
    talon = cards("SA", "HA")
    assert on_declarer(score(LENINGRAD_4, unplayed(9, 4, talon=talon, no_talon=True))) == (0, 0, 0)
    assert on_declarer(score(LENINGRAD_4, unplayed(9, 4))) == (0, 0, 0)
    on_misere = replace(misere(0, 5, 5, 0), talon=talon)
    assert on_declarer(score(LENINGRAD_4, on_misere)) == (0, 0, 0)


# All-pass deals (§7.4-7.7)


@pytest.mark.parametrize(
    ("progression", "prices"),
    [
        ("none", (1, 1, 1, 1, 1)),
        ("arith_cap3", (1, 2, 3, 3, 3)),
        ("arith", (1, 2, 3, 4, 5)),
        ("geom_cap", (1, 2, 4, 4, 4)),
        ("geom", (1, 2, 4, 8, 16)),
    ],
)
def test_the_price_of_all_pass_tricks_grows(progression: Any, prices: tuple[int, ...]) -> None:
    for base in (1, 2):
        rules = replace(SOCHI, raspasy_progression=progression, raspasy_base=base)
        for number, price in enumerate(prices, start=1):
            written = score(rules, all_pass(3, 5, 2, number=number))
            assert written.mountain == (base * price, 3 * base * price, 0)


def test_amnesty_forgives_the_smallest_count() -> None:
    without = replace(SOCHI, raspasy_amnesty=False)
    assert score(without, all_pass(3, 5, 2)).mountain == (3, 5, 2)


def test_the_dealer_takes_part_when_the_talon_is_led() -> None:
    assert score(SOCHI_4, all_pass(3, 4, 2, 1)).mountain == (2, 3, 1, 0)
    assert score(LENINGRAD_4, all_pass(3, 4, 2, 1)).mountain == (6, 8, 4, 2)
    closed = replace(SOCHI_4, raspasy_talon="closed")
    assert score(closed, all_pass(3, 5, 2, 0)).mountain == (1, 3, 0, 0)


@pytest.mark.parametrize(
    ("bonus", "pool", "mountain"),
    [
        ("pool_price", 4, 0),
        ("pool_1", 1, 0),
        ("mountain_minus_price", 0, -4),
        ("mountain_minus_2price", 0, -8),
        ("none", 0, 0),
    ],
)
def test_no_trick_on_all_pass_has_a_bonus(bonus: Any, pool: int, mountain: int) -> None:
    rules = replace(LENINGRAD, raspasy_zero_bonus=bonus)
    written = score(rules, all_pass(6, 4, 0, number=2))
    assert written.pool == (0, 0, pool)
    assert written.mountain == (24, 16, mountain)


def test_two_players_without_a_trick_both_have_the_bonus() -> None:
    assert score(SOCHI, all_pass(10, 0, 0)) == Sheet((0, 1, 1), (10, 0, 0), ((0, 0, 0),) * 3)


def test_the_sitting_dealer_has_no_bonus_unless_agreed() -> None:
    assert score(SOCHI_4, all_pass(5, 5, 0, 0)).pool == (0, 0, 1, 0)
    agreed = replace(SOCHI_4, zero_bonus_dealer=True)
    assert score(agreed, all_pass(5, 5, 0, 0)).pool == (0, 0, 1, 1)
    assert score(agreed, all_pass(5, 3, 0, 2)).pool == (0, 0, 1, 0)


def test_rostov_all_pass_of_four_gives_the_dealer_a_point() -> None:
    nobody = (0, 0, 0, 0)
    written = score(ROSTOV_4, all_pass(5, 3, 2, 0))
    assert written == Sheet((0, 0, 0, 1), nobody, (nobody, nobody, (25, 15, 0, 0), nobody))


def test_rostov_winners_who_tie_write_halves() -> None:
    written = score(ROSTOV, all_pass(2, 6, 2))
    assert written == Sheet((0, 0, 0), (0, 0, 0), ((0, 15, 0), (0, 0, 0), (0, 15, 0)))
    both_zero = score(ROSTOV, all_pass(0, 10, 0))
    assert both_zero.pool == (1, 0, 1)
    assert both_zero.whists == ((0, 25, 0), (0, 0, 0), (0, 25, 0))


def test_rostov_best_player_writes_all_tricks_of_the_others() -> None:
    assert score(ROSTOV, all_pass(3, 5, 2, number=4)).whists[2] == (15, 25, 0)
