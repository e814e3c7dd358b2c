"""What one deal writes: every single-deal vector of §15.1 and each setting of §8."""

from dataclasses import replace
from typing import Any

import pytest

from games.cards import CARDS_BY_NAME, Card
from games.preferans.outcome import Outcome
from games.preferans.rules import LENINGRAD, ROSTOV, SOCHI, Rules, preset
from games.preferans.scoring import duty, is_made, score, talon_units, write
from games.preferans.sheet import Sheet

BOTH = (1, 2)


def game(
    level: int, tricks: tuple[int, ...], whisters: tuple[int, ...] = (), **more: Any
) -> Outcome:
    """A played game of seat 0; with four players seat 3 deals."""
    deal: dict[str, Any] = {"declarer": 0, "level": level, "whisters": whisters} | more
    return Outcome(kind="game", dealer=len(tricks) - 1, tricks=tricks, **deal)


def unplayed(level: int, players: int = 3, **more: Any) -> Outcome:
    return game(level, (0,) * players, played=False, **more)


def all_pass(*tricks: int, number: int = 1) -> Outcome:
    dealer = len(tricks) - 1
    return Outcome(kind="all_pass", dealer=dealer, tricks=tricks, all_pass_number=number)


def misere(*tricks: int) -> Outcome:
    return Outcome(kind="misere", dealer=len(tricks) - 1, tricks=tricks, declarer=0)


def cards(*names: str) -> tuple[Card, Card]:
    first, second = (CARDS_BY_NAME[name] for name in names)
    return first, second


def on_declarer(sheet: Sheet) -> tuple[int, ...]:
    """What the others wrote on seat 0."""
    return tuple(row[0] for row in sheet.whists[1:])


GENTLEMEN = replace(SOCHI, whist_style="gentleman")
HALF = replace(SOCHI, whist_responsibility="half")
LENINGRAD_4 = preset("leningrad", 4)
SOCHI_4 = preset("sochi", 4)
ROSTOV_4 = preset("rostov", 4)
GCHET = replace(LENINGRAD, raspasy_progression="geom_cap", raspasy_amnesty=True)
CONCEDE = replace(LENINGRAD, concede_without_three=3)

# id, rules, outcome, pool, mountain, whists on the declarer
VECTORS: list[tuple[str, Rules, Outcome, tuple[int, ...], tuple[int, ...], tuple[int, ...]]] = [
    ("D1", SOCHI, game(6, (6, 2, 2), BOTH), (2, 0, 0), (0, 0, 0), (4, 4)),
    ("D2", SOCHI, game(7, (7, 1, 2), BOTH), (4, 0, 0), (0, 0, 0), (4, 8)),
    ("D3", SOCHI, game(9, (9, 1, 0), BOTH), (8, 0, 0), (0, 0, 0), (8, 0)),
    ("D4", SOCHI, game(7, (5, 3, 2), BOTH), (0, 0, 0), (8, 0, 0), (20, 16)),
    ("D5", SOCHI, game(8, (6, 3, 1), BOTH), (0, 0, 0), (12, 0, 0), (30, 18)),
    ("D6", SOCHI, game(6, (5, 3, 2), (1,)), (0, 0, 0), (2, 0, 0), (12, 2)),
    ("D7", GENTLEMEN, game(6, (5, 3, 2), (1,)), (0, 0, 0), (2, 0, 0), (7, 7)),
    ("D8", SOCHI, game(6, (7, 1, 2), (1,)), (2, 0, 0), (0, 2, 0), (6, 0)),
    ("D10", SOCHI, game(6, (9, 1, 0), BOTH), (2, 0, 0), (0, 2, 4), (2, 0)),
    ("D11", HALF, game(6, (9, 1, 0), BOTH), (2, 0, 0), (0, 1, 2), (2, 0)),
    ("D13", SOCHI, unplayed(6, half_whister=2), (2, 0, 0), (0, 0, 0), (0, 4)),
    ("D14", SOCHI, misere(2, 5, 3), (0, 0, 0), (20, 0, 0), (0, 0)),
    ("D15", SOCHI, all_pass(3, 5, 2), (0, 0, 0), (1, 3, 0), (0, 0)),
    ("D17-50", LENINGRAD, game(6, (5, 5, 0), (1,)), (0, 0, 0), (4, 0, 0), (14, 14)),
    ("D17-23", LENINGRAD, game(6, (5, 2, 3), (1,)), (0, 0, 0), (4, 0, 0), (14, 14)),
    ("D19", LENINGRAD, game(6, (7, 0, 3), BOTH), (2, 0, 0), (0, 2, 0), (0, 12)),
    ("D21-6", LENINGRAD, unplayed(6, half_whister=2), (2, 0, 0), (0, 0, 0), (0, 8)),
    ("D21-7", LENINGRAD, unplayed(7, half_whister=2), (4, 0, 0), (0, 0, 0), (0, 8)),
    ("D22", LENINGRAD, misere(2, 4, 4), (0, 0, 0), (40, 0, 0), (0, 0)),
    (
        "D24",
        LENINGRAD_4,
        unplayed(7, 4, talon=cards("SA", "HA")),
        (4, 0, 0, 0),
        (0, 0, 0, 0),
        (0, 0, 24),
    ),
    ("D25", GCHET, all_pass(5, 1, 4, number=3), (0, 0, 0), (32, 0, 24), (0, 0)),
    (
        "D26-6",
        CONCEDE,
        Outcome(kind="concede", dealer=2, tricks=(0, 0, 0), declarer=0, level=6, played=False),
        (0, 0, 0),
        (12, 0, 0),
        (0, 0),
    ),
    (
        "D26-8",
        CONCEDE,
        Outcome(kind="concede", dealer=2, tricks=(0, 0, 0), declarer=0, level=8, played=False),
        (0, 0, 0),
        (36, 0, 0),
        (0, 0),
    ),
]


