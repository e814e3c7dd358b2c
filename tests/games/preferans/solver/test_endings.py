"""Random endings agree with brute force, card by card."""

import pytest

from tests.games.preferans.solver.agreeing import disagreements


@pytest.mark.parametrize("seed", range(4))
def test_every_card_of_random_endings_has_the_value_brute_force_finds(seed: int) -> None:
    assert disagreements(seed, 30) == []
