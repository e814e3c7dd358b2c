"""What is played at a table, in as few words as a list has room for."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from club.agreed import CLOCKS
from club.seating import mark_of
from games.preferans import preset, rules_from_json, rules_to_json


class Summary(NamedTuple):
    """Of the rules of a table and its clock."""

    convention: str
    target: int
    house: bool  # rules of the house: more than the target differs from the convention
    speed: str
    mark: str  # of the rules, to sit down by


def summary_of(rules: Mapping[str, Any], clock: Mapping[str, Any]) -> Summary:
    """Of rules and clock as a match records them."""
    convention, target, is_house, mark = _told_of(json.dumps(rules, sort_keys=True))
    return Summary(convention, target, is_house, _speed(clock["act_ms"]), mark)


@lru_cache(maxsize=256)
def _told_of(written: str) -> tuple[str, int, bool, str]:
    """Of rules as JSON: convention, target, whether they are of the house, and their mark."""
    rules = rules_from_json(json.loads(written))
    usual = rules_to_json(preset(rules.convention, rules.players))
    agreed = rules_to_json(rules)
    is_house = any(agreed[name] != usual[name] for name in agreed if name != "pool_target")
    return rules.convention, rules.pool_target, is_house, mark_of(json.loads(written))


def _speed(act_ms: int) -> str:
    return next((name for name, clock in CLOCKS.items() if clock.act_ms == act_ms), "usual")
