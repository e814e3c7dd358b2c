"""`python -m games.preferans.settle`: a sheet a line, a settlement a line."""

import io
import json
import subprocess
import sys
from typing import Any

import pytest

from games.preferans.json_lines import LINE_LIMIT, answer_lines
from games.preferans.settle import answer

F7: dict[str, Any] = {
    "rules": "sochi",
    "pool": [14, 8, 0],
    "mountain": [12, 26, 6],
    "whists": [[0, 12, 0], [22, 0, 0], [22, 4, 0]],
}
EMPTY: dict[str, Any] = {
    "rules": "sochi",
    "pool": [0, 0, 0],
    "mountain": [0, 0, 0],
    "whists": [[0, 0, 0], [0, 0, 0], [0, 0, 0]],
}


def answers(*lines: bytes | str | dict[str, Any]) -> tuple[int, list[dict[str, Any]]]:
    """Exit status and answers to these lines."""
    given = b"".join(
        line + b"\n"
        if isinstance(line, bytes)
        else (line if isinstance(line, str) else json.dumps(line)).encode() + b"\n"
        for line in lines
    )
    out = io.BytesIO()
    status = answer_lines(answer, io.BytesIO(given), out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def settled(**changes: Any) -> dict[str, Any]:
    status, (reply,) = answers(EMPTY | changes)
    assert status == 0, reply
    return reply


def error(line: bytes | str | dict[str, Any]) -> str:
    status, (reply,) = answers(line)
    assert status == 1
    assert reply.keys() == {"error"}
    message: str = reply["error"]
    return message


def test_vector_f2() -> None:
    reply = settled(whists=[[0, 70, 100], [114, 0, 96], [140, 180, 0]])
    assert reply == {"exact": ["-84", "-40", "124"], "shown": [-84, -40, 124]}


def test_vector_f5b() -> None:
    reply = settled(rules="leningrad", pool=[0] * 4, mountain=[24, 8, 4, 4], whists=[[0] * 4] * 4)
    assert reply["exact"][0] == "-140"


def test_vector_f7() -> None:
    status, (reply,) = answers(F7)
    assert status == 0
    assert reply == {"exact": ["184/3", "-302/3", "118/3"], "shown": [61, -101, 40]}


def test_vector_f9() -> None:
    reply = settled(
        rules="leningrad",
        pool=[12, 10, 8],
        mountain=[20, 36, 14],
        whists=[[0, 44, 32], [60, 0, 16], [28, 40, 0]],
    )
    assert reply["exact"] == ["184/3", "-404/3", "220/3"]
    assert reply["shown"] == [61, -135, 74]


def test_vector_f10() -> None:
    rules = {"base": "sochi", "mountain_divisor": "n_minus_1"}
    assert settled(rules=rules, mountain=[2, 5, 8])["shown"] == [45, 0, -45]
    assert settled(mountain=[2, 5, 8])["shown"] == [30, 0, -30]


def test_a_mountain_may_be_below_zero() -> None:
    assert settled(mountain=[-3, 0, 0])["shown"] == [20, -10, -10]


def test_players_and_pool_target_may_stand_beside() -> None:
    assert settled(players=3, pool_target=10)["shown"] == [0, 0, 0]
    assert "players: 4 is not 3" in error(EMPTY | {"players": 4})
    assert "pool_target" in error(EMPTY | {"pool_target": "x"})


def test_it_goes_on_after_an_error_and_ends_with_status_1() -> None:
    status, replies = answers("nonsense", F7, b"\xff\xfe", F7)
    assert status == 1
    assert [list(reply) for reply in replies] == [
        ["error"],
        ["exact", "shown"],
        ["error"],
        ["exact", "shown"],
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b'{"rules": "soch\xed\xa0\x80i"}', "not UTF-8"),
        ("", "not JSON"),
        ("{", "not JSON"),
        ("\ufeff{}", "not JSON"),
        ("{} {}", "not JSON"),
        ("[]", "not a JSON object but a list"),
        ("null", "not a JSON object but null"),
        ("3", "not a JSON object but 3"),
        ('"sochi"', 'not a JSON object but "sochi"'),
        ("NaN", "NaN is not a number"),
        ('{"pool": [Infinity, 0, 0]}', "Infinity is not a number"),
        ('{"pool": [-Infinity, 0, 0]}', "-Infinity is not a number"),
        ("[" * 100_000, "nested too deep"),
        ('{"rules":' * 50_000, "nested too deep"),
        ("9" * 5000, "too many digits"),
        ('{"rules": "sochi", "rules": "rostov"}', "rules: given twice"),
        ("{}", "pool: missing"),
        ('{"pool": null}', "pool: missing"),
        ('{"pool": [0, 0]}', "pool: not a list of 3 or 4"),
        ('{"pool": "abc"}', "pool: not a list of 3 or 4"),
        ('{"pool": [0, 0, 0]}', "rules: missing"),
    ],
)
def test_nonsense_lines(line: bytes | str, said: str) -> None:
    assert said in error(line)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rules": "odessa"}, "'odessa' is not one of sochi, leningrad, rostov"),
        ({"rules": 3}, "rules: 3 is neither"),
        ({"rules": ["sochi"]}, "rules: a list is neither"),
        ({"rules": {"base": "odessa"}}, "'odessa'"),
        ({"rules": {"base": None}}, "rules:"),
        ({"rules": {"base": ["sochi"]}}, "base: a list"),
        ({"rules": {"base": "sochi", "colour": "red"}}, "colour: no such agreement"),
        ({"rules": {"base": "sochi", "whist_style": "kind"}}, "whist_style: 'kind'"),
        ({"rules": {"base": "sochi", "whist_style": [[[]]]}}, "whist_style: a list"),
        ({"rules": {"base": "sochi", "stalingrad": 1}}, "stalingrad: 1 is not a bool"),
        ({"rules": {"base": "sochi", "pool_to_mountain": True}}, "pool_to_mountain: True"),
        ({"rules": {"base": "sochi", "pool_to_mountain": 1.0}}, "pool_to_mountain: 1.0"),
        ({"rules": {"base": "sochi", "players": 4}}, "players: 4 is not 3"),
        ({"rules": {"base": "sochi", "players": 3.0}}, "players: 3.0 is not a whole number"),
        ({"rules": {"base": "sochi", "players": {}}}, "players: an object"),
        ({"rules": {"base": "sochi", "talon_bonus": "dealer"}}, "nobody sits out"),
        ({"pool": [True, 0, 0]}, "pool: true is not a whole number"),
        ({"pool": [1.0, 0, 0]}, "pool: 1.0 is not a whole number"),
        ({"pool": ["1", 0, 0]}, 'pool: "1" is not a whole number'),
        ({"pool": [None, 0, 0]}, "pool: null is not a whole number"),
        ({"pool": [-1, 0, 0]}, "pool: -1 is not from 0"),
        ({"pool": [10**30, 0, 0]}, "is not from 0 to 1000000000"),
        ({"pool": [0, 0, 0, 0]}, "mountain: 3 entries for 4 players"),
        ({"mountain": None}, "mountain: missing"),
        ({"mountain": {"0": 1}}, "mountain: an object is not a list"),
        ({"mountain": [0, 0, 10**12]}, "mountain: 1000000000000 is not from"),
        ({"whists": None}, "whists: missing"),
        ({"whists": [0, 0, 0]}, "whists: 0 is not a list"),
        ({"whists": [[0, 0, 0]] * 2}, "whists: not a list of 3 lists"),
        ({"whists": "abc"}, "whists: not a list of 3 lists"),
        ({"whists": [[0, 0]] * 3}, "whists: 2 entries for 3 players"),
        ({"whists": [[0, -1, 0]] * 3}, "whists: -1 is not from 0"),
        ({"whists": [[1, 0, 0], [0, 0, 0], [0, 0, 0]]}, "nobody writes whists on himself"),
        ({"wists": []}, "wists: no such field"),
        ({"ы" * 500: 1}, "no such field"),
        ({"rules": "x" * 100_000}, "rules"),
        ({"rules": "\ud800"}, "rules"),
    ],
)
def test_nonsense_fields(changes: dict[str, Any], said: str) -> None:
    message = error(EMPTY | changes)
    assert said in message
    assert len(message) <= 300


