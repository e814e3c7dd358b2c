"""Positions no play leads to are refused before C sees them."""

from typing import Any

import pytest

from games.cards import CARDS_BY_NAME, NO_TRUMP, hand_of
from games.preferans.solver import Impossible, Problem, solve_many


def hand(*names: str) -> int:
    return hand_of(CARDS_BY_NAME[name] for name in names)


FINE = Problem((hand("SA", "HK"), hand("SK", "H7"), hand("S7", "D7")), 0, 0, "game", 0)
TALON = FINE._replace(mode="all_pass", trump=NO_TRUMP)


def test_this_position_is_possible() -> None:
    solution = solve_many([FINE])[0]
    assert solution is not None
    assert solution.tricks == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "miser"},
        {"trump": 5},
        {"trump": -1},
        {"mode": "misere"},
        {"declarer": 3},
        {"leader": -1},
        {"hands": (hand("SA"), hand("SK", "H7"), hand("S7", "D7"))},
        {"hands": (hand("SA", "HK"), hand("SA", "H7"), hand("S7", "D7"))},
        {"hands": (0x7FF, 0x7FF000, 0xFF800000)},
        {"hands": (1 << 32, 2, 4)},
        {"hands": (-1, 2, 4)},
        {"hands": (hand("SA"), hand("SK"))},
        {"trick": (CARDS_BY_NAME["ST"],)},
        {"hands": (hand("HK"), hand("SK", "H7"), hand("S7", "D7")), "trick": (32,)},
        {"hands": (hand("HK"), hand("SK", "H7"), hand("S7", "D7")), "trick": (-1,)},
        {"talon": (CARDS_BY_NAME["D9"],)},
    ],
)
def test_an_impossible_position_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Impossible):
        solve_many([FINE._replace(**wrong)])


@pytest.mark.parametrize(
    "wrong",
    [
        {"talon": (CARDS_BY_NAME["SA"],)},
        {"talon": (CARDS_BY_NAME["D9"], CARDS_BY_NAME["D9"])},
        {"talon": tuple(CARDS_BY_NAME[name] for name in ("D9", "DT", "DJ"))},
        {"eldest": 3},
    ],
)
def test_an_impossible_talon_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Impossible):
        solve_many([TALON._replace(**wrong)])


def test_a_card_that_revoked_is_refused() -> None:
    table = (CARDS_BY_NAME["HA"], CARDS_BY_NAME["DA"])
    two = FINE._replace(hands=(hand("HK"), hand("H7"), hand("S7", "D7")), trick=table)
    with pytest.raises(Impossible, match="follow"):
        solve_many([two])


def test_a_trump_kept_back_is_refused() -> None:
    table = (CARDS_BY_NAME["HA"], CARDS_BY_NAME["DA"])
    two = FINE._replace(hands=(hand("HK"), hand("SK"), hand("S7", "D7")), trick=table)
    with pytest.raises(Impossible, match="follow"):
        solve_many([two])
    assert solve_many([two._replace(trump=NO_TRUMP)])
