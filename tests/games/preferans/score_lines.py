"""Deals as `python -m games.preferans.score` is told them, and what it says."""

import io
import json
from typing import Any

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


def sheet(*pool: int, target: Any = 10) -> dict[str, Any]:
    zeros = [0] * len(pool)
    empty = {"pool": list(pool), "mountain": zeros, "whists": [zeros] * len(pool)}
    return empty if target is None else empty | {"pool_target": target}


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
