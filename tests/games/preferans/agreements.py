"""Random valid agreements, every setting with every value."""

from dataclasses import fields, replace
from random import Random
from typing import Any, get_args, get_type_hints

from games.preferans.rules import BadRules, Rules, checked, preset

_NUMBERS = {
    "pool_target": (1, 2, 6),
    "raspasy_base": (1, 2, 5),
    "max_deals": (4, 8, 12, 30),
    "max_minutes": (0, 0, 3),
}


def random_rules(chance: Random) -> Rules:
    """A convention with some of its agreements changed, short enough to end."""
    while True:
        base = preset(chance.choice(("sochi", "leningrad", "rostov")), chance.choice((3, 4)))
        wanted: dict[str, Any] = {name: chance.choice(_NUMBERS[name]) for name in _NUMBERS}
        for field in fields(Rules):
            if field.name not in ("players", "convention", *_NUMBERS) and chance.random() < 0.3:
                wanted[field.name] = chance.choice(values_of(field.name))
        try:
            return checked(replace(base, **wanted))
        except BadRules:
            continue


def values_of(name: str) -> tuple[Any, ...]:
    kind = get_type_hints(Rules)[name]
    return (False, True) if kind is bool else get_args(kind)
