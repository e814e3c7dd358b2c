"""Random deals as a scorekeeper tells them, most of them possible."""

from random import Random
from typing import Any

from games.cards import CARD_NAMES
from games.preferans.rules import Rules

_LEVELS = (6, 6, 6, 7, 7, 8, 9, 10)


def random_deal(chance: Random, rules: Rules) -> dict[str, Any]:
    """One told deal; now and then with something that cannot be."""
    dealer = chance.randrange(rules.players)
    told: dict[str, Any] = {"dealer": dealer}
    if chance.random() < 0.25:
        most = 2 if rules.raspasy_talon == "leads_suit" else 0
        return told | {"contract": "all_pass", "tricks": _tricks(chance, rules, dealer, most)}
    active = [seat for seat in range(rules.players) if rules.players == 3 or seat != dealer]
    told["declarer"] = chance.choice(active if chance.random() < 0.98 else range(rules.players))
    if chance.random() < 0.5:
        told["talon"] = chance.sample(CARD_NAMES, 2)
    kind = chance.random()
    if kind < 0.1:
        told |= {"contract": "misere", "no_talon": chance.random() < 0.2}
    elif kind < 0.2:
        return told | {"contract": "concede", "level": chance.choice(_LEVELS)}
    else:
        told["contract"] = f"{chance.choice(_LEVELS)}{chance.choice('SCDHN')}"
        told["calls"] = _calls(chance, rules, told["declarer"], dealer)
        if chance.random() < 0.05:
            told["no_talon"] = True
    if _is_played(told) or chance.random() < 0.02:
        told["tricks"] = _tricks(chance, rules, dealer, 0)
    return told


def _is_played(told: dict[str, Any]) -> bool:
    words = [call for _, call in told.get("calls", ())]
    if told["contract"].startswith("10") or "calls" not in told:
        return True
    return any(word in ("return", "dealer_whist") for word in words) or (
        "whist" in words and "half" not in words
    )


def _calls(chance: Random, rules: Rules, declarer: int, dealer: int) -> list[list[Any]]:
    around = [(declarer + step) % rules.players for step in range(1, rules.players)]
    first, second = [seat for seat in around if rules.players == 3 or seat != dealer][:2]
    plain = [
        [[first, "whist"], [second, "whist"]],
        [[first, "whist"], [second, "pass"]],
        [[first, "pass"], [second, "whist"]],
        [[first, "pass"], [second, "pass"]],
    ]
    half = [[first, "pass"], [second, "half"]]
    down = [[first, "whist"], [second, "pass"], [first, "half"]]
    rare: list[list[list[Any]]] = [
        half,
        [*half, [first, "return"]],
        [*half, [first, "confirm"]],
        [*half, [first, "pass"], [dealer, "dealer_whist"]],
        down,
        [*down, [second, "return"]],
        [[first, "half"]],
        [],
    ]
    return chance.choice(plain if chance.random() < 0.6 else rare)


def _tricks(chance: Random, rules: Rules, dealer: int, dealers_most: int) -> list[int]:
    """Ten tricks among those who play, one too many now and then."""
    total = 10 if chance.random() < 0.98 else 11
    tricks = [0] * rules.players
    if rules.players == 4:
        tricks[dealer] = chance.randint(0, dealers_most)
    active = [seat for seat in range(rules.players) if rules.players == 3 or seat != dealer]
    lucky = chance.choice(active)
    for _ in range(total - sum(tricks)):
        tricks[lucky if chance.random() < 0.4 else chance.choice(active)] += 1
    return tricks
