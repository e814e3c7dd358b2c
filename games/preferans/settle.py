"""`python -m games.preferans.settle`: sheets on standard input, settlements on standard output."""

from typing import Any, Final

from games.preferans import json_lines
from games.preferans.json_lines import BadLine
from games.preferans.line_fields import refuse_unknown, required, rules_of, sheet_of, whole
from games.preferans.settlement import settle

_FIELDS: Final = frozenset({"rules", "pool", "mountain", "whists", "pool_target", "players"})


def answer(given: dict[str, Any]) -> dict[str, Any]:
    """`{"exact": ["184/3", ...], "shown": [61, ...]}` of the sheet, in whists. Raises BadLine."""
    refuse_unknown(given, _FIELDS)
    pool = required(given, "pool")
    if not isinstance(pool, list) or len(pool) not in (3, 4):
        raise BadLine("pool: not a list of 3 or 4 whole numbers")
    if "players" in given:
        whole("players", given["players"], len(pool), len(pool))
    if "pool_target" in given:
        whole("pool_target", given["pool_target"], 1, 200)
    rules = rules_of(required(given, "rules"), len(pool))
    settlement = settle(rules, sheet_of(given, len(pool)))
    return {"exact": [str(result) for result in settlement.exact], "shown": settlement.shown}


if __name__ == "__main__":
    raise SystemExit(json_lines.run(answer))
