"""`python -m games.preferans.solve`: a position a line, an answer a line."""

import io
import json
import subprocess
import sys
from typing import Any

import pytest

from games.preferans.json_lines import answer_lines
from games.preferans.solve import answer

ENDING: dict[str, Any] = {
    "hands": ["A.-.-.K", "K.-.-.7", "7.-.7.-"],
    "trump": "S",
    "declarer": 0,
    "mode": "game",
    "leader": 0,
}


def answers(*lines: dict[str, Any]) -> tuple[int, list[dict[str, Any]]]:
    """Exit status and answers to these lines."""
    given = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    out = io.BytesIO()
    status = answer_lines(answer, io.BytesIO(given), out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_game_answers_the_tricks_and_every_card() -> None:
    assert answers(ENDING) == (0, [{"tricks": 2, "cards": {"SA": 2, "HK": 1}}])


def test_all_pass_answers_three_numbers() -> None:
    line = ENDING | {"mode": "all_pass", "trump": None}
    status, [said] = answers(line)
    assert status == 0
    assert sum(said["tricks"]) == 2
    assert said["tricks"] in said["cards"].values()


def test_cards_on_the_table_are_taken_into_account() -> None:
    line = ENDING | {"hands": ["-.-.-.K", "K.-.-.7", "7.-.7.-"], "trick": ["SA"]}
    assert answers(line) == (0, [{"tricks": 2, "cards": {"SK": 2}}])


def test_the_talon_leads_an_all_pass() -> None:
    line = ENDING | {"mode": "all_pass", "trump": None, "talon": ["D8"]}
    status, [said] = answers(line)
    assert (status, said["tricks"][2] >= 1) == (0, True)


def test_an_error_is_of_its_line_alone() -> None:
    status, said = answers(ENDING | {"mode": "grand"}, ENDING)
    assert status == 1
    assert "mode" in said[0]["error"]
    assert said[1]["tricks"] == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"hands": ["A.-.-.K", "A.-.-.7", "7.-.7.-"]},
        {"hands": ["AA.-.-.K", "K.-.-.7", "7.-.7.-"]},
        {"hands": ["A.-.-.-", "K.-.-.7", "7.-.7.-"]},
        {"hands": ["A.-.-", "K.-.-.7", "7.-.7.-"]},
        {"hands": ["A.-.-.", "K.-.-.7", "7.-.7.-"]},
        {"hands": ["A.--.-.K", "K.-.-.7", "7.-.7.-"]},
        {"hands": ["a.-.-.K", "K.-.-.7", "7.-.7.-"]},
        {"hands": ["6.-.-.K", "K.-.-.7", "7.-.7.-"]},
        {"hands": ["-.-.-.-", "-.-.-.-", "-.-.-.-"]},
        {"hands": ["AKQJT987.AKQ.-.-", "-.JT987.AKQJTT.-", "-.-.-.AKQJT987"]},
        {"hands": ["A.-.-.K", "K.-.-.7"]},
        {"hands": ["A.-.-.K", "K.-.-.7", 7]},
        {"hands": "A.-.-.K"},
        {"hands": None},
        {"trump": "N"},
        {"trump": "SC"},
        {"trump": ""},
        {"trump": 0},
        {"trump": ["S"]},
        {"declarer": "0"},
        {"declarer": True},
        {"declarer": 3},
        {"declarer": None},
        {"leader": 1.0},
        {"leader": -1},
        {"mode": "misere"},
        {"mode": None},
        {"mode": ["game"]},
        {"trick": ["SA"]},
        {"trick": "SA"},
        {"trick": [{"SA": 1}]},
        {"talon": ["D8"]},
        {"lead": 0},
    ],
)
def test_impossible_input_is_refused(wrong: dict[str, Any]) -> None:
    status, [said] = answers(ENDING | wrong)
    assert status == 1
    assert set(said) == {"error"}


def test_it_runs_as_a_command() -> None:
    lines = json.dumps(ENDING) + "\n[]\n"
    done = subprocess.run(
        [sys.executable, "-m", "games.preferans.solve"],
        input=lines,
        capture_output=True,
        text=True,
        timeout=60,
    )
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert said[0]["tricks"] == 2
    assert set(said[1]) == {"error"}
