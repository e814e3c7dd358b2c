"""What `python -m games.preferans.score` says to a line that makes no sense."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.games.preferans.score_lines import (
    ALL_PASS,
    BOTH,
    CONCEDE,
    DEAL,
    FOUR,
    HALF,
    MISERE,
    NOBODY,
    answers,
    error,
    sheet,
)


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
