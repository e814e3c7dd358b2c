"""`python -m games.preferans.score`: a finished deal a line, what it writes a line."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.games.preferans.score_lines import (
    ALL_PASS,
    BOTH,
    CONCEDE,
    DEAL,
    FOUR,
    GCHET,
    HALF,
    LONE,
    MISERE,
    NOBODY,
    error,
    lines,
    rules,
    scored,
    sheet,
)

VECTORS: list[tuple[str, dict[str, Any], list[int], list[int], list[int]]] = [
    ("D1", {}, [2, 0, 0], [0, 0, 0], [4, 4]),
    ("D2", {"contract": "7N", "tricks": [7, 1, 2]}, [4, 0, 0], [0, 0, 0], [4, 8]),
    ("D3", {"contract": "9H", "tricks": [9, 1, 0]}, [8, 0, 0], [0, 0, 0], [8, 0]),
    ("D4", {"contract": "7C", "tricks": [5, 3, 2]}, [0, 0, 0], [8, 0, 0], [20, 16]),
    ("D5", {"contract": "8D", "tricks": [6, 3, 1]}, [0, 0, 0], [12, 0, 0], [30, 18]),
    ("D6", {"calls": LONE, "tricks": [5, 3, 2]}, [0, 0, 0], [2, 0, 0], [12, 2]),
    (
        "D7",
        {"rules": rules("sochi", whist_style="gentleman"), "calls": LONE, "tricks": [5, 3, 2]},
        [0, 0, 0],
        [2, 0, 0],
        [7, 7],
    ),
    ("D8", {"calls": LONE, "tricks": [7, 1, 2]}, [2, 0, 0], [0, 2, 0], [6, 0]),
    ("D10", {"tricks": [9, 1, 0]}, [2, 0, 0], [0, 2, 4], [2, 0]),
    (
        "D11",
        {"rules": rules("sochi", whist_responsibility="half"), "tricks": [9, 1, 0]},
        [2, 0, 0],
        [0, 1, 2],
        [2, 0],
    ),
    ("D13", {"calls": HALF, "tricks": ...}, [2, 0, 0], [0, 0, 0], [0, 4]),
    ("D14", MISERE | {"tricks": [2, 4, 4]}, [0, 0, 0], [20, 0, 0], [0, 0]),
    ("D15", ALL_PASS | {"tricks": [3, 5, 2]}, [0, 0, 0], [1, 3, 0], [0, 0]),
    (
        "D17",
        {"rules": "leningrad", "calls": LONE, "tricks": [5, 4, 1]},
        [0, 0, 0],
        [4, 0, 0],
        [14, 14],
    ),
    ("D19", {"rules": "leningrad", "tricks": [7, 0, 3]}, [2, 0, 0], [0, 2, 0], [0, 12]),
    (
        "D21-6",
        {"rules": "leningrad", "calls": HALF, "tricks": [0, 0, 0]},
        [2, 0, 0],
        [0, 0, 0],
        [0, 8],
    ),
    (
        "D21-7",
        {"rules": "leningrad", "contract": "7S", "calls": HALF, "tricks": ...},
        [4, 0, 0],
        [0, 0, 0],
        [0, 8],
    ),
    (
        "D22",
        MISERE | {"rules": "leningrad", "tricks": [2, 4, 4]},
        [0, 0, 0],
        [40, 0, 0],
        [0, 0],
    ),
    (
        "D24",
        FOUR
        | {
            "rules": "leningrad",
            "contract": "7C",
            "calls": NOBODY,
            "talon": ["SA", "HA"],
            "tricks": ...,
        },
        [4, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 24],
    ),
    (
        "D25",
        ALL_PASS | {"rules": GCHET, "tricks": [5, 1, 4], "all_pass_number": 3},
        [0, 0, 0],
        [32, 0, 24],
        [0, 0],
    ),
    ("D26-6", CONCEDE | {"level": 6}, [0, 0, 0], [12, 0, 0], [0, 0]),
    ("D26-8", CONCEDE | {"level": 8}, [0, 0, 0], [36, 0, 0], [0, 0]),
]


@pytest.mark.parametrize(
    ("changes", "pool", "mountain", "whists"),
    [vector[1:] for vector in VECTORS],
    ids=[vector[0] for vector in VECTORS],
)
def test_vector(
    changes: dict[str, Any], pool: list[int], mountain: list[int], whists: list[int]
) -> None:
    assert lines(**changes) == (pool, mountain, whists)


def test_vector_d27() -> None:
    reply = scored(**ALL_PASS, **{"rules": "rostov", "tricks": [6, 4, 0]})
    assert reply == {
        "pool": [0, 0, 1],
        "mountain": [0, 0, 0],
        "whists": [[0, 0, 0], [0, 0, 0], [30, 20, 0]],
    }


def test_vector_d28() -> None:
    reply = scored(calls=NOBODY, tricks=..., sheet=sheet(10, 7, 4))
    assert reply == {
        "pool": [10, 9, 4],
        "mountain": [0, 0, 0],
        "whists": [[0, 20, 0], [0, 0, 0], [0, 0, 0]],
    }


def test_the_new_sheet_keeps_what_was_written() -> None:
    before = {
        "pool": [1, 2, 3],
        "mountain": [4, 5, 6],
        "whists": [[0, 7, 8], [9, 0, 10], [11, 12, 0]],
        "pool_target": 20,
    }
    assert scored(tricks=[5, 3, 2], sheet=before) == {
        "pool": [1, 2, 3],
        "mountain": [6, 5, 6],
        "whists": [[0, 7, 8], [17, 0, 10], [17, 12, 0]],
    }


def test_the_pool_target_stands_with_the_sheet_or_in_the_rules() -> None:
    missing = sheet(10, 7, 4, target=None)
    assert "pool_target: missing" in error(sheet=missing)
    in_rules = scored(rules=rules("sochi", pool_target=20), sheet=missing)
    assert in_rules["pool"] == [12, 7, 4]
    assert scored(rules="leningrad", sheet=missing)["pool"] == [12, 7, 4]
    both = scored(rules=rules("sochi", pool_target=20), sheet=sheet(10, 7, 4))
    assert both["pool"] == [10, 9, 4]


def test_no_help_without_a_sheet() -> None:
    assert scored(contract="10S", calls=..., tricks=[10, 0, 0])["pool"] == [10, 0, 0]
    made = scored(contract="10S", calls=..., tricks=[10, 0, 0], rules=rules("sochi", pool_target=5))
    assert made["pool"] == [10, 0, 0]


# Declarations (§4)


@pytest.mark.parametrize(
    ("changes", "mountain", "whists"),
    [
        # pass, whist: the second defender alone
        ({"calls": [[1, "pass"], [2, "whist"]]}, [0, 0, 0], [0, 8]),
        # the half-whist stands, said or not
        ({"calls": [*HALF, [1, "confirm"]], "tricks": ...}, [0, 0, 0], [0, 4]),
        ({"calls": [*HALF, [1, "pass"]], "tricks": ...}, [0, 0, 0], [0, 4]),
        ({"calls": HALF, "tricks": [6, 0, 4]}, [0, 0, 0], [0, 4]),
        # the whist is returned
        ({"calls": [*HALF, [1, "return"]]}, [0, 0, 0], [8, 0]),
        ({"calls": [*HALF, [1, "whist"]]}, [0, 0, 0], [8, 0]),
        ({"calls": [*HALF, [1, "return"]], "tricks": [4, 3, 3]}, [4, 0, 0], [16, 4]),
    ],
)
def test_declarations(changes: dict[str, Any], mountain: list[int], whists: list[int]) -> None:
    assert lines(**changes)[1:] == (mountain, whists)


def test_leningrad_returned_whist_takes_all() -> None:
    changes = {"rules": "leningrad", "calls": [*HALF, [1, "return"]], "tricks": [4, 3, 3]}
    assert lines(**changes) == ([0, 0, 0], [8, 0, 0], [40, 0])


def test_leningrad_goes_down_to_half() -> None:
    down = [[1, "whist"], [2, "pass"], [1, "half"]]
    assert lines(rules="leningrad", calls=down, tricks=...)[2] == [8, 0]
    assert lines(rules="leningrad", calls=[*down, [2, "confirm"]], tricks=...)[2] == [8, 0]
    returned = [*down, [2, "return"]]
    assert lines(rules="leningrad", calls=returned)[2] == [0, 16]
    assert lines(rules="leningrad", calls=returned, tricks=[5, 2, 3])[2] == [0, 28]
    assert 'seat 1 says "half" when nobody is asked' in error(calls=down)


def test_the_dealer_whists_where_agreed() -> None:
    agreed = rules("leningrad", dealer_may_whist=True)
    calls = [*HALF, [1, "confirm"], [3, "dealer_whist"]]
    made = FOUR | {"rules": agreed, "calls": calls, "tricks": [7, 1, 2, 0]}
    assert lines(**made) == ([2, 0, 0, 0], [0, 0, 0, 0], [0, 0, 12])
    passed = [*HALF, [1, "confirm"], [3, "pass"]]
    stands = FOUR | {"rules": agreed, "calls": passed, "tricks": ...}
    assert lines(**stands)[2] == [0, 8, 0]
    assert "when nobody is asked" in error(**made | {"rules": "leningrad"})


def test_stalingrad_forces_both_on_six_spades_only() -> None:
    agreed = rules("sochi", stalingrad=True)
    assert lines(rules=agreed, calls=...)[2] == [4, 4]
    assert lines(rules=agreed, calls=BOTH)[2] == [4, 4]
    assert "where he may say whist" in error(rules=agreed, calls=NOBODY)
    assert lines(rules=agreed, contract="6C", calls=LONE)[2] == [8, 0]


def test_tens_by_agreement() -> None:
    ten: dict[str, Any] = {"contract": "10H", "tricks": [10, 0, 0]}
    assert lines(**ten, calls=...) == ([10, 0, 0], [0, 0, 0], [0, 0])
    assert lines(**ten, calls=[]) == ([10, 0, 0], [0, 0, 0], [0, 0])
    assert "when nobody is asked" in error(**ten)
    whisted = ten | {"rules": rules("sochi", ten="whisted")}
    assert lines(**whisted) == ([10, 0, 0], [0, 0, 10], [0, 0])
    assert "where he may say whist or pass" in error(**whisted | {"calls": HALF})


def test_seats_turn_with_the_declarer_and_the_dealer() -> None:
    # Seat 2 is first to speak after declarer 1 and writes the tricks of both.
    reply = scored(declarer=1, calls=[[2, "whist"], [0, "pass"]], tricks=[2, 6, 2])
    assert reply["whists"] == [[0, 0, 0], [0, 0, 0], [0, 8, 0]]
    four = scored(
        **FOUR | {"dealer": 0, "declarer": 3, "tricks": [0, 2, 2, 6]},
        calls=[[1, "whist"], [2, "pass"]],
    )
    assert four["whists"][1] == [0, 0, 0, 8]


def test_four_play_the_talon_on_all_pass() -> None:
    deal = FOUR | ALL_PASS | {"tricks": [4, 3, 1, 2]}
    assert scored(**deal)["mountain"] == [3, 2, 0, 1]
    assert "sitting dealer takes at most 2" in error(**deal | {"tricks": [4, 3, 0, 3]})
    assert "at most 0" in error(**deal | {"rules": "rostov"})


def test_players_may_be_told_by_the_rules() -> None:
    four = FOUR | {"players": ..., "rules": rules("sochi", players=4)}
    assert scored(**four)["pool"] == [2, 0, 0, 0]
    assert "players: 4 is not 3" in error(rules=rules("sochi", players=4))
    assert scored(players=...)["pool"] == [2, 0, 0]


def test_settings_in_the_words_of_the_book() -> None:
    without = rules("sochi", american_help="off", half_whist_levels=[], raspasy_exit="cyclic")
    assert "where he may say whist or pass" in error(rules=without, calls=HALF)
    full = scored(rules=without, sheet=sheet(10, 7, 4, target=None))
    assert full["pool"] == [12, 7, 4]
    with_half = rules("sochi", half_whist_levels=[6, 7], concede_without_three="off")
    assert scored(rules=with_half, calls=HALF, tricks=...)["pool"] == [2, 0, 0]
    assert "half_whist_levels" in error(rules=rules("sochi", half_whist_levels=[6]))
    assert "american_help: 'maybe'" in error(rules=rules("sochi", american_help="maybe"))


def test_nines_and_misere_without_talon_score_alike() -> None:
    assert scored(contract="9S", tricks=[9, 1, 0], no_talon=True)["pool"] == [8, 0, 0]
    assert scored(**MISERE | {"tricks": [0, 5, 5]}, no_talon=True)["pool"] == [10, 0, 0]
    assert "no_talon: goes with" in error(no_talon=True)


def test_the_command_answers_and_reports_errors_by_its_status() -> None:
    given = "\n".join([json.dumps(DEAL), "[]", json.dumps(DEAL)])
    done = subprocess.run(
        [sys.executable, "-m", "games.preferans.score"],
        input=given.encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [list(reply)[0] for reply in replies] == ["pool", "error", "pool"]