def test_a_line_too_long_is_one_error() -> None:
    long = json.dumps(F7) + " " * (3 * LINE_LIMIT)
    status, replies = answers(long, F7)
    assert status == 1
    assert [list(reply) for reply in replies] == [["error"], ["exact", "shown"]]
    assert answers(json.dumps(F7) + " " * 900_000)[0] == 0


def test_nothing_in_nothing_out() -> None:
    assert answers() == (0, [])


def test_the_last_line_needs_no_newline() -> None:
    out = io.BytesIO()
    assert answer_lines(answer, io.BytesIO(json.dumps(F7).encode()), out) == 0
    assert out.getvalue().count(b"\n") == 1


def command(given: bytes) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "games.preferans.settle"],
        input=given,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_the_command_answers_and_reports_errors_by_its_status() -> None:
    good = command(json.dumps(F7).encode() + b"\r\n")
    assert (good.returncode, good.stderr) == (0, b"")
    assert json.loads(good.stdout)["shown"] == [61, -101, 40]
    bad = command(b"\xff\n" + json.dumps(F7).encode())
    assert (bad.returncode, bad.stderr, bad.stdout.count(b"\n")) == (1, b"", 2)


def test_the_command_ends_quietly_when_nobody_reads() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "games.preferans.settle"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdout.close()
        process.stdin.write(json.dumps(F7).encode() + b"\n")
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 1
