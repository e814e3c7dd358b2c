"""`python -m games.preferans.score`: a finished deal a line, what it writes a line."""

import io
import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.preferans.json_lines import answer_lines
from games.preferans.score import answer

BOTH = [[1, "whist"], [2, "whist"]]
LONE = [[1, "whist"], [2, "pass"]]
HALF = [[1, "pass"], [2, "half"]]
NOBODY = [[1, "pass"], [2, "pass"]]

DEAL: dict[str, Any] = {
    "rules": "sochi",
    "players": 3,
    "contract": "6S",
    "declarer": 0,
    "calls": BOTH,
    "tricks": [6, 2, 2],
}
FOUR: dict[str, Any] = {"players": 4, "dealer": 3, "tricks": [6, 2, 2, 0]}


def answers(line: Any) -> tuple[int, dict[str, Any]]:
    out = io.BytesIO()
    text = line if isinstance(line, str) else json.dumps(line)
    status = answer_lines(answer, io.BytesIO(text.encode()), out)
    reply: dict[str, Any] = json.loads(out.getvalue())
    return status, reply


def scored(**changes: Any) -> dict[str, Any]:
    status, reply = answers({k: v for k, v in (DEAL | changes).items() if v is not ...})
    assert status == 0, reply
    return reply


def error(**changes: Any) -> str:
    status, reply = answers({k: v for k, v in (DEAL | changes).items() if v is not ...})
    assert (status, list(reply)) == (1, ["error"]), reply
    message: str = reply["error"]
    assert len(message) <= 300
    return message


def lines(**changes: Any) -> tuple[list[int], list[int], list[int]]:
    """Pool, mountain, and what each of the others wrote on seat 0."""
    reply = scored(**changes)
    return reply["pool"], reply["mountain"], [row[0] for row in reply["whists"][1:]]


def rules(base: str, **more: Any) -> dict[str, Any]:
    return {"base": base} | more


GONE: dict[str, Any] = {"declarer": ..., "calls": ...}
ALL_PASS: dict[str, Any] = {"contract": "all_pass"} | GONE
MISERE: dict[str, Any] = {"contract": "misere", "calls": ...}
GCHET = rules("leningrad", raspasy_progression="geom_cap", raspasy_amnesty=True)
CONCEDE: dict[str, Any] = {
    "rules": rules("leningrad", concede_without_three=3),
    "contract": "concede",
    "calls": ...,
    "tricks": ...,
}

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


