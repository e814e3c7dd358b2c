"""What one deal writes: every single-deal vector of §15.1."""

from dataclasses import replace

import pytest

from games.preferans.outcome import Outcome
from games.preferans.rules import LENINGRAD, ROSTOV, SOCHI, Rules
from games.preferans.scoring import score, write
from games.preferans.sheet import Sheet
from tests.games.preferans.outcomes import (
    BOTH,
    GENTLEMEN,
    LENINGRAD_4,
    SOCHI_4,
    all_pass,
    cards,
    game,
    misere,
    on_declarer,
    unplayed,
)

HALF = replace(SOCHI, whist_responsibility="half")
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