@pytest.mark.parametrize(
    ("rules", "outcome", "pool", "mountain", "whists"),
    [vector[1:] for vector in VECTORS],
    ids=[vector[0] for vector in VECTORS],
)
def test_vector(
    rules: Rules,
    outcome: Outcome,
    pool: tuple[int, ...],
    mountain: tuple[int, ...],
    whists: tuple[int, ...],
) -> None:
    written = score(rules, outcome)
    assert (written.pool, written.mountain, on_declarer(written)) == (pool, mountain, whists)
    assert sum(map(sum, written.whists)) == sum(whists), "whists on nobody else"


SPLIT_ROSTOV = replace(ROSTOV, talon_bonus="split")
SHARED = replace(SOCHI_4, misere_half_with_dealer=True)
HALVED: list[tuple[Rules, Outcome]] = [
    (GENTLEMEN, game(6, (5, 3, 2), (1,))),
    (HALF, game(6, (9, 1, 0), BOTH)),
    (SOCHI, game(6, (9, 1, 0), BOTH)),
    (SOCHI, unplayed(6, half_whister=2)),
    (ROSTOV, all_pass(2, 6, 2)),
    (SPLIT_ROSTOV, unplayed(8, talon=cards("SA", "HA"))),
    (SHARED, misere(3, 4, 3, 0)),
]


@pytest.mark.parametrize(("rules", "outcome"), HALVED)
def test_halves_are_written_as_whole_numbers(rules: Rules, outcome: Outcome) -> None:
    written = score(rules, outcome)
    numbers = [*written.pool, *written.mountain, *sum(written.whists, ())]
    assert {type(number) for number in numbers} == {int}


def test_vector_d27_rostov_all_pass_pays_whists_to_the_best() -> None:
    written = score(ROSTOV, all_pass(6, 4, 0))
    assert written == Sheet((0, 0, 1), (0, 0, 0), ((0, 0, 0), (0, 0, 0), (30, 20, 0)))


def test_vector_d28_help_goes_to_the_highest_open_pool() -> None:
    before = Sheet((10, 7, 4), (0, 0, 0), ((0, 0, 0),) * 3)
    after = write(SOCHI, before, unplayed(6))
    assert after == Sheet((10, 9, 4), (0, 0, 0), ((0, 20, 0), (0, 0, 0), (0, 0, 0)))


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
