"""The rating step as properties: what no match may ever do to a rating."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from club.skill import (
    MATCH_SIGMA,
    MU,
    SIGMA,
    SURE_SIGMA,
    Skill,
    after_match,
    aged,
    weight,
)

skills = st.builds(Skill, st.floats(0, 50), st.floats(0.5, SIGMA))
whists = st.integers(-2_000, 2_000)
NEAR = 1e-9


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Skill], list[int], int]:
    players = draw(st.sampled_from((3, 4)))
    own = [draw(whists) for _ in range(players - 1)]
    usual = draw(st.sampled_from((50, 100, 400)))
    return [draw(skills) for _ in range(players)], [*own, -sum(own)], usual


@given(tables())
def test_who_won_does_not_lose_and_who_lost_does_not_win(
    table: tuple[list[Skill], list[int], int],
) -> None:
    before, won, usual = table
    after = after_match(before, won, usual)
    for seat, points in enumerate(won):
        if points == max(won):
            assert after[seat].mu >= before[seat].mu
        if points == min(won):
            assert after[seat].mu <= before[seat].mu


@given(tables(), st.randoms(use_true_random=False))
def test_where_somebody_sits_changes_nothing(
    table: tuple[list[Skill], list[int], int], chance: object
) -> None:
    before, won, usual = table
    order = list(range(len(won)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    after = after_match(before, won, usual)
    moved = after_match([before[seat] for seat in order], [won[seat] for seat in order], usual)
    for new, seat in zip(moved, order, strict=True):
        assert new == pytest.approx(after[seat], abs=NEAR)


@given(tables())
def test_what_is_learnt_is_finite_and_makes_surer_but_for_what_a_match_costs(
    table: tuple[list[Skill], list[int], int],
) -> None:
    before, won, usual = table
    for old, new in zip(before, after_match(before, won, usual), strict=True):
        assert 0 < new.sigma**2 <= old.sigma**2 + MATCH_SIGMA**2 + NEAR
        # A duel moves by less than how unsure one is, and counts twice at most.
        assert abs(new.mu - old.mu) < 2 * (len(won) - 1) * math.hypot(old.sigma, MATCH_SIGMA)


@given(st.lists(st.floats(0, 50), min_size=3, max_size=3), st.floats(0.5, SIGMA), whists, whists)
def test_among_players_equally_known_nothing_is_made_or_lost(
    levels: list[float], sigma: float, first: int, second: int
) -> None:
    before = [Skill(mu, sigma) for mu in levels]
    after = after_match(before, [first, second, -first - second], 100)
    assert sum(each.mu for each in after) == pytest.approx(sum(levels), abs=1e-6)


@given(skills, skills, st.integers(1, 1_000), st.integers(0, 1_000))
def test_winning_more_never_moves_less(mine: Skill, theirs: Skill, whists: int, more: int) -> None:
    def gain(won: int) -> float:
        return after_match([mine, theirs, theirs], [2 * won, -won, -won], 100)[0].mu - mine.mu

    assert 0 <= gain(whists) <= gain(whists + more) + NEAR


@given(tables())
def test_whists_all_even_move_nobody(table: tuple[list[Skill], list[int], int]) -> None:
    before, won, usual = table
    after = after_match(before, [0] * len(won), usual)
    assert [each.mu for each in after] == pytest.approx([each.mu for each in before])


@given(st.fractions(-1_000, 1_000), st.integers(1, 1_000))
def test_a_duel_counts_at_most_twice_and_once_by_the_usual_whists(
    difference: Fraction, usual: int
) -> None:
    assert 0 <= weight(difference, usual) < 2
    assert weight(usual, usual) == 1


@given(skills, st.integers(0, 60), st.integers(0, 60))
def test_growing_old_at_once_or_by_and_by_is_the_same(skill: Skill, first: int, then: int) -> None:
    by_and_by = aged(aged(skill, first), then)
    assert by_and_by == pytest.approx(aged(skill, first + then))
    assert by_and_by.mu == skill.mu and skill.sigma <= by_and_by.sigma <= SIGMA


def test_a_newcomer_is_provisional_for_some_ten_matches_and_after_half_a_year_away() -> None:
    settled = Skill(MU, 2.5)
    mine, matches = Skill(), 0
    while mine.is_provisional:
        won = [60, -30, -30] if matches % 2 else [-60, 30, 30]
        mine = after_match([mine, settled, settled], won, 100)[0]
        matches += 1
    assert 5 <= matches <= 12
    assert not aged(settled, 12).is_provisional
    assert aged(settled, 26).is_provisional
    assert aged(settled, 0) == settled


def test_ratings_are_read_in_points_around_1500() -> None:
    assert Skill().points == 1500
    assert Skill(MU + 1, SURE_SIGMA).points == 1540
    assert Skill().is_provisional and not Skill(MU, SURE_SIGMA - 0.01).is_provisional
