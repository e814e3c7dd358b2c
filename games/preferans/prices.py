"""What a contract, a trick, a whist and a missing trick cost (§8.1, §8.4, §7.4)."""

from typing import Final

from games.preferans.rules import Rules

MISERE_VALUE: Final = 10
WHISTS_PER_POINT: Final = 10  # a point helped into another pool, or a point of the mountain (§10)

_DUTIES: Final = {6: 4, 7: 2, 8: 1, 9: 1}
_PROGRESSIONS: Final = {
    "none": (1,),
    "arith_cap3": (1, 2, 3),
    "geom_cap": (1, 2, 4),
}


def game_value(level: int) -> int:
    """Points of a made game: 2, 4, 6, 8, 10 for six to ten (§8.1)."""
    return 2 * (level - 5)


def whist_price(rules: Rules, level: int) -> int:
    """Whists for one trick of the defence (§8.1)."""
    return rules.pool_to_mountain * game_value(level)


def undertrick_price(rules: Rules, level: int) -> int:
    """Mountain points for each trick the declarer is short (§8.1)."""
    return rules.pool_to_mountain * game_value(level)


def misere_trick_price(rules: Rules) -> int:
    """Mountain points for each trick taken on a misère (§6.4)."""
    return rules.pool_to_mountain * MISERE_VALUE


def consolation_price(rules: Rules, level: int) -> int:
    """Whists each opponent writes for each undertrick (§8.1)."""
    if rules.consolation == "10":
        return 10
    return game_value(level) * (2 if rules.consolation == "2V" else 1)


def shortfall_price(rules: Rules, level: int) -> int:
    """Mountain points a whister pays for each missing trick (§8.4); values are even."""
    full = undertrick_price(rules, level)
    return full if rules.whist_responsibility == "full" else full // 2


def talon_unit_price(rules: Rules, level: int) -> int:
    """Whists for one unit of the talon bonus (§8.6)."""
    return 10 if rules.convention == "rostov" else whist_price(rules, level)


def duty(rules: Rules, level: int) -> int:
    """Tricks the defending pair owes: 4, 2, 1, 1; on a ten 1 if whisted, else 0 (§8.4)."""
    if level == 10:
        return 1 if rules.ten == "whisted" else 0
    return _DUTIES[level]


def half_whist_value(rules: Rules, level: int) -> int:
    """Whists for a half-whist that stands: half of the pair's duty on 6 and 7 (§4.4)."""
    return duty(rules, level) // 2 * whist_price(rules, level)


def multiplier(rules: Rules, number: int) -> int:
    """How many base prices a trick of the `number`-th all-pass deal of a series costs (§7.4)."""
    if rules.raspasy_progression == "arith":
        return number
    if rules.raspasy_progression == "geom":
        return 1 << (number - 1)
    steps = _PROGRESSIONS[rules.raspasy_progression]
    return steps[min(number, len(steps)) - 1]


def all_pass_price(rules: Rules, number: int) -> int:
    """Price of one trick of the `number`-th all-pass deal (1-based) of a series (§7.4)."""
    return rules.raspasy_base * multiplier(rules, number)