def sheet(*pool: int, target: Any = 10) -> dict[str, Any]:
    zeros = [0] * len(pool)
    empty = {"pool": list(pool), "mountain": zeros, "whists": [zeros] * len(pool)}
    return empty if target is None else empty | {"pool_target": target}


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


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rules": ...}, "rules: missing"),
        ({"rules": None}, "rules: missing"),
        ({"rules": "petersburg"}, "'petersburg'"),
        ({"contract": ...}, "contract: missing"),
        ({"contract": "5S"}, 'contract: "5S" is not a contract'),
        ({"contract": "11S"}, "is not a contract"),
        ({"contract": "6s"}, "is not a contract"),
        ({"contract": "6S\n"}, "is not a contract"),
        ({"contract": "6NT"}, "is not a contract"),
        ({"contract": "٦S"}, "is not a contract"),
        ({"contract": ""}, "is not a contract"),
        ({"contract": 6}, "contract: 6 is not a contract"),
        ({"contract": ["6S"]}, "contract: a list is not"),
        ({"declarer": ...}, "declarer: missing"),
        ({"declarer": 3}, "declarer: 3 is not from 0 to 2"),
        ({"declarer": -1}, "declarer: -1"),
        ({"declarer": True}, "declarer: true is not a whole number"),
        ({"declarer": "0"}, 'declarer: "0" is not a whole number'),
        ({"players": 5}, "players: 5"),
        ({"players": True}, "players: true"),
        ({"players": 3.0}, "players: 3.0"),
        ({"dealer": 3}, "dealer: 3"),
        ({"calls": ...}, "calls: seat 1 has not said whist or pass"),
        ({"calls": "whist"}, 'calls: "whist" is not a list'),
        ({"calls": [1, 2]}, "calls: each is a seat and a word"),
        ({"calls": [[1]]}, "calls: each is a seat and a word"),
        ({"calls": [[1, None]]}, "calls: each is a seat and a word"),
        ({"calls": [[1, "whist", 2]]}, "calls: each is a seat and a word"),
        ({"calls": [["1", "whist"]]}, "calls:"),
        ({"calls": [[7, "whist"]]}, "calls: 7"),
        ({"calls": [[1, "whist"]]}, "seat 2 has not said whist or pass"),
        ({"calls": [[0, "whist"], [1, "whist"]]}, "seat 0 speaks where seat 1 is asked"),
        ({"calls": [[2, "whist"], [1, "whist"]]}, "seat 2 speaks where seat 1"),
        ({"calls": [[1, "whist"], [1, "pass"]]}, "seat 1 speaks where seat 2"),
        ({"calls": [*BOTH, [1, "pass"]]}, "when nobody is asked"),
        ({"calls": [*NOBODY, [1, "whist"]]}, "when nobody is asked"),
        ({"calls": [[1, "half"], [2, "pass"]]}, 'says "half" where he may say whist or pass'),
        ({"calls": [[1, "wist"], [2, "pass"]]}, 'says "wist"'),
        ({"calls": [*HALF, [2, "return"]]}, "seat 2 speaks where seat 1"),
        ({"calls": [*HALF, [1, "half"]]}, 'says "half"'),
        ({"contract": "8S", "calls": HALF}, 'says "half"'),
        ({"tricks": ...}, "tricks: missing"),
        ({"tricks": [6, 2, 1]}, "tricks: 9 in all, not 10"),
        ({"tricks": [11, 0, -1]}, "tricks: 11 is not from 0 to 10"),
        ({"tricks": [-1, 10, 1]}, "tricks: -1"),
        ({"tricks": [True, 9, 0]}, "tricks: true"),
        ({"tricks": [6.0, 2, 2]}, "tricks: 6.0"),
        ({"tricks": [6, 4]}, "tricks: 2 entries for 3 players"),
        ({"tricks": [6, 2, 2, 0]}, "tricks: 4 entries for 3 players"),
        ({"tricks": {"0": 6}}, "tricks: an object"),
        ({"tricks": [0, 0, 0]}, "tricks: 0 in all"),
        ({"calls": NOBODY, "tricks": [5, 3, 2]}, "nobody played"),
        ({"calls": NOBODY, "tricks": [6, 3, 0]}, "nobody played"),
        ({"calls": NOBODY, "tricks": [False, 0, 0]}, "tricks: false"),
        ({"calls": HALF, "tricks": [5, 3, 2]}, "nobody played"),
        ({"level": 6}, "level: does not go with 6S"),
        ({"all_pass_number": 0}, "all_pass_number: 0"),
        ({"all_pass_number": 10**9}, "all_pass_number: 1000000000"),
        ({"all_pass_number": "1"}, "all_pass_number"),
        ({"no_talon": 1}, "no_talon: 1 is neither true nor false"),
        ({"talon": ["SA"]}, "talon: not a list of two cards"),
        ({"talon": "SAHA"}, "talon: not a list of two cards"),
        ({"talon": ["SA", "SA"]}, "talon: SA twice"),
        ({"talon": ["SA", "S6"]}, 'talon: "S6" is not a card'),
        ({"talon": ["SA", 5]}, "talon: 5 is not a card"),
        ({"talon": ["SA", ["SK"]]}, "talon: a list is not a card"),
        (MISERE | {"calls": BOTH}, "calls: does not go with misere"),
        (MISERE | {"level": 6}, "level: does not go with misere"),
        (MISERE | {"tricks": ...}, "tricks: missing"),
        ({"contract": "all_pass"}, "declarer: does not go with all_pass"),
        (ALL_PASS | {"calls": BOTH}, "calls: does not go with all_pass"),
        (ALL_PASS | {"tricks": ...}, "tricks: missing"),
        (ALL_PASS | {"no_talon": True}, "no_talon: does not go with all_pass"),
        (CONCEDE, "level: missing"),
        (CONCEDE | {"level": 5}, "level: 5 is not from 6 to 10"),
        (CONCEDE | {"level": 6, "tricks": [3, 3, 4]}, "nobody played"),
        (CONCEDE | {"level": 6, "calls": BOTH}, "calls: does not go with concede"),
        (CONCEDE | {"level": 6, "rules": "sochi"}, "nobody may concede"),
        (FOUR | {"dealer": ...}, "dealer: missing"),
        (FOUR | {"dealer": 0}, "declarer: the dealer sits out"),
        (FOUR | {"tricks": [6, 2, 2]}, "tricks: 3 entries for 4 players"),
        (FOUR | {"tricks": [6, 2, 1, 1]}, "sitting dealer takes at most 0"),
        (FOUR | {"calls": [[1, "whist"], [3, "pass"]]}, "seat 3 speaks where seat 2"),
        ({"sheet": []}, "sheet: a list is not an object"),
        ({"sheet": {}}, "pool"),
        ({"sheet": sheet(0, 0)}, "pool: 2 entries for 3 players"),
        ({"sheet": sheet(0, 0, 0, target=0)}, "pool_target: 0"),
        ({"sheet": sheet(0, 0, 0, target=True)}, "pool_target: true"),
        ({"sheet": sheet(0, 0, 0) | {"pools": 1}}, "pools: no such field"),
        ({"trics": [6, 2, 2]}, "trics: no such field"),
    ],
)
def test_nonsense(changes: dict[str, Any], said: str) -> None:
    assert said in error(**changes)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
PLAUSIBLE = st.sampled_from(
    [0, 1, 2, 3, 10, "6S", "misere", "all_pass", "concede", BOTH, [6, 2, 2], [6, 2, 2, 0], {}, []]
)
CHANGES = st.dictionaries(
    st.sampled_from([*DEAL, "dealer", "talon", "level", "no_talon", "sheet", "all_pass_number"]),
    JSON_VALUES | PLAUSIBLE,
    max_size=3,
)


@settings(max_examples=300, deadline=None)
@given(CHANGES)
def test_any_field_may_be_nonsense(changes: dict[str, Any]) -> None:
    status, reply = answers(DEAL | changes)
    assert status == (1 if "error" in reply else 0)


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
