"""Random endings agree with brute force, card by card; noise is refused."""

import pytest

from tests.games.preferans.solver.agreeing import disagreements
from tests.games.preferans.solver.fuzzing import fuzz


@pytest.mark.parametrize("seed", range(4))
def test_every_card_of_random_endings_has_the_value_brute_force_finds(seed: int) -> None:
    assert disagreements(seed, 30) == []


def test_any_problem_is_answered_or_refused() -> None:
    assert 0 < fuzz(2_000, seed=3) < 2_000
