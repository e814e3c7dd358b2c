"""`python -m games.preferans.score`: deals on standard input, what they write on output."""

from dataclasses import replace
from typing import Any, Final

from games.preferans import json_lines, scoring
from games.preferans.json_lines import BadLine, kind_of
from games.preferans.line_fields import (
    refuse_unknown,
    required,
    rules_of,
    sheet_of,
    sheet_to_json,
    whole,
)
from games.preferans.rules import Rules
from games.preferans.told_deal import DEAL_FIELDS, outcome_of

_FIELDS: Final = DEAL_FIELDS | {"rules", "players", "sheet"}
_SHEET_FIELDS: Final = frozenset({"pool", "mountain", "whists", "pool_target"})


def answer(given: dict[str, Any]) -> dict[str, Any]:
    """What the deal writes, or the sheet after it if one was given. Raises BadLine."""
    refuse_unknown(given, _FIELDS)
    rules = _rules(given)
    outcome = outcome_of(rules, given)
    sheet = given.get("sheet")
    if sheet is None:
        return sheet_to_json(scoring.score(rules, outcome))
    if not isinstance(sheet, dict):
        raise BadLine(f"sheet: {kind_of(sheet)} is not an object")
    refuse_unknown(sheet, _SHEET_FIELDS)
    rules = _with_target(rules, sheet, given["rules"])
    return sheet_to_json(scoring.write(rules, sheet_of(sheet, rules.players), outcome))


def _rules(given: dict[str, Any]) -> Rules:
    agreements = required(given, "rules")
    players = given.get("players")
    if players is None:
        players = agreements.get("players", 3) if isinstance(agreements, dict) else 3
    return rules_of(agreements, whole("players", players, 3, 4))


def _with_target(rules: Rules, sheet: dict[str, Any], agreements: object) -> Rules:
    """The pool target stands with the sheet or in the rules; only help needs it (§9.2)."""
    target = sheet.get("pool_target")
    if target is not None:
        return replace(rules, pool_target=whole("pool_target", target, 1, 200))
    stated = isinstance(agreements, dict) and "pool_target" in agreements
    if rules.american_help and not stated:
        raise BadLine("sheet: pool_target: missing, and American help needs it")
    return rules


if __name__ == "__main__":
    raise SystemExit(json_lines.run(answer))
