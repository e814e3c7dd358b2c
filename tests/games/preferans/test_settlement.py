"""The final settlement: the vectors of §15.2 and the properties of §10."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.preferans.outcome import Outcome
from games.preferans.rules import LENINGRAD, ROSTOV, SOCHI, Rules, preset
from games.preferans.scoring import score, write
from games.preferans.settlement import between, payments, settle, shown
from games.preferans.sheet import Sheet

NO_WHISTS = ((0, 0, 0),) * 3


def whole(*whists: int) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, whists))


def thirds(*numerators: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(numerator, 3) for numerator in numerators)


def test_vector_f2_whists_only() -> None:
    sheet = Sheet((0, 0, 0), (0, 0, 0), ((0, 70, 100), (114, 0, 96), (140, 180, 0)))
    assert settle(SOCHI, sheet).exact == whole(-84, -40, 124)


def test_vector_f5b_all_pass_of_four() -> None:
    sheet = Sheet((0, 0, 0, 0), (24, 8, 4, 4), ((0, 0, 0, 0),) * 4)
    assert settle(preset("leningrad", 4), sheet).exact[0] == -180 + 40


F7 = Sheet((14, 8, 0), (12, 26, 6), ((0, 12, 0), (22, 0, 0), (22, 4, 0)))


def test_vector_f7_sochi() -> None:
    settled = settle(SOCHI, F7)
    assert settled.exact == thirds(184, -302, 118)
    assert settled.shown == (61, -101, 40)


@pytest.mark.parametrize("divisor", ["n", "n_minus_1"])
@pytest.mark.parametrize("rules", [SOCHI, LENINGRAD])
def test_what_each_won_from_each_makes_his_result(rules: Rules, divisor: Any) -> None:
    rules = replace(rules, mountain_divisor=divisor)
    rows = between(rules, F7)
    assert tuple(map(sum, rows)) == settle(rules, F7).exact
    assert all(rows[i][j] == -rows[j][i] for i in range(3) for j in range(3))


def test_vector_f9_leningrad() -> None:
    whists = ((0, 44, 32), (60, 0, 16), (28, 40, 0))
    sheet = Sheet((12, 10, 8), (20, 36, 14), whists)
    assert settle(LENINGRAD, sheet).exact == thirds(184, -404, 220)
    # The same with 2·(T − P) on the mountain and no pool (§10).
    unclosed = Sheet((0, 0, 0), (20 + 16, 36 + 20, 14 + 24), whists)
    assert settle(LENINGRAD, unclosed).exact == thirds(184, -404, 220)


def test_vector_f10_other_divisor() -> None:
    sheet = Sheet((0, 0, 0), (2, 5, 8), NO_WHISTS)
    assert settle(replace(SOCHI, mountain_divisor="n_minus_1"), sheet).exact == whole(45, 0, -45)
    assert settle(SOCHI, sheet).exact == whole(30, 0, -30)


def test_the_other_divisor_leaves_whists_alone() -> None:
    rules = replace(SOCHI, mountain_divisor="n_minus_1")
    sheet = Sheet((0, 0, 0), (3, 0, 0), ((0, 7, 0), (0, 0, 0), (0, 0, 0)))
    assert settle(rules, sheet).exact == whole(-30 + 7, 15 - 7, 15)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        (thirds(1, 1, -2), (0, 0, 0)),
        (thirds(2, -1, -1), (0, 0, 0)),
        (thirds(2, 2, -4), (0, 1, -1)),
        (thirds(3, -3, 0), (1, -1, 0)),
        (thirds(0, 0, 0), (0, 0, 0)),
        (thirds(5, -4, -1), (1, -1, 0)),
        ((Fraction(1, 2), Fraction(1, 4), Fraction(-3, 4)), (1, 0, -1)),
        ((Fraction(1, 2), Fraction(1, 2), Fraction(-1, 2), Fraction(-1, 2)), (0, 0, 0, 0)),
        ((Fraction(1, 4), Fraction(-3, 4), Fraction(1, 4), Fraction(1, 4)), (0, -1, 0, 1)),
        ((Fraction(1, 4), Fraction(1, 2), Fraction(-1, 2), Fraction(-1, 4)), (0, 0, 0, 0)),
    ],
)
def test_shown_gives_the_largest_remainders_first(
    exact: tuple[Fraction, ...], rounded: tuple[int, ...]
) -> None:
    assert shown(exact) == rounded


def test_payments_net_the_results() -> None:
    assert payments((Fraction(30), Fraction(0), Fraction(-30))) == ((2, 0, Fraction(30)),)
    assert payments(thirds(184, -302, 118)) == (
        (1, 0, Fraction(184, 3)),
        (1, 2, Fraction(118, 3)),
    )
    assert payments((Fraction(0),) * 4) == ()
    assert payments(thirds(1, -1, 0)) == ((1, 0, Fraction(1, 3)),)


def test_columns_of_different_tables_do_not_settle() -> None:
    with pytest.raises(ValueError):
        settle(SOCHI, Sheet((0, 0, 0), (0, 0, 0, 0), NO_WHISTS))


# Properties (§15.2, §10)

NUMBERS = st.integers(-300, 300)
CONVENTIONS = st.sampled_from(["sochi", "leningrad", "rostov"])


@st.composite
def tables(draw: st.DrawFn) -> tuple[Rules, Sheet]:
    """A convention for three or four players, either divisor, and any sheet."""
    players = draw(st.sampled_from([3, 4]))
    divisor: Any = draw(st.sampled_from(["n", "n_minus_1"]))
    rules = replace(preset(draw(CONVENTIONS), players), mountain_divisor=divisor)
    return rules, draw(sheets(players))


@st.composite
def sheets(draw: st.DrawFn, players: int) -> Sheet:
    column = st.tuples(*[NUMBERS] * players)
    rows = [list(draw(column)) for _ in range(players)]
    for seat in range(players):
        rows[seat][seat] = 0
    return Sheet(draw(column), draw(column), tuple(map(tuple, rows)))


@given(tables())
def test_results_shown_and_payments_sum_to_zero(table: tuple[Rules, Sheet]) -> None:
    rules, sheet = table
    settled = settle(rules, sheet)
    assert sum(settled.exact) == 0
    assert sum(settled.shown) == 0
    assert len(settled.payments) < rules.players
    left = list(settled.exact)
    for payer, payee, whists in settled.payments:
        assert whists > 0
        left[payer] += whists
        left[payee] -= whists
    assert not any(left)


@given(tables())
def test_shown_is_never_a_whist_away(table: tuple[Rules, Sheet]) -> None:
    settled = settle(*table)
    for exact, rounded in zip(settled.exact, settled.shown, strict=True):
        assert abs(exact - rounded) < 1


@given(tables(), NUMBERS)
def test_a_constant_on_all_mountains_changes_nothing(
    table: tuple[Rules, Sheet], constant: int
) -> None:
    rules, sheet = table
    higher = sheet._replace(mountain=tuple(points + constant for points in sheet.mountain))
    assert settle(rules, higher) == settle(rules, sheet)


@given(tables(), NUMBERS)
def test_a_constant_in_all_pools_changes_nothing(table: tuple[Rules, Sheet], constant: int) -> None:
    rules, sheet = table
    fuller = sheet._replace(pool=tuple(points + constant for points in sheet.pool))
    assert settle(rules, fuller) == settle(rules, sheet)


@given(tables())
def test_whists_may_be_netted_first(table: tuple[Rules, Sheet]) -> None:
    rules, sheet = table
    netted = tuple(
        tuple(max(0, sheet.whists[i][j] - sheet.whists[j][i]) for j in range(rules.players))
        for i in range(rules.players)
    )
    assert settle(rules, sheet._replace(whists=netted)) == settle(rules, sheet)


@st.composite
def made_deals(draw: st.DrawFn) -> tuple[Rules, Sheet, Outcome]:
    """A Sochi or Rostov table, a sheet within its pool target, and a deal that adds points."""
    players = draw(st.sampled_from([3, 4]))
    rules = preset(draw(st.sampled_from(["sochi", "rostov"])), players)
    sheet = draw(sheets(players))
    pool = draw(st.tuples(*[st.integers(0, rules.pool_target)] * players))
    dealer = draw(st.integers(0, players - 1))
    active = [seat for seat in range(players) if players == 3 or seat != dealer]
    kind: Any = draw(st.sampled_from(["game", "misere", "all_pass"]))
    tricks = [0] * players
    if kind == "all_pass":
        tricks[active[0]] = 10
    elif kind == "misere":
        tricks[active[1]] = 10
    outcome = Outcome(
        kind=kind,
        dealer=dealer,
        tricks=tuple(tricks),
        played=kind != "game",
        declarer=None if kind == "all_pass" else active[0],
        level=draw(st.integers(6, 10)) if kind == "game" else 0,
        all_pass_number=draw(st.integers(1, 4)) if kind == "all_pass" else 0,
    )
    return rules, sheet._replace(pool=pool), outcome


@given(made_deals())
def test_help_write_off_and_mountain_first_are_neutral(
    deal: tuple[Rules, Sheet, Outcome],
) -> None:
    rules, sheet, outcome = deal
    plain = replace(rules, american_help=False, made_game_writes="pool")
    helped = replace(rules, american_help=True, made_game_writes="mountain_first")
    clockwise = replace(helped, help_order="clockwise")
    exact = settle(rules, write(plain, sheet, outcome)).exact
    assert settle(rules, write(helped, sheet, outcome)).exact == exact
    assert settle(rules, write(clockwise, sheet, outcome)).exact == exact


@given(made_deals())
def test_a_pool_never_passes_the_target_with_help(deal: tuple[Rules, Sheet, Outcome]) -> None:
    rules, sheet, outcome = deal
    after = write(rules, sheet, outcome)
    assert max(after.pool) <= rules.pool_target
    assert all(old <= new for old, new in zip(sheet.pool, after.pool, strict=True))


@given(sheets(3), st.permutations([2, 3, 5]), st.integers(1, 5))
def test_amnesty_of_three_changes_no_result(sheet: Sheet, tricks: list[int], number: int) -> None:
    outcome = Outcome(kind="all_pass", dealer=0, tricks=tuple(tricks), all_pass_number=number)
    for rules in (SOCHI, LENINGRAD):
        with_amnesty = write(replace(rules, raspasy_amnesty=True), sheet, outcome)
        without = write(replace(rules, raspasy_amnesty=False), sheet, outcome)
        assert settle(rules, with_amnesty) == settle(rules, without)


def test_leningrad_mountain_bonus_is_worth_the_pool_bonus() -> None:
    outcome = Outcome(kind="all_pass", dealer=2, tricks=(0, 4, 6), all_pass_number=2)
    by_mountain = replace(LENINGRAD, raspasy_zero_bonus="mountain_minus_2price")
    assert settle(LENINGRAD, score(LENINGRAD, outcome)) == settle(
        LENINGRAD, score(by_mountain, outcome)
    )


def test_rostov_settles_like_sochi() -> None:
    assert settle(ROSTOV, F7) == settle(SOCHI, F7)
